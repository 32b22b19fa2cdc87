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
 * The streams to read, by turns: one in view, one with trouble, and the next one of all, as long as the walk goes on. The consumers of
 * those in view may cost more than each look may receive, and would leave nothing for the others.
 */
export function* readingOrder(
	state: DeckState,
	visible: readonly string[],
	walksOn: () => boolean,
): Generator<Step, void> {
	const { watch, intervalMs, now } = state;
	const { entries } = watch.streams;
	const tooSoon = now - againAfter * intervalMs * 0.9;
	const taken = new Set<string>();
	const since = (stream: string): number => dueSince(entries.get(stream));
	const isDue = (stream: string): boolean =>
		!taken.has(stream) && since(stream) <= Math.max(tooSoon, watch.askedAt ?? 0);
	const oldestFirst = (streams: Iterable<string>): Iterator<string> =>
		[...streams]
			.filter(isDue)
			.toSorted((a, b) => since(a) - since(b))
			.values();
	const urgent = [oldestFirst(visible), oldestFirst(watch.wrong.keys())];
	function* taking(stream: string, isOfWalk: boolean): Generator<Step, void> {
		if (!isDue(stream)) return;
		taken.add(stream);
		yield { stream, isOfWalk };
	}
	function* turn(): Generator<Step, boolean> {
		const streams = urgent.flatMap((each) => each.next().value ?? []);
		for (const stream of streams) yield* taking(stream, false);
		return streams.length > 0;
	}
	for (const stream of fromNext(state)) {
		if (!walksOn()) break;
		if (!isDue(stream)) continue;
		yield* turn();
		yield* taking(stream, true);
	}
	while (yield* turn());
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
