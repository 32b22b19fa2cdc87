import fuzzysort, { type Results, type Snapshot } from 'fuzzysort';
import { bucketNameIn } from '../jetstream/buckets/bucket.ts';
import { latest } from '../store/datum.ts';
import type { DeckState } from '../store/state.ts';
import { streamNames } from './names.ts';

/** Something that is known by a name like the one that is typed. */
export interface KnownName {
	readonly kind: 'stream' | 'consumer';
	readonly name: string;
	/** What opens it: `ORDERS`, `ORDERS billing`. */
	readonly argument: string;
	/** `same`: but for upper and lower case, or as the bucket that the stream is. */
	readonly fit: 'exact' | 'same' | 'begins' | 'like';
	/** Of fuzzysort, from 0 to 1. */
	readonly score: number;
}

interface Named {
	readonly kind: KnownName['kind'];
	readonly name: string;
	readonly argument: string;
}

/** Names made ready to be searched, and what was searched for last. */
interface Searched {
	readonly snapshot: Snapshot;
	readonly text?: string;
	readonly found?: Results;
}

/** Below, letters match that nobody meant: from 0 to 1. */
export const threshold = 0.3;
/** The closest of a list, at most. */
export const mostLike = 50;
/** What a key does and what is drawn of it ask the same. */
const searched = new WeakMap<readonly string[], Searched>();

/** Names like `text`, the closest first, and in `total` how many there are. */
export function streamsLike(names: readonly string[], text: string): Results {
	const before = searched.get(names) ?? { snapshot: fuzzysort.snapshot(names) };
	if (before.found !== undefined && before.text === text) return before.found;
	const found = fuzzysort.go(text, before.snapshot, { limit: mostLike, threshold });
	searched.set(names, { ...before, text, found });
	return found;
}

/** Streams and consumers that are known and have a name like `text`, the closest first; for an empty one the first streams. */
export function namesLike(state: DeckState, text: string, limit: number): readonly KnownName[] {
	const streams = streamNames(state);
	const streamOf = (name: string): Named => ({ kind: 'stream', name, argument: name });
	if (text === '') return streams.slice(0, limit).map((name) => ({ ...streamOf(name), fit: 'like', score: 0 }));
	const like = streamsLike(streams, text).slice(0, limit);
	const found = like.map(({ target, score }) => knownAs(streamOf(target), text, score));
	// Of very many that are like it, the one that was meant is not cut off.
	const exact = streams.includes(text) && !like.some(({ target }) => target === text) ? [streamOf(text)] : [];
	// A snapshot: fuzzysort keeps the names that it is given without one for ever.
	const named = fuzzysort.snapshot(consumersOf(state), { key: 'name' });
	const consumers = fuzzysort.go(text, named, { limit, threshold });
	return [
		...exact.map((each) => knownAs(each, text, 1)),
		...found,
		...consumers.map(({ obj, score }) => knownAs(obj, text, score)),
	].toSorted((a, b) => fits.indexOf(a.fit) - fits.indexOf(b.fit) || b.score - a.score || (a.name < b.name ? -1 : 1));
}

/** Key-value buckets with a name like `text`, the closest first. */
export function bucketsLike(state: DeckState, text: string, limit: number): readonly string[] {
	const names = streamNames(state).flatMap((stream) => {
		const known = bucketNameIn(stream);
		return known?.kind === 'kv' ? [known.bucket] : [];
	});
	return closest(names, text, limit);
}

/** Known consumers of a stream whose names match `text`, the best first. */
export function consumersCalled(state: DeckState, stream: string, text: string, limit: number): readonly string[] {
	const names = latest(state.consumerNames.entries.get(stream) ?? { phase: 'unknown' }) ?? [];
	return closest(names, text, limit);
}

function closest(names: readonly string[], text: string, limit: number): readonly string[] {
	if (text === '') return names.slice(0, limit);
	const like = fuzzysort.go(text, fuzzysort.snapshot(names), { limit }).map(({ target }) => target);
	return names.includes(text) ? [text, ...like.filter((name) => name !== text)] : like;
}

const fits: readonly KnownName['fit'][] = ['exact', 'same', 'begins', 'like'];

function knownAs(named: Named, text: string, score: number): KnownName {
	const name = named.name.toLowerCase();
	const typed = text.toLowerCase();
	const isSame = name === typed || name.replace(/^(kv|obj)_/, '') === typed;
	const fit = named.name === text ? 'exact' : isSame ? 'same' : name.startsWith(typed) ? 'begins' : 'like';
	return { ...named, fit, score };
}

function consumersOf({ consumerNames }: DeckState): readonly Named[] {
	return [...consumerNames.entries].flatMap(([stream, names]) =>
		(latest(names) ?? []).map((name): Named => ({ kind: 'consumer', name, argument: `${stream} ${name}` })),
	);
}
