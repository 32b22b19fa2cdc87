import { latest } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { onePage } from '../places/resources.ts';
import type { Watched } from './watch.ts';

/** Polls from one look to the next: what takes long does not make the polls of what is in view seem slow. */
export const pollsALook = 2;
/**
 * Bytes that the watch may have sent to it with each look. In a large account what is in view takes most of what a poll may cost:
 * a 150th of a list of everything (design: 10,000 streams, 7.5 MB). In a small one all is looked at within a few polls.
 */
const bytesALook = { large: pollsALook * 8 * 1024, small: pollsALook * 32 * 1024 } as const;
/** Nothing is looked at again before so many polls. */
const againAfter = 5;
/** An info that is no older than so many polls needs no request. */
const freshFor = 3;

/** What the watch may ask for now: what is left from before, which may be a debt, and what each look adds. */
export function allowance(state: DeckState): number {
	const names = latest(state.streamNames) ?? [];
	const more = names.length > onePage ? bytesALook.large : bytesALook.small;
	const { credit } = state.watch;
	return credit > more ? credit : Math.min(credit + more, more);
}

export function isFresh({ now, intervalMs }: DeckState, at: number): boolean {
	return now - at < freshFor * intervalMs;
}

interface Step {
	readonly stream: string;
	/** It is the next one of all, and not looked at for a reason. */
	readonly isOfWalk: boolean;
}

/** Which streams to look at, the most urgent first: what is in view, then in turn what is wrong and the next ones of all. */
export function* walk(state: DeckState, visible: readonly string[]): Generator<Step, void> {
	const { watch, intervalMs, now } = state;
	const { entries } = watch.streams;
	const tooSoon = now - againAfter * intervalMs * 0.9;
	const isDue = (stream: string): boolean => dueSince(entries.get(stream)) <= Math.max(tooSoon, watch.askedAt ?? 0);
	const taken = new Set<string>();
	const take = (stream: string, isOfWalk: boolean): Step | undefined => {
		if (taken.has(stream) || !isDue(stream)) return undefined;
		taken.add(stream);
		return { stream, isOfWalk };
	};
	for (const stream of visible) {
		const step = take(stream, false);
		if (step !== undefined) yield step;
	}
	const wrong = [...watch.wrong.keys()]
		.filter(isDue)
		.toSorted((a, b) => dueSince(entries.get(a)) - dueSince(entries.get(b)))
		.values();
	for (const stream of fromNext(state)) {
		const again = wrong.next();
		const recheck = again.done ? undefined : take(again.value, false);
		if (recheck !== undefined) yield recheck;
		const step = take(stream, true);
		if (step !== undefined) yield step;
	}
}

/** When it was last asked about; a list of consumers that was not read to its end goes on at once. */
function dueSince({ triedAt = 0, partial }: Partial<Watched> = {}): number {
	return partial === undefined ? triedAt : 0;
}

/** All streams once, from where the walk stopped. */
function* fromNext({ streamNames, watch: { next } }: DeckState): Generator<string, void> {
	const names = latest(streamNames) ?? [];
	const from = next === undefined ? 0 : names.indexOf(next) + 1;
	for (let at = 0; at < names.length; at++) yield names[(from + at) % names.length] ?? '';
}
