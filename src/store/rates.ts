import { parseTimestamp } from '../format/duration.ts';
import { minus } from '../format/exact.ts';
import type { Integer } from '../format/integer.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';

/** What happened a second between two polls. Never guessed: undefined until two polls of the same thing are there. */
export interface Rates {
	/** Of a stream: messages stored. */
	readonly messagesPerSecond?: number | undefined;
	/** Of a stream: growth; negative while it shrinks. */
	readonly bytesPerSecond?: number | undefined;
	/** Of a consumer, redeliveries included. */
	readonly deliveredPerSecond?: number | undefined;
	/** Of a consumer: how fast the ack floor moves, in the consumer's sequence. */
	readonly ackedPerSecond?: number | undefined;
	readonly sample: Sample;
}

/** What the next rates are told against. */
interface Sample {
	/** ms since the epoch. */
	readonly at: number;
	/** The server's where it tells the time (2.10 and later), else ours: the two are never compared. */
	readonly clock: 'server' | 'own';
	/** Of the stream or consumer: another one of the same name has another. */
	readonly created: string | undefined;
	readonly counters: readonly Integer[];
}

/** Two polls closer than this say too little: the former rates stay. */
const shortestMs = 200;
/** An answer may be older than the one before it, such as a page of a long list; by more than this, a clock was set back. */
const setBackMs = 10_000;

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
	return { at: told ?? at, clock: told === undefined ? 'own' : 'server', created: info.created, counters };
}

/** @param rising counters that only ever grow: one that fell belongs to another life of the same thing */
function next(
	before: Rates | undefined,
	sample: Sample,
	name: (perSecond: readonly (number | undefined)[]) => Omit<Rates, 'sample'>,
	rising: readonly number[],
): Rates {
	const last = before?.sample;
	if (before === undefined || last === undefined) return { sample };
	if (last.created !== sample.created || last.clock !== sample.clock) return { sample };
	const ms = sample.at - last.at;
	if (ms < -setBackMs) return { sample };
	const fell = rising.some((at) => (sample.counters[at] ?? 0) < (last.counters[at] ?? 0));
	// An older answer counts less, and says nothing of another life.
	if (fell && ms >= 0) return { sample };
	if (ms < shortestMs) return before;
	return {
		...name(sample.counters.map((value, at) => (Number(minus(value, last.counters[at] ?? 0)) * 1000) / ms)),
		sample,
	};
}
