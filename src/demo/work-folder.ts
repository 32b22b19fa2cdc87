import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../terminal/make-folder.ts';
import { forget, watch } from './guard.ts';

/**
 * Runs `use` with a new folder inside `cache`, on the file system of the result, and removes it in any case, even when this
 * process ends.
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
