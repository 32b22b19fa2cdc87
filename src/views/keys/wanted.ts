import { memo } from '../../format/memo.ts';
import { storedSubject } from '../../jetstream/kv/key.ts';
import { unaddressable } from '../../jetstream/unaddressable.ts';
import { listState } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import { listId, type MessagesKey, splitMessagesKey } from '../../store/view.ts';
import { type BucketValues, keyListOf, kvBucketIn, valuesOf } from './key-list.ts';

/** Most keys that are sorted by their values: each value must be read, and is kept without its text. */
export const mostSorted = 250_000;

/** What the list needs all of: names for a filter, values for an order. */
type Wanted = 'names' | 'values';

/** What must be read on for the filter or the order of the list; undefined if nothing, or if the person stopped it. */
export function wantsAll(state: DeckState, about: MessagesKey): Wanted | undefined {
	const list = keyListOf(state, about);
	if (list === undefined || state.keysStopped.get(about) === wish(state, about)) return undefined;
	const sorts = sortsByValue(state, about) && !isTooLarge(state, about);
	if (!list.whole) return sorts || filterOf(state, about) !== '' ? 'names' : undefined;
	return sorts && unreadKeys(state, about).length > 0 ? 'values' : undefined;
}

export function sortsByValue(state: DeckState, about: MessagesKey): boolean {
	const { sort } = listState(state, listId('keys', about));
	return sort !== undefined && sort.column !== 'key';
}

/** The order would need more values than are read. */
export const isTooLarge = (state: DeckState, about: MessagesKey): boolean =>
	(keyListOf(state, about)?.total ?? 0) > mostSorted;

/** Stops what is under way, until something else is wanted. */
export function stopReading(state: DeckState, about: MessagesKey): Partial<DeckState> | undefined {
	if (wantsAll(state, about) === undefined) return undefined;
	return { keysStopped: new Map([...state.keysStopped, [about, wish(state, about)]]) };
}

/** The person asked for it: what was stopped goes on. */
export function readOn(state: DeckState, about: MessagesKey): Partial<DeckState> {
	const keysStopped = new Map(state.keysStopped);
	return keysStopped.delete(about) ? { keysStopped } : {};
}

/** It was stopped before all was read. */
export const wasStopped = (state: DeckState, about: MessagesKey): boolean =>
	state.keysStopped.get(about) === wish(state, about);

/** A filter that is being typed waits for enter. */
function filterOf(state: DeckState, about: MessagesKey): string {
	const { filter } = state.overlay?.kind === 'filter' ? state.overlay.before : listState(state, listId('keys', about));
	return filter.trim();
}

const wish = (state: DeckState, about: MessagesKey): string =>
	`${filterOf(state, about)} ${listState(state, listId('keys', about)).sort?.column ?? 'key'}`;

/** Keys whose values are not known. */
export function unreadKeys(state: DeckState, about: MessagesKey): readonly string[] {
	const { stream } = splitMessagesKey(about);
	const names = keyListOf(state, about)?.names ?? [];
	const bucket = kvBucketIn(state, stream);
	const { values, gone, failed } = valuesOf(state, stream);
	const unread = withoutKnown(names, values, gone, failed);
	return bucket === undefined ? [] : unread.filter((key) => unaddressable(storedSubject(bucket, key)) === undefined);
}

const withoutKnown = memo(
	(
		names: readonly string[],
		{ entries }: BucketValues['values'],
		gone: BucketValues['gone'],
		failed: BucketValues['failed'],
	): readonly string[] => names.filter((name) => !entries.has(name) && !gone.has(name) && !failed.has(name)),
);
