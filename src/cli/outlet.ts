import { writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { stringifyJson } from '../format/json.ts';
import { sanitiseLines } from '../format/sanitise.ts';
import { lastWords } from '../terminal/last-words.ts';
import { onReaderGone } from './reader-gone.ts';

/** Prints what is wrong. Names and errors from outside must not act on a terminal, or on the reader of a log in one. */
export function complain(text: string): void {
	process.stderr.write(`jetdeck: ${sanitiseLines(text)}\n`);
}

/** Characters that would act on a terminal, or be invisible there; line breaks are only between lines of JSON, never inside a text. */
const harmful = /(?!\n)[\p{Cc}\p{Cf}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A value as JSON for a terminal: characters that would act on it become `\u009b`, which means the same in JSON. */
export function jsonForTerminal(value: unknown): string {
	return jsonLineForTerminal(stringifyJson(value, 2));
}

/** The same for text that is JSON already. */
export function jsonLineForTerminal(json: string): string {
	return json.replace(harmful, (character) =>
		Array.from({ length: character.length }, (_, at) => escaped(character.charCodeAt(at))).join(''),
	);
}

const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

/** The exit code if the reader of a pipe has read enough (`| head -1`), which is no error, and if the output is not writable. */
interface UnwrittenCodes {
	readonly closed: number;
	readonly failed: number;
}

const usual: UnwrittenCodes = { closed: 0, failed: 1 };

/** Ends the program if its output is not writable, such as on a full disk. */
export function watchOutput(out: NodeJS.WriteStream, codes: UnwrittenCodes = usual): void {
	out.on('error', (error) => endUnwritten(error, codes));
	// An unwritable stderr is no reason to end: a request may be under way.
	process.stderr.on('error', () => {});
}

/** So many bytes may wait for a slow reader. */
const mostUnread = 8 * 1024 * 1024;

/**
 * Writes lines that come by themselves; ends the program when nobody reads them any more. While a slow reader leaves too much unread, further ones are left out.
 * @param onLeftOut is told how many, once the reader has read the rest
 */
export function lineWriter(out: Writable, onLeftOut: (lines: number) => void): (line: string) => void {
	let leftOut = 0;
	if (out === process.stdout) onReaderGone(() => process.exit(usual.closed));
	return (line) => {
		if (out.writableLength < mostUnread) {
			out.write(`${line}\n`);
			return;
		}
		if (leftOut === 0)
			out.once('drain', () => {
				onLeftOut(leftOut);
				leftOut = 0;
			});
		leftOut += 1;
	};
}

/** Writes a short text before the program ends: a stream would report a failure too late. */
export function writeBeforeEnd(text: string, codes: UnwrittenCodes = usual): void {
	try {
		writeSync(1, text);
	} catch (error) {
		endUnwritten(error as NodeJS.ErrnoException, codes);
	}
}

function endUnwritten({ code, message }: NodeJS.ErrnoException, { closed, failed }: UnwrittenCodes): void {
	if (code !== 'EPIPE') complain(`jetdeck could not write its output (${code ?? message}).`);
	process.exit(code === 'EPIPE' ? closed : failed);
}

/** Ends the program after a bug. */
export function endByFault(error: unknown): void {
	process.stderr.write(`${sanitiseLines(lastWords(error))}\n`);
	process.exit(1);
}
