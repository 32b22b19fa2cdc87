import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type AppendedFile, appendedFile } from './append-file.ts';

/** A file of texts, readable only for this user, one a line, which keeps only the latest. */
export interface KeptLines extends Pick<AppendedFile, 'append'> {
	/** Those of earlier runs, the oldest first. */
	readonly lines: readonly string[];
}

/**
 * Reads the stored texts and stores more. Each is a JSON string, so that it may contain line ends; other lines are skipped.
 * @param most how many to keep; the file is shortened at twice as many
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
		// There are none yet, or they cannot be read: then storing the next one reports it.
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
		// The file stays long, which loses nothing.
	}
}
