import type { Line, Span, Tone } from '../../format/line.ts';
import { memo } from '../../format/memo.ts';
import { lineWidth, span } from '../spans.ts';
import type { JsonNode } from './json-node.ts';
import { mostPieces, type Pieces, piecesOf } from './pieces.ts';

/** The text of a JSON value in lines: its key, and the text after or below it. Without mark and indent. */
export interface TextLines {
	readonly amount: number;
	readonly line: (number: number, tone: Tone) => Line;
	/** The lines in which a hit begins. */
	readonly holding: (wanted: string) => readonly number[];
}

/** Indent of the lines of a text whose key is too long to have the text beside it. */
const hanging = 2;

/**
 * Made once for a text and a width: a text may have megabytes, and every key asks for its lines.
 * @param columns the room after the mark and the indent
 */
export const textLines = memo((node: JsonNode, text: string, columns: number): TextLines => {
	const name = nameOf(node);
	const used = lineWidth(name);
	// A comma follows the text.
	const beside = columns - used - 1;
	const pieces = piecesIn(text, Math.max(1, beside));
	if (pieces.amount === 1 || used <= columns / 2)
		return {
			amount: pieces.amount,
			line: (number, tone) => [...(number === 0 ? name : [blanks(used)]), span(pieces.piece(number), tone)],
			holding: pieces.holding,
		};
	const below = piecesIn(text, Math.max(1, columns - hanging - 1));
	return {
		amount: below.amount + 1,
		line: (number, tone) => (number === 0 ? name : [blanks(hanging), span(below.piece(number - 1), tone)]),
		holding: (wanted) => below.holding(wanted).map((piece) => piece + 1),
	};
});

function piecesIn(text: string, room: number): Pieces {
	const drawn = mostPieces * room;
	if (text.length <= drawn) return piecesOf(quoted(text), room);
	// A cut text must not end with a quote.
	return piecesOf(quoted(text.slice(0, drawn)).slice(0, -1), room, text.length);
}

function blanks(columns: number): Span {
	return { text: ' '.repeat(columns), tone: 'plain' };
}

/** The key of a line with its colon; nothing in a list. */
export function nameOf({ key }: JsonNode): Line {
	return key === undefined ? [] : [span(quoted(key), 'accent'), { text: ': ', tone: 'dim' }];
}

const quoted = (text: string): string => JSON.stringify(text);

/** The first columns of every line of a value. */
export const marks = { changed: '≠ ', same: '  ' } as const;

/** Two blanks a level, until half of the line is left. */
export function indentOf({ depth }: Pick<JsonNode, 'depth'>, columns: number): number {
	return Math.min(2 + 2 * depth, Math.floor(columns / 2));
}

/** The room of a line after its mark and its indent. */
export function roomOf(node: Pick<JsonNode, 'depth'>, columns: number): number {
	return columns - marks.same.length - indentOf(node, columns);
}

/** How many lines a leaf takes. */
export function linesOfLeaf(node: JsonNode, columns: number): number {
	const { value } = node;
	const room = roomOf(node, columns);
	return typeof value !== 'string' || isShort(node, value, room) ? 1 : textLines(node, value, room).amount;
}

/** Whether a text surely fits on one line: an escaped character takes six columns. */
function isShort({ key = '' }: JsonNode, text: string, columns: number): boolean {
	return (key.length + text.length) * 6 + 8 <= columns;
}
