import type { TypedLine } from '../../console/state.ts';
import { graphemes } from '../../format/graphemes.ts';
import { pieceEnd } from '../../format/piece-end.ts';
import { sanitise } from '../../format/sanitise.ts';

/** One typed line as it is drawn, split at the cursor. */
export interface InputRow {
	/** The prompt before it. */
	readonly lead: '› ' | '… ' | '  ';
	readonly before: string;
	/** The character under the cursor; absent in other lines. */
	readonly under?: string;
	readonly after: string;
}

/** The typed text in lines of at most `columns`; at most `most` lines, those around the cursor. */
export function inputRows({ before, after }: TypedLine, columns: number, most: number): readonly InputRow[] {
	const room = Math.max(4, columns - 1);
	const rows: Omit<InputRow, 'lead'>[] = [];
	let cursor = 0;
	const text = before + after;
	let start = 0;
	for (const line of text.split('\n')) {
		for (const piece of piecesOf(line, room)) {
			const from = start + piece.from;
			const to = from + piece.text.length;
			const isLast = piece.last;
			const here = before.length >= from && (before.length < to || (isLast && before.length === to));
			if (here) cursor = rows.length;
			rows.push(here ? cutAt(piece.text, before.length - from) : { before: sanitise(piece.text), after: '' });
		}
		start += line.length + 1;
	}
	const first = Math.min(Math.max(0, cursor - Math.floor(most / 2)), Math.max(0, rows.length - most));
	return rows
		.slice(first, first + most)
		.map((row, at) => ({ ...row, lead: leadOf(first + at, first, first + most, rows.length) }));
}

/** Marks where more lines are out of view above or below. */
function leadOf(row: number, first: number, end: number, all: number): InputRow['lead'] {
	if (row === 0) return '› ';
	return row === first || (row === end - 1 && end < all) ? '… ' : '  ';
}

interface Piece {
	readonly from: number;
	readonly text: string;
	readonly last: boolean;
}

function piecesOf(line: string, room: number): readonly Piece[] {
	const pieces: Piece[] = [];
	let from = 0;
	do {
		const end = pieceEnd(line, from, room);
		pieces.push({ from, text: line.slice(from, end), last: end === line.length });
		from = end;
	} while (from < line.length);
	return pieces;
}

function cutAt(text: string, at: number): Omit<InputRow, 'lead'> {
	const behind = text.slice(at);
	const under = graphemes.segment(behind)[Symbol.iterator]().next().value?.segment ?? '';
	return {
		before: sanitise(text.slice(0, at)),
		under: under === '' ? ' ' : sanitise(under),
		after: sanitise(behind.slice(under.length)),
	};
}
