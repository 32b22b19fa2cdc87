import { least, plus } from '../../format/exact.ts';
import type { KvBucket } from '../../jetstream/buckets/kv-bucket.ts';
import { storedSubject } from '../../jetstream/kv/key.ts';
import { markOf } from '../../jetstream/kv/key-names.ts';
import { type LastWish, readLast } from '../../jetstream/messages/read-last.ts';
import type { MessageSource } from '../../jetstream/messages/source.ts';
import type { Problem } from '../../jetstream/problem.ts';
import { type Datum, lastKnown, unknown } from '../../store/datum.ts';
import { type Fetched, joined, type Patch, type Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { type MessagesKey, splitMessagesKey } from '../../store/view.ts';
import { readFrom, sourceOf } from '../messages/source.ts';
import { infoOf, type KeyList, kvBucketIn, valuesOf } from './key-list.ts';
import { namesKey } from './names-resource.ts';
import type { ShownValue } from './shown-value.ts';
import { unreadKeys } from './wanted.ts';
import { swept, withProblem, withValues } from './write-values.ts';

/** Bytes of values read at a time; the rest follows. */
const mostBytes = 1024 * 1024;
/** Only a value that is larger is asked whether it changed before it is read again. */
const large = 16 * 1024;
/** The names of a large bucket wait this many times as long as reading them took. */
const timesItsCost = 20;
/** Names that may be as they were are read less often: 100,000 of them, some 3 MB, every 30 s. */
const doubtMsOfName = 0.3;

/** Reads values that are in view and not known yet. */
export function newValuesResource(state: DeckState, about: MessagesKey, keys: readonly string[]): Resource {
	const { stream } = splitMessagesKey(about);
	const info = infoOf(state, stream);
	const bucket = kvBucketIn(state, stream);
	const { features } = state;
	return {
		key: `key-values:${stream}:${keys.length} ${keys[0]}`,
		every: 1,
		fetch: async (api, { signal }) => {
			if (info === undefined || bucket === undefined) return { ok: false, patch: () => ({}) };
			return fetched(await readSome(bucket, { api, info, features, signal }, { keys }), stream);
		},
	};
}

/** Requests of a sweep at once, and keys in each. */
const atOnce = { requests: 8, keys: 1_000 } as const;

/** Reads the next values of a walk over all of them: the list is sorted by them. */
export function allValuesResource(state: DeckState, about: MessagesKey): Resource {
	const { stream } = splitMessagesKey(about);
	const info = infoOf(state, stream);
	const bucket = kvBucketIn(state, stream);
	const { features } = state;
	const unread = unreadKeys(state, about);
	return {
		key: `key-values:${stream}:all:${unread.length}`,
		every: 1,
		fetch: async (api, { signal }) => {
			if (info === undefined || bucket === undefined) return { ok: false, patch: () => ({}) };
			const source = { api, info, features, signal };
			const parts = Array.from({ length: atOnce.requests }, (_, at) =>
				unread.slice(at * atOnce.keys, (at + 1) * atOnce.keys),
			);
			const reads = await Promise.all(parts.map((keys) => readSome(bucket, source, { keys, isSweep: true })));
			const problem = reads.find((read) => read.problem !== undefined)?.problem;
			const patch: Patch = (now) => {
				const change = joined(reads.map((read) => read.patch))(now);
				const after = { ...now, ...change };
				return { ...change, ...(unreadKeys(after, about).length === 0 && swept(after, stream)) };
			};
			return fetched({ patch, ...(problem && { problem }) }, stream);
		},
	};
}

/** Whether anything in view changed since it was read: with each poll one STREAM.INFO, and nothing else if nothing changed. */
export function followValuesResource(state: DeckState, about: MessagesKey, visible: readonly string[]): Resource {
	const { stream } = splitMessagesKey(about);
	const { features, keys, intervalMs } = state;
	const { values, failed } = valuesOf(state, stream);
	const bucket = kvBucketIn(state, stream);
	return {
		key: `key-values:${stream}`,
		every: 1,
		fetch: async (api, { signal }) => {
			const source = await sourceOf(api, stream, features, signal);
			if (!source.ok || bucket === undefined) return { ok: false, patch: () => ({}) };
			const mark = markOf(source.value.info);
			const doubted = visible.flatMap((key): readonly (readonly [string, ShownValue])[] => {
				const value = values.entries.get(key);
				return value === undefined || value.mark === mark ? [] : [[key, value]];
			});
			const keysOf = (isLarge: boolean): readonly string[] =>
				doubted.filter(([, { size }]) => size > large === isLarge).map(([key]) => key);
			const upTo = doubted.filter(([, { size }]) => size > large).map(([, value]) => value.upTo);
			// What failed once, such as by a timeout, may not fail again.
			const again = visible.filter((key) => failed.has(key));
			const reads = [
				await readSome(bucket, source.value, { keys: [...keysOf(false), ...again] }),
				await readSome(bucket, source.value, { keys: keysOf(true), from: plus(least(upTo[0] ?? 0, ...upTo), 1) }),
			];
			const patch = joined(reads.map((read) => fetched(read, stream).patch));
			const outdated = isOutdated(keys.entries.get(about) ?? unknown, source.value, intervalMs)
				? [namesKey(about)]
				: [];
			return { ...readFrom(source, patch), ok: reads.every(({ problem }) => problem === undefined), outdated };
		},
	};
}

interface Read {
	readonly patch: Patch;
	readonly problem?: Problem;
}

interface Wanted extends Pick<LastWish, 'from'> {
	readonly keys: readonly string[];
	readonly isSweep?: boolean;
}

async function readSome(
	bucket: KvBucket,
	source: MessageSource,
	{ keys, from, isSweep = false }: Wanted,
): Promise<Read> {
	if (keys.length === 0) return { patch: () => ({}) };
	const subjects = keys.map((key) => storedSubject(bucket, key));
	const answer = await readLast(source, { subjects, maxBytes: mostBytes, ...(from !== undefined && { from }) });
	if (!answer.ok) return { patch: () => ({}), problem: answer.problem };
	const { value: read, at } = answer;
	const { info } = source;
	return { patch: (state) => withValues(state, { bucket, info, read, isNewer: from !== undefined, isSweep, at }) };
}

/** A failure is shown over the list. */
function fetched({ patch, problem }: Read, stream: string): Fetched {
	return problem === undefined
		? { ok: true, patch }
		: { ok: false, patch: (state) => withProblem(state, stream, problem) };
}

/** Keys came or went since their names were read, or may have: a new one for each that was removed leaves their number as it is. */
function isOutdated(datum: Datum<KeyList>, { info }: MessageSource, intervalMs: number): boolean {
	const last = lastKnown(datum);
	if (last === undefined) return false;
	const { subjects, upTo, names, ms } = last.value;
	const isCertain = subjects !== info.state.num_subjects;
	if (!isCertain && upTo === info.state.last_seq) return false;
	const patience = isCertain ? 0 : names.length * doubtMsOfName;
	return Date.now() - last.at >= Math.max(intervalMs / 2, timesItsCost * ms, patience);
}
