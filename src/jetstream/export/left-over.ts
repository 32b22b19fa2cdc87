import { fileStem } from './names.ts';

/**
 * Files of an earlier export whose stream or consumer no longer exists, except for streams that this export left out.
 * @param others names of those streams
 */
export function leftOver(files: readonly string[], others: readonly string[]): readonly string[] {
	const stems = new Set(others.map((name) => fileStem(name)));
	return files.filter((file) => !stems.has(file.split('.')[0] ?? ''));
}
