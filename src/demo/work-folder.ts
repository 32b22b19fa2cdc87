import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const prefix = '.work-';
const hourMs = 3_600_000;

/**
 * Runs `use` with a new folder inside `cache`, on the file system where the result is to be, and removes it whatever
 * happens. Folders of runs that were killed go an hour later, at the next call.
 */
export async function withWorkFolder<T>(cache: string, use: (folder: string) => Promise<T>): Promise<T> {
	await mkdir(cache, { recursive: true });
	await removeOld(cache);
	const folder = await mkdtemp(join(cache, prefix));
	try {
		return await use(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function removeOld(cache: string): Promise<void> {
	for (const name of await readdir(cache)) {
		if (!name.startsWith(prefix)) continue;
		const folder = join(cache, name);
		const since = await stat(folder).catch(() => undefined);
		if (since !== undefined && Date.now() - since.mtimeMs > hourMs) await rm(folder, { recursive: true, force: true });
	}
}
