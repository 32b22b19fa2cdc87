import type { Line, Span, Tone } from '../../format/line.ts';
import { memo } from '../../format/memo.ts';
import { lineWidth, span } from '../spans.ts';
import type { JsonNode } from './json-nodes.ts';
import { mostPieces, type Pieces, piecesOf } from './pieces.ts';

/** A text of a JSON value in lines: its key, and itself behind it or below. Without what stands before all lines of a value. */
export interface TextLines {
	readonly amount: number;
	readonly line: (number: number, tone: Tone) => Line;
	/** The lines in which something begins that the text says. */
	readonly holding: (wanted: string) => readonly number[];
}

/** The lines of a text hang below its first one, where its key is too long for them to stand below each other. */
const hanging = 2;

/**
 * Made once for a text and a width, since a text may have megabytes and each of its lines is asked for at every key.
 * @param columns what is left behind the mark and the indent of the line
 */
export const textLines = memo((node: JsonNode, text: string, columns: number): TextLines => {
	const name = nameOf(node);
	const used = lineWidth(name);
	// A comma stands behind the text.
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
	// The quote at its end is no end of the text.
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

/** What stands before all lines of a value. */
export const marks = { changed: '≠ ', same: '  ' } as const;

/** Two blanks a level, as long as half of the line is left. */
export function indentOf({ depth }: Pick<JsonNode, 'depth'>, columns: number): number {
	return Math.min(2 + 2 * depth, Math.floor(columns / 2));
}

/** What is left of a line behind its mark and its indent. */
export function roomOf(node: Pick<JsonNode, 'depth'>, columns: number): number {
	return columns - marks.same.length - indentOf(node, columns);
}

/** How many lines a value takes that is neither object nor list. */
export function linesOfLeaf(node: JsonNode, columns: number): number {
	const { value } = node;
	const room = roomOf(node, columns);
	return typeof value !== 'string' || isShort(node, value, room) ? 1 : textLines(node, value, room).amount;
}

/** Whether a text is so short that it takes one line for sure: a character may be written with six, and as many columns. */
function isShort({ key = '' }: JsonNode, text: string, columns: number): boolean {
	return (key.length + text.length) * 6 + 8 <= columns;
}
