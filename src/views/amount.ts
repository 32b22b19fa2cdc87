import { count } from '../format/integer.ts';
import { listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import type { ListId } from '../store/view.ts';
import { allRows, listRowOf, unlistedOf } from './lists.ts';
import { rowsOf } from './rows.ts';

/** Counts the rows of a list; gaps between messages do not count. */
export function countRows(id: ListId, rows: readonly string[]): number {
	const { counts } = listRowOf(id) ?? {};
	return counts === undefined ? rows.length : rows.filter(counts).length;
}

/** The number of rows: `12`; with a filter `3 of 12`; with a total if not all are listed. */
export function amountOf(state: DeckState, id: ListId): string {
	const shown = countRows(id, rowsOf(state, id));
	const { amount, isFiltered: isChosen } = unlistedOf(state, id);
	const isFiltered = !isChosen && listState(state, id).filter.trim() !== '';
	const all = isFiltered ? ` of ${count(countRows(id, allRows(state, id)))}` : '';
	return `${count(shown)}${all}${amount ?? ''}`;
}
