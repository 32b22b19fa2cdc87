import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeckState } from '../store/state.ts';
import { listDatum } from '../views/list-datum.ts';
import { currentList } from '../views/places.ts';
import { rowsOf } from '../views/rows.ts';
import { isSelectedKnown } from './screens/spoken-rows.ts';

/**
 * The deck's state for a screen reader, which reads aloud whatever is drawn. It updates on a key, a new message, a lost
 * connection, or rows that appear or go, but not with each poll. When it updates, it is as new as the deck's state.
 * @returns the store and how to end it
 */
export function calmStore(store: StoreApi<DeckState>): {
	readonly calm: StoreApi<DeckState>;
	readonly end: () => void;
} {
	const calm = createStore<DeckState>(() => store.getState());
	let told = toldBy(store.getState());
	const end = store.subscribe((state) => {
		const toTell = toldBy(state);
		if (sameItems(told, toTell)) return;
		told = toTell;
		calm.setState(state, true);
	});
	return { calm, end };
}

/** Changes that must be read aloud at once. */
function toldBy(state: DeckState): readonly unknown[] {
	const id = currentList(state);
	const problem = 'problem' in state.link ? state.link.problem?.message : undefined;
	return [
		state.touchedAt,
		state.views,
		state.lists,
		state.overlay,
		state.size,
		state.toasts.at(-1)?.id,
		state.link.phase,
		problem,
		state.sweep === undefined,
		listDatum(state, id).phase,
		rowsOf(state, id),
		isSelectedKnown(state),
	];
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
	return a.every((item, at) => item === b[at]);
}
