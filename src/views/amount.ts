import { count } from '../format/integer.ts';
import { listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import type { ListId } from '../store/view.ts';
import { allRows, listRowOf, unlistedOf } from './lists.ts';
import { rowsOf } from './rows.ts';

/** How many of these rows count: what is between messages does not. */
export function countRows(id: ListId, rows: readonly string[]): number {
	const { counts } = listRowOf(id) ?? {};
	return counts === undefined ? rows.length : rows.filter(counts).length;
}

/** How many rows a list has, and with a filter of how many: `12`, `3 of 12`; of how many more where not all are listed. */
export function amountOf(state: DeckState, id: ListId): string {
	const shown = countRows(id, rowsOf(state, id));
	const { amount, isFiltered: isChosen } = unlistedOf(state, id);
	const isFiltered = !isChosen && listState(state, id).filter.trim() !== '';
	const all = isFiltered ? ` of ${count(countRows(id, allRows(state, id)))}` : '';
	return `${count(shown)}${all}${amount ?? ''}`;
}
