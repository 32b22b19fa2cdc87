import { createHash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A name for a temporary file or folder with its owner: `<first>-<place>-<pid>-`, to which the caller adds something unique. */
export function workName(first: string, pid = process.pid): string {
	return `${first}-${placeName()}-${pid}-`;
}

/** The process that a name was made for, if it was made on this machine; undefined for every other name. */
export function ownerOf(name: string, first: string): number | undefined {
	const start = `${first}-${placeName()}-`;
	const found = name.startsWith(start) ? /^(\d+)-/.exec(name.slice(start.length))?.[1] : undefined;
	return found === undefined ? undefined : Number(found);
}

/** Folders may be shared with other machines and containers, which have their own process ids. */
function placeName(): string {
	let processes = '';
	try {
		processes = readlinkSync('/proc/self/ns/pid');
	} catch {
		// Only Linux has several, and only Linux names them.
	}
	return createHash('sha256').update(`${hostname()} ${processes}`).digest('hex').slice(0, 8);
}
