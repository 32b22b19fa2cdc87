import { minus, plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import type { MessageSource } from '../messages/source.ts';
import { supports } from '../server-features.ts';
import { countAll, countBelow } from './count.ts';
import { atMost, exactly, type Loss, nothing } from './loss.ts';

/** The body of STREAM.PURGE; `seq` and `keep` exclude each other. */
export interface PurgeWish {
	/** Only messages of this subject; wildcards are allowed. */
	readonly filter?: string | undefined;
	/** Only messages before this sequence. */
	readonly seq?: Integer | undefined;
	/** All but this many, the latest. */
	readonly keep?: Integer | undefined;
}

/** How many messages a purge would remove, or an upper bound marked as such. */
export async function countPurge(source: MessageSource, { filter: given, seq, keep = 0 }: PurgeWish): Promise<Loss> {
	const filter = given === '' || given === '>' ? undefined : given;
	if (seq === 1) return belowTheFirst(source, filter);
	if (seq !== undefined && seq > 1) return countBelow(source, seq, filter);
	const all = await countAll(source, filter);
	if (keep <= 0) return all;
	if (all.messages <= keep) return nothing;
	const rest = minus(all.messages, keep);
	if (!all.exact) return atMost(rest);
	return filter === undefined ? keepLatest(source, keep, rest) : exactly(rest);
}

/** Nothing is before sequence 1, yet servers before 2.15 treat it as no sequence at all, and remove everything. */
async function belowTheFirst(source: MessageSource, filter: string | undefined): Promise<Loss> {
	return supports(source.features, '2.15') ? nothing : atMost((await countAll(source, filter)).messages);
}

/**
 * 2.9, and memory streams of versions before 2.15, keep so many sequences, not messages: a stream with gaps keeps
 * fewer messages.
 */
async function keepLatest(source: MessageSource, keep: Integer, rest: Integer): Promise<Loss> {
	const { config, state } = source.info;
	const { features } = source;
	const bySequence = !supports(features, '2.10') || (config.storage === 'memory' && !supports(features, '2.15'));
	if (!bySequence || (state.num_deleted ?? 0) === 0) return exactly(rest);
	return countBelow(source, plus(minus(state.last_seq, keep), 1));
}
