import { greatest, least, minus, total } from '../../format/exact.ts';
import { firstSince } from '../messages/seek.ts';
import type { MessageSource } from '../messages/source.ts';
import { supports } from '../server-features.ts';
import type { Integer, StreamConfig } from '../wire.ts';
import { countBelow, fewSubjects, subjectCounts } from './count.ts';
import { atMost, exactly, type Loss, nothing } from './loss.ts';

/** What one changed field of a configuration would remove. */
export interface LoweredLoss extends Loss {
	/** As the wire spells it. */
	readonly field: string;
}

type Count = (source: MessageSource, limit: Integer, after: StreamConfig) => Promise<Loss> | Loss;

/** By limit: what lowering it would remove. */
const limits: Readonly<Record<string, Count>> = {
	max_msgs: (source, limit, after) =>
		trimmed(source, after, exactly(greatest(0, minus(source.info.state.messages, limit)))),
	max_bytes: (source, limit, after) => trimmed(source, after, overBytes(source, limit)),
	max_age: countOlder,
	max_msgs_per_subject: countBySubject,
};

/** What an update would remove, field by field, each counted as if it were the only one. Empty where nothing is lowered. */
export async function countLowered(source: MessageSource, after: StreamConfig): Promise<readonly LoweredLoss[]> {
	if (source.info.state.messages === 0) return [];
	const counted = Object.entries(limits).flatMap(([field, count]) => {
		const limit = lowered(source, after, field);
		return limit === undefined ? [] : [named(field, count(source, limit, after))];
	});
	const interest = losesInterest(source, after) ? [{ field: 'retention', ...atMost(source.info.state.messages) }] : [];
	return [...(await Promise.all(counted)), ...interest];
}

async function named(field: string, loss: Loss | Promise<Loss>): Promise<LoweredLoss> {
	return { field, ...(await loss) };
}

/** The new limit if it is lower than before; 0, -1 and nothing mean no limit. */
function lowered({ info }: MessageSource, after: StreamConfig, field: string): Integer | undefined {
	const was = limitOf(info.config[field]);
	const is = limitOf(after[field]);
	return is !== undefined && (was === undefined || is < was) ? is : undefined;
}

function limitOf(value: unknown): Integer | undefined {
	const limit = typeof value === 'bigint' ? value : Number(value ?? 0);
	return limit > 0 ? limit : undefined;
}

/** With discard new a full stream keeps its messages and refuses new ones; 2.9 trims it nevertheless. */
function trimmed({ features }: MessageSource, after: StreamConfig, loss: Loss): Loss {
	if (after.discard !== 'new' || !supports(features, '2.10')) return loss;
	// Observed on 2.10.27 and later only.
	return supports(features, '2.10.27') ? nothing : atMost(loss.messages);
}

/** The oldest messages go until the rest fits; the average size gives an estimate. */
function overBytes({ info: { state } }: MessageSource, limit: Integer): Loss {
	const bytes = minus(state.bytes, limit);
	if (bytes <= 0) return nothing;
	const usual = Math.max(1, Number(state.bytes) / Number(state.messages));
	return { messages: least(state.messages, Math.ceil(Number(bytes) / usual)), bytes, exact: false };
}

/** Messages that are older by the server's clock, if it returns it (2.10 and later). Never exact, because time passes. */
async function countOlder(source: MessageSource, age: Integer): Promise<Loss> {
	const { state, ts } = source.info;
	const now = ts === undefined ? Date.now() : Date.parse(ts);
	const first = await firstSince(source, new Date(now - Number(age) / 1e6).toISOString());
	if (!first.ok) return atMost(state.messages);
	if (first.value === undefined) return { messages: state.messages, bytes: state.bytes, exact: false };
	const loss = await countBelow(source, first.value.seq);
	return loss.messages === 0 ? nothing : { ...loss, exact: false };
}

/**
 * The messages of each subject above the limit. Servers before 2.15 keep them at first if there was no limit before: they go with
 * the next message of the subject.
 */
async function countBySubject(source: MessageSource, limit: Integer): Promise<Loss> {
	const { state, config } = source.info;
	const most = atMost(greatest(0, minus(state.messages, state.num_subjects ?? 1)));
	const bySubject = fewSubjects(source) ? await subjectCounts(source, '>') : undefined;
	if (bySubject === undefined) return most;
	const tooMany = total(bySubject.map(([, messages]) => greatest(0, minus(messages, limit))));
	const atOnce = limitOf(config.max_msgs_per_subject) !== undefined || supports(source.features, '2.15');
	return atOnce ? exactly(tooMany) : atMost(tooMany);
}

/** A stream that becomes an interest stream loses what no consumer waits for: everything, without consumers. */
function losesInterest({ info: { config } }: MessageSource, after: StreamConfig): boolean {
	return (config.retention ?? 'limits') === 'limits' && after.retention === 'interest';
}
