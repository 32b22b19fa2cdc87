import { changeList } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { listHeight } from '../views/layout.ts';
import { currentList } from '../views/places.ts';
import { rowsOf, windowFor } from '../views/rows.ts';
import { selectedRow } from './selection.ts';

/** The list in view with another filter, its cursor on the row that it is on, as far down the screen as before. */
export function changeFilter(state: DeckState, change: { readonly filter?: string }): Partial<DeckState> {
	const id = currentList(state);
	const cursor = selectedRow(state);
	const { offset, selected } = windowFor(state, id, listHeight(state));
	const rows = rowsOf({ ...state, ...changeList(state, id, change) }, id);
	const index = Math.max(0, cursor === undefined ? 0 : rows.indexOf(cursor));
	return changeList(state, id, { ...change, cursor, index, offset: Math.max(0, index - selected + offset) });
}
