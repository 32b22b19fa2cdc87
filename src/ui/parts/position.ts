import { count } from '../../format/integer.ts';
import type { Line } from '../../format/line.ts';
import { listState } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import { countRows } from '../../views/amount.ts';
import { listHeight } from '../../views/layout.ts';
import { listRowOf } from '../../views/lists.ts';
import { currentList } from '../../views/places.ts';
import { rowsOf, windowFor } from '../../views/rows.ts';
import { linesOf } from '../../views/text-lines.ts';

/** How far one has come: the row of the cursor, or the lines of text in view. Nothing where everything is in view. */
export function positionLine(state: DeckState): Line {
	const id = currentList(state);
	if (listRowOf(id) !== undefined) {
		const rows = rowsOf(state, id);
		if (rows.length === 0) return [];
		const upTo = rows.slice(0, windowFor(state, id, listHeight(state)).selected + 1);
		return [{ text: `${count(countRows(id, upTo))}/${count(countRows(id, rows))}`, tone: 'dim' }];
	}
	const total = linesOf(state).length;
	const height = listHeight(state);
	if (total <= height) return [];
	const first = textOffset(state, total);
	return [{ text: `lines ${count(first + 1)}-${count(first + height)} of ${count(total)}`, tone: 'dim' }];
}

/** First visible line of a text of `total` lines: never past its last full page, however it shrank. */
export function textOffset(state: DeckState, total: number): number {
	const last = Math.max(0, total - listHeight(state));
	return Math.min(last, Math.max(0, listState(state, currentList(state)).offset));
}
