import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** When a file, or anything in a folder, was last changed, added or removed, ms since the epoch; what is not there never was. */
async function changedAt(path) {
	const found = await stat(path).catch(() => undefined);
	if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
	const names = await readdir(path);
	const times = await Promise.all(names.map((name) => changedAt(join(path, name))));
	return Math.max(found.mtimeMs, ...times);
}

/** Whether a file was written after the last change of all that it is made of. */
export async function isNewer(file, sources) {
	const made = await changedAt(file);
	const times = await Promise.all(sources.map(changedAt));
	return times.every((time) => time < made);
}
