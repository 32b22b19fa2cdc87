import { parseTimestamp } from '../format/duration.ts';
import { minus } from '../format/exact.ts';
import type { Integer } from '../format/integer.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';

/** Changes per second between two polls. Never guessed: undefined until there are two polls of the same thing. */
export interface Rates {
	/** Of a stream: messages stored. */
	readonly messagesPerSecond?: number | undefined;
	/** Of a stream: growth; negative while it shrinks. */
	readonly bytesPerSecond?: number | undefined;
	/** Of a consumer, redeliveries included. */
	readonly deliveredPerSecond?: number | undefined;
	/** Of a consumer: how fast the ack floor moves, in the consumer's sequence. */
	readonly ackedPerSecond?: number | undefined;
	/** Of the last minutes, oldest first: messages stored or delivered a second; undefined while nobody looked. */
	readonly trend: readonly (number | undefined)[];
	readonly sample: Sample;
}

/** The values that the next rates are compared with. */
interface Sample {
	/** Where the newest of `trend` began: `at`, and the counter then. */
	readonly began: { readonly at: number; readonly count: Integer };
	/** ms since the epoch. */
	readonly at: number;
	/** The server's time if it sends one (2.10 and later), otherwise local time: the two are never compared. */
	readonly clock: 'server' | 'own';
	/** Of the stream or consumer: another one of the same name has another. */
	readonly created: string | undefined;
	readonly counters: readonly Integer[];
}

/** Two polls closer than this say too little: the former rates stay. */
const shortestMs = 200;
/** A reply may be older than the previous one, such as a page of a long list; if by more than this, a clock was set back. */
const setBackMs = 10_000;
/** The time that one value of a trend covers, ms; and the number of values. */
export const trendStepMs = 20_000;
const trendSteps = 15;

export function streamRates(before: Rates | undefined, info: StreamInfo, at: number): Rates {
	const sample = sampleOf(info, at, [info.state.last_seq, info.state.bytes]);
	return next(before, sample, ([messages, bytes]) => ({ messagesPerSecond: messages, bytesPerSecond: bytes }), [0]);
}

export function consumerRates(before: Rates | undefined, info: ConsumerInfo, at: number): Rates {
	const sample = sampleOf(info, at, [info.delivered.consumer_seq, info.ack_floor.consumer_seq]);
	return next(
		before,
		sample,
		([delivered, acked]) => ({ deliveredPerSecond: delivered, ackedPerSecond: acked }),
		[0, 1],
	);
}

function sampleOf(info: StreamInfo | ConsumerInfo, at: number, counters: readonly Integer[]): Sample {
	const told = parseTimestamp(info.ts);
	const began = { at: told ?? at, count: counters[0] ?? 0 };
	return { at: told ?? at, clock: told === undefined ? 'own' : 'server', created: info.created, counters, began };
}

/** @param rising counters that only ever grow: one that fell belongs to another life of the same thing */
function next(
	before: Rates | undefined,
	sample: Sample,
	name: (perSecond: readonly (number | undefined)[]) => Omit<Rates, 'sample' | 'trend'>,
	rising: readonly number[],
): Rates {
	const last = before?.sample;
	const first = { trend: [], sample };
	if (before === undefined || last === undefined) return first;
	if (last.created !== sample.created || last.clock !== sample.clock) return first;
	const ms = sample.at - last.at;
	if (ms < -setBackMs) return first;
	const fell = rising.some((at) => (sample.counters[at] ?? 0) < (last.counters[at] ?? 0));
	// An older reply counts less, and nothing if the stream was created again.
	if (fell && ms >= 0) return first;
	if (ms < shortestMs) return before;
	return {
		...name(sample.counters.map((value, at) => (Number(minus(value, last.counters[at] ?? 0)) * 1000) / ms)),
		...withTrend(before.trend, last, sample),
	};
}

/** The newest value grows with each reply until its time is over; a time without replies leaves a gap. */
function withTrend(trend: Rates['trend'], last: Sample, sample: Sample): Pick<Rates, 'trend' | 'sample'> {
	const steps = Math.floor(sample.at / trendStepMs) - Math.floor(last.at / trendStepMs);
	const isSame = steps === 0 && trend.length > 0;
	const began = isSame ? last.began : { at: last.at, count: last.counters[0] ?? 0 };
	const ms = sample.at - began.at;
	const newest = ms <= 0 ? undefined : (Number(minus(sample.counters[0] ?? 0, began.count)) * 1000) / ms;
	const gap = Array.from({ length: Math.min(trendSteps, Math.max(0, steps - 1)) }, () => undefined);
	const kept = isSame ? trend.slice(0, -1) : [...trend, ...gap];
	return { trend: [...kept, newest].slice(-trendSteps), sample: { ...sample, began } };
}
