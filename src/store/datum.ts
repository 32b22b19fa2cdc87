import type { Answer, Problem } from '../jetstream/problem.ts';

/** A value and the local time (ms since the epoch) at which it was true. */
export interface Dated<T> {
	readonly value: T;
	readonly at: number;
}

/** What the deck knows of something on the server: one of four phases, each with the last good value. */
export type Datum<T> =
	| { readonly phase: 'unknown' }
	| { readonly phase: 'loading'; readonly last?: Dated<T> }
	| { readonly phase: 'ready'; readonly value: T; readonly at: number }
	| { readonly phase: 'failed'; readonly problem: Problem; readonly at: number; readonly last?: Dated<T> };

export const unknown: { readonly phase: 'unknown' } = { phase: 'unknown' };

/** The newest value known, however old, with its time. */
export function lastKnown<T>(datum: Datum<T>): Dated<T> | undefined {
	switch (datum.phase) {
		case 'unknown':
			return undefined;
		case 'ready':
			return datum;
		default:
			return datum.last;
	}
}

/** The newest value known, however old. */
export function latest<T>(datum: Datum<T>): T | undefined {
	return lastKnown(datum)?.value;
}

/** The same picture with another value in it. */
export function mapKnown<T>(datum: Datum<T>, change: (value: T) => T): Datum<T> {
	if (datum.phase === 'unknown') return datum;
	if (datum.phase === 'ready') return { ...datum, value: change(datum.value) };
	const { last } = datum;
	return last === undefined ? datum : { ...datum, last: { ...last, value: change(last.value) } };
}

export function problemOf<T>(datum: Datum<T>): Problem | undefined {
	return datum.phase === 'failed' ? datum.problem : undefined;
}

/** The datum during a first request. A known value stays `ready`, so that polling does not flicker. */
export function loading<T>(before: Datum<T>): Datum<T> {
	return before.phase === 'unknown' ? { phase: 'loading' } : before;
}

/**
 * Whether something was read before what is known: a long list takes longer to read than one entry of it. Not where the clock was set
 * back, or nothing would be news until that time comes again.
 */
export const isOutdated = (at: number, knownAt = 0, now = Date.now()): boolean => at < knownAt && knownAt <= now;

/** Questions that were never answered: nothing was learnt. */
const unanswered: ReadonlySet<Problem['kind']> = new Set(['disconnected', 'cancelled']);

/**
 * The datum after a reply. A failure keeps the last value; a lost connection changes nothing, except that a first request is no
 * longer pending.
 */
export function answered<T>(before: Datum<T>, answer: Answer<T>): Datum<T> {
	if (answer.ok) return { phase: 'ready', value: answer.value, at: answer.at };
	const last = lastKnown(before);
	if (unanswered.has(answer.problem.kind)) return before.phase === 'loading' && !last ? unknown : before;
	return { phase: 'failed', problem: answer.problem, at: answer.at, ...(last && { last }) };
}
