import { type Datum, unknown } from '../store/datum.ts';
import { currentView } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { type ListId, listOf, splitListId } from '../store/view.ts';
import { consumerDatum, ownDoing, streamDatum } from './datums.ts';
import { listRowOf } from './lists.ts';
import { openedMessage } from './messages/opened-message.ts';

/** What a view stands and falls with: the names of a list, the info of a detail view. */
export function datumOf(state: DeckState, id: ListId): Datum<unknown> {
	return listRowOf(id)?.datum(state, splitListId(id).about) ?? datumOfText(state, id);
}

function datumOfText(state: DeckState, id: ListId): Datum<unknown> {
	const view = currentView(state);
	if (listOf(view) !== id) return unknown;
	if (view.kind === 'account') return state.account;
	if (view.kind === 'journal-entry' || view.kind === 'form' || view.kind === 'console') return ownDoing(state);
	if (view.kind === 'stream') return streamDatum(state, view.stream);
	if (view.kind === 'message') return openedMessage(state, view.stream, view.seq).entry;
	return view.kind === 'consumer' ? consumerDatum(state, view.stream, view.consumer) : unknown;
}
