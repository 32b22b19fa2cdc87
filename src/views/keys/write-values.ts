import type { Integer } from '../../format/integer.ts';
import type { KvBucket } from '../../jetstream/buckets/kv-bucket.ts';
import { entryOf } from '../../jetstream/kv/entry.ts';
import { keyOf } from '../../jetstream/kv/key.ts';
import { markOf } from '../../jetstream/kv/key-names.ts';
import type { LastMessages } from '../../jetstream/messages/read-last.ts';
import type { Problem } from '../../jetstream/problem.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import type { ListState } from '../../store/list.ts';
import { listState } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import { writeTable } from '../../store/table.ts';
import { type ListId, listId, type MessagesKey, rowsAre, splitMessagesKey, subjectOfList } from '../../store/view.ts';
import { type BucketValues, type KeyList, valuesOf } from './key-list.ts';
import { type ShownValue, shownValue } from './shown-value.ts';

/** Values that are remembered although nobody looks at them. */
const mostKept = 5_000;
/** Characters that a walk over all values keeps of each. */
const sweptStart = 40;

/** What was read of the values of a bucket. */
export interface ReadValues {
	readonly bucket: KvBucket;
	/** Of the same moment, or before it. */
	readonly info: StreamInfo;
	readonly read: LastMessages;
	/** Only what is newer was asked for: a key without that still has its value. */
	readonly isNewer?: boolean;
	/** Of a walk over all values: they are kept, without their texts. */
	readonly isSweep?: boolean;
	readonly at: number;
}

/** Writes values that were read. An older revision replaces a newer one only if the copy of the stream that replied had seen that. */
export function withValues(
	state: DeckState,
	{ bucket, info, read, isNewer = false, isSweep = false, at }: ReadValues,
): Partial<DeckState> {
	const before = valuesOf(state, bucket.stream);
	const deleted = new Set(before.deleted);
	const gone = new Set(before.gone);
	const failed = new Map(before.failed);
	const isCurrent = read.upTo >= info.state.last_seq;
	const asOf = { ...(isCurrent && { mark: markOf(info) }), upTo: read.upTo, at };
	const values = writeTable(before.values, (entries) => {
		const put = (key: string, value: ShownValue): void => {
			// A map is in the order in which its entries came: the latest stays longest.
			entries.delete(key);
			entries.set(key, value);
			mark(deleted, key, value.operation !== 'put');
			mark(gone, key, false);
			failed.delete(key);
		};
		for (const stored of read.found.values()) {
			const entry = entryOf(stored, bucket);
			if (entry === undefined || isOlder(entry.revision, entries.get(entry.key), read.upTo)) continue;
			put(entry.key, shownValue(entry, asOf, isSweep ? sweptStart : undefined));
		}
		for (const key of keysOf(bucket, read.without)) {
			const known = entries.get(key);
			if (isNewer && known !== undefined) put(key, { ...known, ...asOf });
			else if (isCurrent) {
				entries.delete(key);
				mark(gone, key, true);
			}
		}
		for (const [subject, problem] of read.failed)
			for (const key of keysOf(bucket, [subject])) failed.set(key, problem.message);
		if (!isSweep && !before.keepsAll) dropOldest(entries);
	});
	const written = write(state, bucket.stream, {
		...before,
		values,
		deleted: same(before.deleted, deleted),
		gone: same(before.gone, gone),
		failed,
		problem: undefined,
		keepsAll: isSweep || before.keepsAll === true,
	});
	const isHidden = (key: string): boolean =>
		gone.has(key) || (deleted.has(key) && !state.deletedShown.has(bucket.stream));
	return { ...written, ...unmarked(state, bucket.stream, isHidden) };
}

/** Shows deleted keys, or hides them again. */
export function toggleDeleted(state: DeckState, stream: string): Partial<DeckState> {
	const deletedShown = new Set(state.deletedShown);
	if (!deletedShown.delete(stream)) deletedShown.add(stream);
	const { deleted } = valuesOf(state, stream);
	return { deletedShown, ...unmarked(state, stream, (key) => deleted.has(key) && !deletedShown.has(stream)) };
}

/** Keys that the list has no more lose their marks too. */
export function unmarkUnlisted(state: DeckState, about: MessagesKey, { names, whole }: KeyList): Partial<DeckState> {
	const id = listId('keys', about);
	if (!whole || listState(state, id).marked.size === 0) return {};
	const listed = new Set(names);
	return unmarked(state, splitMessagesKey(about).stream, (key, list) => list === id && !listed.has(key));
}

/** Keys that are not shown any more lose their marks: nothing is done to what nobody sees. */
function unmarked(
	{ lists }: DeckState,
	stream: string,
	isHidden: (key: string, list: ListId) => boolean,
): Partial<DeckState> {
	const changed = [...lists].flatMap(([id, list]): readonly [ListId, ListState][] => {
		if (rowsAre(id) !== 'key' || subjectOfList(id).key !== stream) return [];
		const marked = new Set([...list.marked].filter((key) => !isHidden(key, id)));
		return marked.size === list.marked.size ? [] : [[id, { ...list, marked }]];
	});
	return changed.length === 0 ? {} : { lists: new Map([...lists, ...changed]) };
}

/** A walk over all values is over. */
export function swept(state: DeckState, stream: string): Partial<DeckState> {
	return write(state, stream, { ...valuesOf(state, stream), sweptAt: Date.now() });
}

/** Why no values could be read. */
export function withProblem(state: DeckState, stream: string, problem: Problem): Partial<DeckState> {
	return write(state, stream, { ...valuesOf(state, stream), problem });
}

function write({ keyValues }: DeckState, stream: string, values: BucketValues): Partial<DeckState> {
	return { keyValues: writeTable(keyValues, (entries) => entries.set(stream, values)) };
}

const isOlder = (revision: Integer, known: ShownValue | undefined, upTo: Integer): boolean =>
	known !== undefined && revision < known.revision && upTo < known.revision;

const keysOf = (bucket: KvBucket, subjects: readonly string[]): readonly string[] =>
	subjects.flatMap((subject) => keyOf(bucket, subject) ?? []);

function mark(set: Set<string>, key: string, is: boolean): void {
	if (is) set.add(key);
	else set.delete(key);
}

/** The former set if the new one is equal: lists compare them. */
function same(before: ReadonlySet<string>, after: ReadonlySet<string>): ReadonlySet<string> {
	return before.size === after.size && [...after].every((key) => before.has(key)) ? before : after;
}

function dropOldest(entries: Map<string, unknown>): void {
	for (const key of entries.keys()) {
		if (entries.size <= mostKept) return;
		entries.delete(key);
	}
}
