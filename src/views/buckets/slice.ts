import type { Datum } from '../../store/datum.ts';
import type { Slice } from '../../store/slice.ts';
import { emptyTable } from '../../store/table.ts';

/** How many names of objects a store has, deleted ones with a marker included. */
export interface ObjectCount {
	readonly objects: number;
	/** The store that was counted, not another of its name. */
	readonly created?: string | undefined;
	/** What it stored then: differs after every change. */
	readonly of: string;
}

declare module '../../store/state.ts' {
	interface DeckState {
		/** Whether the list of streams leaves out those that are buckets. */
		readonly bucketStreams: 'shown' | 'hidden';
		/** By the stream of the object store. */
		readonly objectCounts: Table<string, Datum<ObjectCount>>;
	}
}

/** A new connection leaves the choice as it is. */
export const bucketsSlice: Slice<'bucketStreams' | 'objectCounts'> = {
	initial: () => ({ bucketStreams: 'shown', objectCounts: emptyTable() }),
	onNewConnection: () => ({ objectCounts: emptyTable() }),
};
