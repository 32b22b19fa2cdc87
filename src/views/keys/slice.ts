import type { Datum } from '../../store/datum.ts';
import type { Slice } from '../../store/slice.ts';
import { emptyTable } from '../../store/table.ts';
import type { MessagesKey } from '../../store/view.ts';
import type { BucketComparison, ComparedKey } from './comparison.ts';
import type { KeyDraft } from './draft.ts';
import type { BucketValues, KeyList } from './key-list.ts';
import type { OpenedKey } from './opened-key.ts';

declare module '../../store/state.ts' {
	interface DeckState {
		/** The keys of buckets, by stream and pattern. */
		readonly keys: Table<MessagesKey, Datum<KeyList>>;
		/** The values of buckets, by stream. */
		readonly keyValues: Table<string, BucketValues>;
		/** The key in view, or the last one; only one is kept, since its value may be large. */
		readonly openedKey?: OpenedKey | undefined;
		/** Values that were written in the editor, by stream and key. */
		readonly keyDrafts: ReadonlyMap<string, KeyDraft>;
		/** For which filter and order the person stopped to read all keys, by stream and pattern. */
		readonly keysStopped: ReadonlyMap<MessagesKey, string>;
		/** The last one: of large buckets it is large. */
		readonly comparison?: BucketComparison | undefined;
		/** The one in view, or the last one. */
		readonly comparedKey?: ComparedKey | undefined;
		/** Streams of the buckets whose deleted keys are shown. */
		readonly deletedShown: ReadonlySet<string>;
	}
}

const nothing = () => ({
	keys: emptyTable<MessagesKey, Datum<KeyList>>(),
	keyValues: emptyTable<string, BucketValues>(),
	openedKey: undefined,
	keyDrafts: new Map<string, KeyDraft>(),
	keysStopped: new Map<MessagesKey, string>(),
	comparison: undefined,
	comparedKey: undefined,
	deletedShown: new Set<string>(),
});

export const keysSlice: Slice<keyof ReturnType<typeof nothing>> = {
	initial: nothing,
	onNewConnection: nothing,
};
