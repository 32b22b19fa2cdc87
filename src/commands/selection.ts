import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { latest } from '../store/datum.ts';
import { selectedIndex } from '../store/list.ts';
import { currentView, listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { consumerKey } from '../store/view.ts';
import { listRowOf } from '../views/lists.ts';
import type { Selection } from '../views/places/row.ts';
import { currentList, placeOf } from '../views/places.ts';
import { rowsOf } from '../views/rows.ts';

/** What a command acts on: the row under the cursor, else what the view is about. */
export function selection(state: DeckState): Selection {
	const view = currentView(state);
	const row = selectedRow(state);
	return {
		...placeOf(view).acts(state, view),
		...(row !== undefined && listRowOf(currentList(state))?.acts(row)),
	};
}

/** Identity of the row under the cursor of the list in view. */
export function selectedRow(state: DeckState): string | undefined {
	const id = currentList(state);
	const rows = rowsOf(state, id);
	return rows[selectedIndex(listState(state, id), rows)];
}

export function streamInfo(state: DeckState, stream: string): StreamInfo | undefined {
	const entry = state.streams.entries.get(stream);
	return entry && latest(entry.info);
}

export function consumerInfo(state: DeckState, stream: string, consumer: string): ConsumerInfo | undefined {
	const entry = state.consumers.entries.get(consumerKey(stream, consumer));
	return entry && latest(entry.info);
}
