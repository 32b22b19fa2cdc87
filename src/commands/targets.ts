import { listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { type ConsumerKey, consumerKey, type RowKind, rowsAre } from '../store/view.ts';
import { currentList } from '../views/places.ts';
import { selection } from './selection.ts';

/** The streams that a change is about: the marked rows of a list of streams, else the one that is selected. */
export function streamTargets(state: DeckState): readonly string[] {
	const marked = markedRows(state, 'stream');
	if (marked.length > 0) return marked;
	const { stream } = selection(state);
	return stream === undefined ? [] : [stream];
}

/** The consumers that a change is about: the marked rows of a list of consumers, else the one that is selected. */
export function consumerTargets(state: DeckState): readonly ConsumerKey[] {
	const marked = markedRows(state, 'consumer');
	if (marked.length > 0) return marked;
	const { stream, consumer } = selection(state);
	return stream === undefined || consumer === undefined ? [] : [consumerKey(stream, consumer)];
}

/** The marked rows of the list in view, where its rows are such. */
export function markedRows(state: DeckState, what: RowKind): readonly string[] {
	const list = currentList(state);
	return rowsAre(list) === what ? [...listState(state, list).marked] : [];
}

export function noStream(state: DeckState): string | undefined {
	return streamTargets(state).length === 0 ? 'No stream is selected.' : undefined;
}

export function noConsumer(state: DeckState): string | undefined {
	return consumerTargets(state).length === 0 ? 'No consumer is selected.' : undefined;
}

/** Of commands that are about one thing: why not, when several rows are marked. */
export function several(names: readonly string[]): string | undefined {
	return names.length > 1 ? 'It works on one row: press ctrl+space to unmark the rows.' : undefined;
}

/** Read-only decks say so before a dialog is opened; the request door refuses all the same. */
export function readOnly(state: DeckState): string | undefined {
	return state.readOnly ? 'This jetdeck is read-only: start it without --read-only to change something.' : undefined;
}
