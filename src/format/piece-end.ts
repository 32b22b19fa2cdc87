import { plainColumns } from './char-width.ts';
import { graphemes } from './graphemes.ts';
import { sanitise } from './sanitise.ts';
import { width } from './width.ts';

/**
 * The end of the part of a text that begins at `from` and takes at most `columns` once sanitised. It never cuts a character, and
 * contains at least one. It reads no more of the text than that part.
 */
export function pieceEnd(text: string, from: number, columns: number): number {
	let used = 0;
	for (let at = from; at < text.length; at += 1) {
		const more = plainColumns(text.charCodeAt(at));
		if (more === undefined) return graphemesEnd(text, from, columns);
		used += more;
		if (used > columns) return Math.max(at, from + 1);
	}
	return text.length;
}

/** Average code units read per grapheme: a family emoji has eleven. */
const unitsOfGrapheme = 12;

function graphemesEnd(text: string, from: number, columns: number): number {
	const seen = text.slice(from, from + columns * unitsOfGrapheme);
	const isAll = from + seen.length === text.length;
	let used = 0;
	let end = 0;
	for (const { segment, index } of graphemes.segment(seen)) {
		used += width(sanitise(segment));
		if (used > columns && end > 0) break;
		// The read part may end inside a character.
		if (!isAll && end > 0 && index + segment.length === seen.length) break;
		end = index + segment.length;
	}
	return from + end;
}
