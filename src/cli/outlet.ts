import { writeSync } from 'node:fs';
import { stringifyJson } from '../format/json.ts';
import { sanitiseLines } from '../format/sanitise.ts';
import { lastWords } from '../terminal/last-words.ts';

/** Says what is wrong. Server names, errors and files stand in it: nothing of them may act on a terminal, or on who reads a log in one. */
export function complain(text: string): void {
	process.stderr.write(`jetdeck: ${sanitiseLines(text)}\n`);
}

/** What would act on a terminal, or not be seen there; a line end stands between the lines of JSON, never inside a text of it. */
const harmful = /(?!\n)[\p{Cc}\p{Cf}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A value as JSON for a terminal: what would act on it is written as `\u009b`, which every reader of JSON takes for the same text. */
export function jsonForTerminal(value: unknown): string {
	return stringifyJson(value, 2).replace(harmful, (character) =>
		Array.from({ length: character.length }, (_, at) => escaped(character.charCodeAt(at))).join(''),
	);
}

const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

/**
 * Ends the program where its output cannot be written. Whoever reads a pipe may have read enough (`| head -1`), which is no
 * fault; a disk that is full is one.
 */
export function watchOutput(out: NodeJS.WriteStream): void {
	out.on('error', endUnwritten);
	// What cannot be complained of is no reason to end: a request may be under way.
	process.stderr.on('error', () => {});
}

/** Writes a short text before the program ends: a stream would tell too late that it cannot. */
export function writeBeforeEnd(text: string): void {
	try {
		writeSync(1, text);
	} catch (error) {
		endUnwritten(error as NodeJS.ErrnoException);
	}
}

function endUnwritten({ code, message }: NodeJS.ErrnoException): void {
	if (code !== 'EPIPE') complain(`The output could not be written (${code ?? message}).`);
	process.exit(code === 'EPIPE' ? 0 : 1);
}

/** Ends the program by a fault of its own. */
export function endByFault(error: unknown): void {
	process.stderr.write(`${sanitiseLines(lastWords(error))}\n`);
	process.exit(1);
}
