import type { Comparison, KeyDifference } from '../../jetstream/kv/compare-buckets.ts';
import type { KvEntry } from '../../jetstream/kv/entry.ts';
import { openKvStream } from '../../jetstream/kv/open-bucket.ts';
import { readLatest } from '../../jetstream/kv/read-key.ts';
import type { Answer } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import { answered, type Datum, loading, unknown } from '../../store/datum.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { messagesKey, type View } from '../../store/view.ts';
import { noBucket } from './open-now.ts';

type Without<Each> = Each extends View ? Omit<Each, 'kind'> : never;

/** Which buckets are compared, by their streams. */
export type ComparisonAt = Without<Extract<View, { readonly kind: 'comparison' }>>;
type ComparedKeyAt = Without<Extract<View, { readonly kind: 'compared-key' }>>;

/** A comparison that ended. */
export interface BucketComparison extends Omit<Comparison, 'differences'> {
	/** See `aboutComparison`. */
	readonly about: string;
	readonly differences: ReadonlyMap<string, KeyDifference>;
	/** Ms since the epoch. */
	readonly at: number;
}

/** The latest revisions of a key in two buckets, which may be deletions; undefined where there is none. */
interface BothEntries {
	readonly first: KvEntry | undefined;
	readonly second: KvEntry | undefined;
}

/** A key in two buckets. */
export interface ComparedKey {
	/** See `aboutComparedKey`. */
	readonly about: string;
	readonly entries: Datum<BothEntries>;
}

/** Begins with the stream, as the keys of all lists that a stream has. */
export const aboutComparison = ({ stream, other, pattern = '' }: ComparisonAt): string =>
	messagesKey(stream, `${other}\0${pattern}`);

export const aboutComparedKey = ({ stream, other, key }: ComparedKeyAt): string =>
	messagesKey(stream, `${other}\0${key}`);

export function comparisonOf({ comparison }: DeckState, about: string): BucketComparison | undefined {
	return comparison?.about === about ? comparison : undefined;
}

export function comparedEntries({ comparedKey }: DeckState, at: ComparedKeyAt): Datum<BothEntries> {
	return comparedKey?.about === aboutComparedKey(at) ? comparedKey.entries : unknown;
}

/** Values may be large: they are read once, and again when somebody asks for it. */
const never = 1_000_000;

/** The values of a key in two buckets. */
export function comparedKeyResource(state: DeckState, at: ComparedKeyAt): Resource {
	const about = aboutComparedKey(at);
	return {
		key: `compared-key:${about}`,
		every: comparedEntries(state, at).phase === 'ready' ? never : 1,
		fetch: async (api, { signal }) => {
			const first = await readIn(api, state, at.stream, at.key, signal);
			const second = first.ok ? await readIn(api, state, at.other, at.key, signal) : first;
			const answer: Answer<BothEntries> =
				first.ok && second.ok ? { ...second, value: { first: first.value, second: second.value } } : (second as never);
			return {
				ok: answer.ok,
				patch: (now) => ({
					comparedKey: { about, entries: answered(loading(comparedEntries(now, at)), answer) },
				}),
			};
		},
	};
}

async function readIn(
	api: Api,
	{ features }: DeckState,
	stream: string,
	key: string,
	signal: AbortSignal,
): Promise<Answer<KvEntry | undefined>> {
	const open = await openKvStream(api, stream, features, signal);
	if (!open.ok) return open;
	return open.value === undefined ? { ...open, ok: false, problem: noBucket(stream) } : readLatest(open.value, key);
}
