import { charColumns } from './char-width.ts';
import { graphemes } from './graphemes.ts';

const printableAscii = /^[\x20-\x7e]*$/;
/** Characters of tables, each one column and one unit wide: counting the graphemes of every cell would cost half a frame. */
const plainSigns = /^[\x20-\x7e·…›≤←↑→↓↵⇧⌫─-▟▸○◌●◐✓✗]*$/;

/** Columns of a sanitised text in a terminal: the sum of its characters' widths (wcwidth). If terminals disagree, the widest. */
export function width(text: string): number {
	if (plainSigns.test(text)) return text.length;
	let columns = 0;
	for (const character of text) columns += charColumns(character.codePointAt(0) ?? 0);
	return columns;
}

/** Cuts a sanitised text to at most `columns`, with `…` where something is missing; never inside a wide character. */
export function truncate(text: string, columns: number, from: 'end' | 'start' | 'middle' = 'end'): string {
	if (width(text) <= columns) return text;
	if (columns <= 0) return '';
	if (from === 'start') return `…${take(text, columns - 1, true)}`;
	if (from === 'middle') {
		const left = Math.ceil((columns - 1) / 2);
		return `${take(text, left)}…${take(text, columns - 1 - left, true)}`;
	}
	return `${take(text, columns - 1)}…`;
}

/** Cuts or pads a sanitised text to exactly `columns`. */
export function pad(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
	const cut = truncate(text, columns);
	const blank = ' '.repeat(Math.max(0, columns - width(cut)));
	return align === 'left' ? cut + blank : blank + cut;
}

/** Wraps a sanitised text into lines of at most `columns`, between words if possible. */
export function wrapText(text: string, columns: number): readonly string[] {
	if (columns <= 0) return [];
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		const joined = line === '' ? word : `${line} ${word}`;
		if (width(joined) <= columns) {
			line = joined;
			continue;
		}
		if (line !== '') lines.push(line);
		const pieces = width(word) <= columns ? [word] : piecesOf(word, columns);
		line = pieces.at(-1) ?? '';
		for (const piece of pieces.slice(0, -1)) lines.push(piece);
	}
	lines.push(line);
	return lines;
}

/** In one pass: a word may be 10,000 characters long. */
function piecesOf(word: string, columns: number): readonly string[] {
	const pieces: string[] = [];
	let piece = '';
	let used = 0;
	for (const { segment } of graphemes.segment(word)) {
		const more = width(segment);
		if (used + more > columns && piece !== '') {
			pieces.push(piece);
			piece = '';
			used = 0;
		}
		piece += segment;
		used += more;
	}
	return [...pieces, piece];
}

function take(text: string, columns: number, fromEnd = false): string {
	if (printableAscii.test(text))
		return fromEnd ? text.slice(text.length - Math.max(0, columns)) : text.slice(0, Math.max(0, columns));
	const parts = Array.from(graphemes.segment(text), ({ segment }) => segment);
	if (fromEnd) parts.reverse();
	const taken: string[] = [];
	let used = 0;
	for (const grapheme of parts) {
		used += width(grapheme);
		if (used > columns) break;
		taken.push(grapheme);
	}
	if (fromEnd) taken.reverse();
	return taken.join('');
}
