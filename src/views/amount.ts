import { count } from '../format/integer.ts';
import { listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import type { ListId } from '../store/view.ts';
import { shapeOf } from './lists.ts';
import { rowsOf } from './rows.ts';
import { unlistedOf } from './unlisted.ts';

/** How many of these rows count: what is between messages does not. */
export function countRows(id: ListId, rows: readonly string[]): number {
	const { counts } = shapeOf(id) ?? {};
	return counts === undefined ? rows.length : rows.filter(counts).length;
}

/** How many rows a list has, and with a filter of how many: `12`, `3 of 12`; of how many more where not all are listed. */
export function amountOf(state: DeckState, id: ListId): string {
	const shown = countRows(id, rowsOf(state, id));
	const { amount } = unlistedOf(state, id);
	if (amount !== undefined && id.startsWith('subjects:')) return `${count(shown)}${amount}`;
	const isFiltered = listState(state, id).filter.trim() !== '';
	const all = isFiltered ? ` of ${count(countRows(id, shapeOf(id)?.ids(state) ?? []))}` : '';
	return `${count(shown)}${all}${amount ?? ''}`;
}
