import { width } from './width.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is looked for.
const sequences = /\u001b(?:\[[\d;:?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|.)/gs;

/**
 * Replaces the library `string-width` in the bundle, so that Ink uses the same widths as the texts it receives: the library
 * counts what is drawn together as one character, while terminals count each of them.
 */
export default function stringWidth(text: string): number {
	return width(text.includes('\u001b') ? text.replace(sequences, '') : text);
}
