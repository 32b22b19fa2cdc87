import type { Integer } from '../../format/integer.ts';
import type { BucketCheck } from '../../jetstream/objects/check-bucket.ts';
import type { Datum } from '../../store/datum.ts';
import type { Slice } from '../../store/slice.ts';
import { emptyTable } from '../../store/table.ts';
import type { ObjectRow } from './row.ts';

/** The objects of a bucket, as far as they were read. */
export interface BucketObjects {
	/** By token. */
	readonly objects: ReadonlyMap<string, ObjectRow>;
	/** How many names the bucket has, deleted ones too: more than `objects` if there are too many. */
	readonly total: number;
	/** Names whose meta could not be read. */
	readonly unread: number;
	/** Of the stream when they were read: while it stays the same, so do they. */
	readonly mark: string;
	readonly upTo: Integer;
}

declare module '../../store/state.ts' {
	interface DeckState {
		/** The objects of buckets, by stream. */
		readonly objects: Table<string, Datum<BucketObjects>>;
		/** What is wrong in buckets, by stream. */
		readonly bucketChecks: Table<string, Datum<BucketCheck>>;
		/** Where links lead, in words, by the bucket and the name that they name. */
		readonly linkTargets: ReadonlyMap<string, string>;
	}
}

const nothing = () => ({
	objects: emptyTable<string, Datum<BucketObjects>>(),
	bucketChecks: emptyTable<string, Datum<BucketCheck>>(),
	linkTargets: new Map<string, string>(),
});

export const objectsSlice: Slice<'objects' | 'bucketChecks' | 'linkTargets'> = {
	initial: nothing,
	onNewConnection: nothing,
};
