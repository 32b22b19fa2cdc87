import type { Slice } from '../../store/slice.ts';

declare module '../../store/state.ts' {
	interface DeckState {
		/** Whether the list of streams leaves out those that are buckets. */
		readonly bucketStreams: 'shown' | 'hidden';
	}
}

/** A new connection leaves the choice as it is. */
export const bucketsSlice: Slice<'bucketStreams'> = {
	initial: () => ({ bucketStreams: 'shown' }),
	onNewConnection: () => ({}),
};
