import { createHash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Says whose a temporary file or folder is: `<first>-<place>-<pid>-`, to which something is added that is nobody else's. */
export function workName(first: string, pid = process.pid): string {
	return `${first}-${placeName()}-${pid}-`;
}

/** The process that a name was made for, where it was made in this place; undefined for every other name. */
export function ownerOf(name: string, first: string): number | undefined {
	const start = `${first}-${placeName()}-`;
	const found = name.startsWith(start) ? /^(\d+)-/.exec(name.slice(start.length))?.[1] : undefined;
	return found === undefined ? undefined : Number(found);
}

/** Folders may be shared with other machines and containers, whose processes are counted by themselves. */
function placeName(): string {
	let processes = '';
	try {
		processes = readlinkSync('/proc/self/ns/pid');
	} catch {
		// Only Linux tells, and only Linux has several.
	}
	return createHash('sha256').update(`${hostname()} ${processes}`).digest('hex').slice(0, 8);
}
