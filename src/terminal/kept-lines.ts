import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type AppendedFile, appendedFile } from './append-file.ts';

/** A file of texts for this user's eyes only, one in each line, of which only the latest are kept. */
export interface KeptLines extends Pick<AppendedFile, 'append'> {
	/** Those of earlier runs, the oldest first. */
	readonly lines: readonly string[];
}

/**
 * Reads the texts that were kept and keeps more of them. Each is a JSON text, so that one may hold line ends; what is no such
 * line is passed over.
 * @param most how many are kept; the file is shortened when it holds twice as many
 */
export function keptLines(path: string, most: number): KeptLines {
	const all = linesIn(path);
	const lines = all.slice(-most);
	if (all.length > 2 * most) rewrite(path, lines);
	const file = appendedFile(path);
	return { lines, append: (text) => file.append(JSON.stringify(text)) };
}

function linesIn(path: string): readonly string[] {
	try {
		return readFileSync(path, 'utf8').split('\n').flatMap(textOf);
	} catch {
		// None was kept yet, or they cannot be read: that says itself at the first line that is kept.
		return [];
	}
}

function textOf(line: string): readonly string[] {
	try {
		const text: unknown = JSON.parse(line);
		return typeof text === 'string' && text !== '' ? [text] : [];
	} catch {
		return [];
	}
}

function rewrite(path: string, lines: readonly string[]): void {
	const beside = `${path}.${process.pid}.tmp`;
	try {
		writeFileSync(beside, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 });
		chmodSync(beside, 0o600);
		renameSync(beside, path);
	} catch {
		// It stays as long as it is: nothing is lost by that.
	}
}
