import { plainColumns } from './char-width.ts';
import { graphemes } from './graphemes.ts';
import { sanitise } from './sanitise.ts';
import { width } from './width.ts';

/**
 * Where the part of a text ends that begins at `from` and takes at most `columns` once it is sanitised. Never inside of a
 * character, and always behind at least one. Looks at no more of the text than that part.
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

/** Units of a grapheme that are looked at, on the average: an emoji of a family has eleven. */
const unitsOfGrapheme = 12;

function graphemesEnd(text: string, from: number, columns: number): number {
	const seen = text.slice(from, from + columns * unitsOfGrapheme);
	const isAll = from + seen.length === text.length;
	let used = 0;
	let end = 0;
	for (const { segment, index } of graphemes.segment(seen)) {
		used += width(sanitise(segment));
		if (used > columns && end > 0) break;
		// What is seen may end inside of a character.
		if (!isAll && end > 0 && index + segment.length === seen.length) break;
		end = index + segment.length;
	}
	return from + end;
}
