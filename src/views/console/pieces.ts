import { count } from '../../format/integer.ts';
import { pieceEnd } from '../../format/piece-end.ts';

/** Longer texts are cut with a hint to save them. */
export const mostPieces = 500;

/** A text in lines. Joined they are the text, unless it is cut. */
export interface Pieces {
	/** Number of lines. */
	readonly amount: number;
	/** The line of that number, from 0; not sanitised. */
	readonly piece: (number: number) => string;
	/** The lines in which a hit begins, in any letter case; hits after the cut are in the last line. */
	readonly holding: (wanted: string) => readonly number[];
}

/**
 * Cuts a text into lines of `room` columns. It reads only what is drawn, and only once: a text may have megabytes.
 * @param beginningOf the full length, if `text` is only its beginning
 */
export function piecesOf(text: string, room: number, beginningOf?: number): Pieces {
	const ends: number[] = [];
	let end = 0;
	do {
		end = pieceEnd(text, end, room);
		ends.push(end);
	} while (end < text.length && ends.length < mostPieces);
	const isCut = end < text.length || beginningOf !== undefined;
	const last = ends.length - 1;
	return {
		amount: ends.length,
		piece: (number) =>
			isCut && number >= last
				? `… of ${count(beginningOf ?? text.length)} characters: copy or save it for the rest`.slice(0, room)
				: text.slice(ends[number - 1] ?? 0, ends[number]),
		holding: (wanted) => {
			const lower = text.toLowerCase();
			const found: number[] = [];
			for (let at = 0, piece = 0; piece <= last; piece += 1) {
				const place = lower.indexOf(wanted.toLowerCase(), at);
				if (place < 0) break;
				while (piece < last && place >= (ends[piece] ?? 0)) piece += 1;
				found.push(piece);
				at = ends[piece] ?? text.length;
			}
			return found;
		},
	};
}
