import { sanitise } from './sanitise.ts';
import { width } from './width.ts';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Ranges of characters that stand alone and are as wide everywhere; the segmenter is a hundred times slower. */
const plain: readonly (readonly [from: number, to: number, columns: 1 | 2])[] = [
	[0x20, 0x7e, 1],
	[0xa1, 0xa8, 1],
	[0xaa, 0xac, 1],
	[0xaf, 0x2ff, 1],
	[0x370, 0x482, 1],
	[0x48a, 0x52f, 1],
	[0x3041, 0x3096, 2],
	[0x30a1, 0x30fa, 2],
	[0x4e00, 0x9fff, 2],
];

function plainColumns(code: number): number {
	if (code >= 0x20 && code <= 0x7e) return 1;
	return plain.find(([from, to]) => code >= from && code <= to)?.[2] ?? 0;
}

/**
 * Where the part of a text ends that begins at `from` and takes at most `columns` once it is sanitised. Never inside of a
 * character, and always behind at least one. Looks at no more of the text than that part.
 */
export function pieceEnd(text: string, from: number, columns: number): number {
	let used = 0;
	for (let at = from; at < text.length; at += 1) {
		const more = plainColumns(text.charCodeAt(at));
		if (more === 0) return graphemesEnd(text, from, columns);
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
	for (const { segment, index } of segmenter.segment(seen)) {
		used += width(sanitise(segment));
		if (used > columns && end > 0) break;
		// What is seen may end inside of a character.
		if (!isAll && end > 0 && index + segment.length === seen.length) break;
		end = index + segment.length;
	}
	return from + end;
}
