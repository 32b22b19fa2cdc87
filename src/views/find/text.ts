import type { Line, Span } from '../../format/line.ts';
import { memo } from '../../format/memo.ts';
import { changeList, listState } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import { listHeight } from '../layout.ts';
import { currentList } from '../places.ts';
import { linesOf, textOffset } from '../text-lines.ts';
import type { Hit, Searched } from './searched.ts';

/** Searches the lines of a text. */
export const searchedText: Searched = {
	unit: 'line',
	live: true,
	hits: (state, text) => hitsIn(linesOf(state), text.toLowerCase()),
	at: (state) => {
		const { find, index } = listState(state, currentList(state));
		const first = textOffset(state);
		// After scrolling, the search continues from what is in view.
		const isSeen = find?.found !== undefined && index >= first && index < first + listHeight(state);
		return isSeen ? index : first - 0.5;
	},
	show: (state, { row }) => {
		const first = textOffset(state);
		const height = listHeight(state);
		const isSeen = row >= first && row < first + height;
		// Keeps some lines above the hit, which show its context.
		const offset = isSeen ? first : Math.max(0, row - Math.floor(height / 3));
		return changeList(state, currentList(state), { offset, index: row });
	},
	mark: (state) => String(listState(state, currentList(state)).index),
};

const nothing: readonly string[] = [];

const hitsIn = memo((lines: readonly Line[], wanted: string): readonly Hit[] =>
	lines.flatMap((line, row) => (textOf(line).toLowerCase().includes(wanted) ? [{ row, unfold: nothing }] : [])),
);

const textOf = (line: Line): string => line.map(({ text }) => text).join('');

/** A line with the hits highlighted. */
export function withFound(line: Line, find: string): Line {
	const text = textOf(line);
	const low = text.toLowerCase();
	const wanted = find.toLowerCase();
	// Letters whose lower case is longer would shift all positions after them.
	if (wanted === '' || low.length !== text.length || !low.includes(wanted)) return line;
	const spans: Span[] = [];
	let at = 0;
	for (const { text: part, tone } of line) {
		for (const [from, to, isFound] of pieces(low, wanted, at, at + part.length))
			spans.push({ text: text.slice(from, to), tone: isFound ? 'found' : tone });
		at += part.length;
	}
	return spans;
}

/** Splits a part of a text at its hits. A hit may begin before the part and end after it. */
function* pieces(low: string, wanted: string, from: number, to: number): Generator<readonly [number, number, boolean]> {
	let at = from;
	let hit = low.indexOf(wanted, Math.max(0, from - wanted.length + 1));
	while (at < to) {
		if (hit < 0 || hit >= to) {
			yield [at, to, false];
			return;
		}
		if (hit > at) yield [at, hit, false];
		const end = Math.min(to, hit + wanted.length);
		if (end > Math.max(at, hit)) yield [Math.max(at, hit), end, true];
		at = Math.max(at, end);
		hit = low.indexOf(wanted, hit + wanted.length);
	}
}

/** The line of the current hit; undefined without a search or after moving on. */
export function foundRow(state: DeckState): number | undefined {
	const { find, index } = listState(state, currentList(state));
	return find?.found === undefined ? undefined : index;
}
