import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates a folder and its missing parents; an existing one stays unchanged. Throws if it cannot. Used instead of `recursive`,
 * with which Node (26 and all before) loops forever where folders are missing but cannot be made, such as in /proc.
 */
export function makeFolder(path: string, mode?: number): void {
	try {
		mkdirSync(path, mode);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'EEXIST') return;
		const around = dirname(path);
		if (code !== 'ENOENT' || around === path) throw error;
		makeFolder(around, mode);
		makeOne(path, mode);
	}
}

/** Another process may have been faster. */
function makeOne(path: string, mode?: number): void {
	try {
		mkdirSync(path, mode);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	}
}
