import { isAgreed } from '../format/char-width.ts';
import { graphemes } from '../format/graphemes.ts';
import { width } from '../format/width.ts';

/** The parts of a frame: a control sequence with its final letter, a line end, or text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is looked for.
const parts = /\u001b\[([\d;?]*)([A-Za-z])|[\r\n]|[^\u001b\r\n]+|\u001b/g;
/** Control sequences that contain text of their own: titles, and what goes to the clipboard. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is looked for.
const strings = /\u001b[\]P_^X]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is looked for.
const controls = /\u001b\[[\d;?]*[A-Za-z]|[\r\n]/g;

/**
 * A frame in which every character starts in its column, whatever width a terminal gives to ambiguous characters: each of these
 * is drawn on blanks, and the column after it is set explicitly.
 */
export function withSteadyColumns(frame: string): string {
	if (isAgreed(frame.replace(controls, '')) || strings.test(frame)) return frame;
	let column = 0;
	return frame.replace(parts, (part, argument: string | undefined, letter: string | undefined) => {
		if (letter !== undefined) {
			if (letter === 'G') column = Math.max(0, Number(argument) - 1);
			else if (letter === 'E' || letter === 'F' || letter === 'H') column = 0;
			return part;
		}
		if (part === '\r' || part === '\n') column = 0;
		if (part === '\r' || part === '\n' || part === '\u001b') return part;
		const from = column;
		column += width(part);
		return isAgreed(part) ? part : steady(part, from);
	});
}

function steady(text: string, from: number): string {
	let column = from;
	let steadied = '';
	for (const { segment } of graphemes.segment(text)) {
		const columns = width(segment);
		steadied += isAgreed(segment) ? segment : `${' '.repeat(columns)}${to(column)}${segment}${to(column + columns)}`;
		column += columns;
	}
	return steadied;
}

const to = (column: number): string => `\u001b[${column + 1}G`;

/**
 * Passes everything written to a terminal through `withSteadyColumns`.
 * @returns a function that undoes it
 */
export function steadyColumns(stdout: Pick<NodeJS.WriteStream, 'write'>): () => void {
	const write = stdout.write;
	const steadied = (chunk: string | Uint8Array, ...rest: never[]): boolean =>
		write.call(stdout, typeof chunk === 'string' ? withSteadyColumns(chunk) : chunk, ...rest);
	stdout.write = steadied as typeof write;
	return () => {
		stdout.write = write;
	};
}
