import { fileStem } from './names.ts';

/**
 * Files of an earlier export whose stream or consumer no longer exists.
 * @param others streams that this export did not read, or not completely: their files stay
 */
export function leftOver(files: readonly string[], others: readonly string[]): readonly string[] {
	const stems = new Set(others.map((name) => fileStem(name)));
	return files.filter((file) => !stems.has(file.split('.')[0] ?? ''));
}
