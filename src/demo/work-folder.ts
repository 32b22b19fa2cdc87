import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../terminal/make-folder.ts';
import { forget, watch } from './guard.ts';

/**
 * Runs `use` with a new folder inside `cache`, on the file system where the result is to be, and removes it whatever
 * happens, the end of this process included.
 */
export async function withWorkFolder<T>(cache: string, use: (folder: string) => Promise<T>): Promise<T> {
	makeFolder(cache);
	const folder = await mkdtemp(join(cache, '.work-'));
	watch(folder);
	try {
		return await use(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
		forget(folder);
	}
}
