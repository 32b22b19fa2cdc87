import { width } from './width.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is looked for.
const sequences = /\u001b(?:\[[\d;:?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|.)/gs;

/**
 * Takes the place of the library `string-width` in the bundle, so that Ink lays out by the same columns as all that it is given:
 * the library counts what is drawn together as one, where terminals count each character of it.
 */
export default function stringWidth(text: string): number {
	return width(text.includes('\u001b') ? text.replace(sequences, '') : text);
}
