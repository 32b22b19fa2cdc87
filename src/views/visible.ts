import type { DeckState } from '../store/state.ts';
import { listHeight } from './layout.ts';
import { currentList } from './places.ts';
import { visibleRows } from './rows.ts';

/** Ids of the visible rows of the list in view. */
export function visibleIds(state: DeckState): readonly string[] {
	return visibleRows(state, currentList(state), listHeight(state));
}
