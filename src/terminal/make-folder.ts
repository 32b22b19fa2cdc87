import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those around it that are missing; one that is there is left as it is. Throws where none can be made. In
 * place of `recursive`, by which Node (26, as all before) asks for ever where folders are said to be missing but cannot be
 * made, such as in /proc.
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
