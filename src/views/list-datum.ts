import { type Datum, unknown } from '../store/datum.ts';
import { currentView } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { type ListId, splitListId } from '../store/view.ts';
import { journalDatum } from './datums.ts';
import { listRowOf } from './lists.ts';
import { listOf, placeOf } from './places.ts';

/** The datum that a list, or the text in view, cannot be shown without. */
export function listDatum(state: DeckState, id: ListId): Datum<unknown> {
	const list = listRowOf(id);
	if (list !== undefined) return list.datum(state, splitListId(id).about);
	const view = currentView(state);
	if (listOf(view) !== id) return unknown;
	const { body } = placeOf(view);
	return body.kind === 'text' ? body.datum(state, view) : journalDatum(state);
}
