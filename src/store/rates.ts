import { parseTimestamp } from '../format/duration.ts';
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
	/** ms since the epoch: the server's clock where it says (2.10 and later), else ours. */
	readonly at: number;
	/** Of the stream or consumer: another one of the same name has another. */
	readonly created: string;
	readonly counters: readonly number[];
}

/** Two polls closer than this say too little: the former rates stay. */
const shortestMs = 200;

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

function sampleOf(info: StreamInfo | ConsumerInfo, at: number, counters: readonly number[]): Sample {
	return { at: parseTimestamp(info.ts) ?? at, created: info.created, counters };
}

/** @param rising counters that only ever grow: one that fell belongs to another life of the same thing */
function next(
	before: Rates | undefined,
	sample: Sample,
	name: (perSecond: readonly (number | undefined)[]) => Omit<Rates, 'sample'>,
	rising: readonly number[],
): Rates {
	const last = before?.sample;
	if (before === undefined || last === undefined || last.created !== sample.created) return { sample };
	const fell = rising.some((at) => (sample.counters[at] ?? 0) < (last.counters[at] ?? 0));
	if (fell) return { sample };
	const ms = sample.at - last.at;
	if (ms < shortestMs) return before;
	return { ...name(sample.counters.map((value, at) => ((value - (last.counters[at] ?? 0)) * 1000) / ms)), sample };
}
