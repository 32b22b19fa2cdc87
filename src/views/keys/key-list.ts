import type { Integer } from '../../format/integer.ts';
import { memo } from '../../format/memo.ts';
import { type KvBucket, kvBucketOf } from '../../jetstream/buckets/kv-bucket.ts';
import type { NamesPage } from '../../jetstream/kv/key-names.ts';
import type { Problem } from '../../jetstream/problem.ts';
import type { StreamConfig, StreamInfo } from '../../jetstream/wire.ts';
import { latest, unknown } from '../../store/datum.ts';
import type { DeckState, Table } from '../../store/state.ts';
import { type MessagesKey, splitMessagesKey } from '../../store/view.ts';
import type { ShownValue } from './shown-value.ts';

/** The keys of a bucket, as far as their names were read. */
export interface KeyList {
	/** By name, deleted ones too. */
	readonly names: readonly string[];
	/** How many the server counts. */
	readonly total: number;
	/** All names were read. */
	readonly whole: boolean;
	/** Keys of the whole bucket when the names were read: with another number they are out of date. */
	readonly subjects: number | undefined;
	/** Its last sequence then: with another one a new key may have taken the place of a removed one. */
	readonly upTo: Integer;
	/** Milliseconds that reading them took. */
	readonly ms: number;
}

/** The values of a bucket, as far as they were read. */
export interface BucketValues {
	/** As it was opened: a mirror of a mirror shows only by its messages how it stores keys. */
	readonly bucket?: KvBucket;
	readonly values: Table<string, ShownValue>;
	/** Keys whose latest revision is a marker. */
	readonly deleted: ReadonlySet<string>;
	/** Keys that had no message any more, although their names were read. */
	readonly gone: ReadonlySet<string>;
	/** Why single values could not be read. */
	readonly failed: ReadonlyMap<string, string>;
	/** Why none could. */
	readonly problem?: Problem | undefined;
	/** A walk over all values began: none is dropped. */
	readonly keepsAll?: boolean;
	/** When it ended, ms since the epoch. */
	readonly sweptAt?: number | undefined;
}

function noValues(): BucketValues {
	return { values: { entries: new Map() }, deleted: new Set(), gone: new Set(), failed: new Map() };
}

const bucketByConfig = memo((config: StreamConfig) => kvBucketOf(config));

/** The bucket that a stream is; undefined if it is none, or not known yet. */
export function kvBucketIn(state: Pick<DeckState, 'streams' | 'keyValues'>, stream: string): KvBucket | undefined {
	const info = infoOf(state, stream);
	return valuesOf(state, stream).bucket ?? (info && bucketByConfig(info.config));
}

export function infoOf({ streams }: Pick<DeckState, 'streams'>, stream: string): StreamInfo | undefined {
	const entry = streams.entries.get(stream);
	return entry && latest(entry.info);
}

export function keyListOf({ keys }: Pick<DeckState, 'keys'>, about: MessagesKey): KeyList | undefined {
	return latest(keys.entries.get(about) ?? unknown);
}

export function valuesOf({ keyValues }: Pick<DeckState, 'keyValues'>, stream: string): BucketValues {
	return keyValues.entries.get(stream) ?? noValues();
}

/** The names that the list shows, before filtering: without keys known to be deleted, unless these are shown too. */
export function shownKeys(state: DeckState, about: MessagesKey): readonly string[] {
	const names = keyListOf(state, about)?.names;
	if (names === undefined) return [];
	const { stream } = splitMessagesKey(about);
	const { deleted, gone } = valuesOf(state, stream);
	return withoutHidden(names, state.deletedShown.has(stream) ? none : deleted, gone);
}

const none: ReadonlySet<string> = new Set();

const withoutHidden = memo(
	(names: readonly string[], deleted: ReadonlySet<string>, gone: ReadonlySet<string>): readonly string[] =>
		deleted.size === 0 && gone.size === 0 ? names : names.filter((name) => !deleted.has(name) && !gone.has(name)),
);

/** The list with its first page. */
export function firstPage({ keys, total, info }: NamesPage, ms: number): KeyList {
	const { num_subjects: subjects, last_seq: upTo } = info.state;
	return { names: keys, total, whole: keys.length >= total, subjects, upTo, ms };
}

/** The list with one more page. Keys that came or went meanwhile shift the pages: names that are there are not added again. */
export function withPage(list: KeyList, { keys, total }: NamesPage, ms: number): KeyList {
	const last = list.names.at(-1);
	const again = last === undefined ? -1 : keys.lastIndexOf(last);
	const names = [...list.names, ...keys.slice(again + 1)];
	return { ...list, names, total, whole: keys.length === 0 || names.length >= total, ms: list.ms + ms };
}
