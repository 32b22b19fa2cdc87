import { latest } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import type { Watched } from './watch.ts';

/** Nothing is read again before this many polls. */
const againAfter = 5;
/** An info at most this many polls old needs no request. */
const freshFor = 3;

export function isFresh({ now, intervalMs }: DeckState, at: number): boolean {
	return now - at < freshFor * intervalMs;
}

export interface Step {
	readonly stream: string;
	/** It is just the next stream in turn, chosen for no other reason. */
	readonly isOfWalk: boolean;
}

/**
 * The streams to read, the most urgent first: those in view, then alternately those with trouble and the next ones in turn, as
 * long as the walk goes on.
 */
export function* readingOrder(
	state: DeckState,
	visible: readonly string[],
	walksOn: () => boolean,
): Generator<Step, void> {
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
		if (!walksOn()) break;
		const again = wrong.next();
		const recheck = again.done ? undefined : take(again.value, false);
		if (recheck !== undefined) yield recheck;
		const step = take(stream, true);
		if (step !== undefined) yield step;
	}
	for (const stream of wrong) {
		const step = take(stream, false);
		if (step !== undefined) yield step;
	}
}

/** When it was last read; a consumer list read only in part continues at once. */
function dueSince({ triedAt = 0, partial }: Partial<Watched> = {}): number {
	return partial === undefined ? triedAt : 0;
}

/** All streams once, from where the walk stopped. */
function* fromNext({ streamNames, watch: { next } }: DeckState): Generator<string, void> {
	const names = latest(streamNames) ?? [];
	const from = next === undefined ? 0 : names.indexOf(next) + 1;
	for (let at = 0; at < names.length; at++) yield names[(from + at) % names.length] ?? '';
}
