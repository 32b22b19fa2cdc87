import { memo } from '../../format/memo.ts';
import type { KvBucket } from '../buckets/kv-bucket.ts';
import type { Answer } from '../problem.ts';
import type { Api } from '../request.ts';
import type { StreamInfo } from '../wire.ts';
import { keyOf, storedSubject } from './key.ts';

/** A server counts every subject for each page: of a million that takes seconds. */
const longestPageMs = 30_000;

/** A part of the keys of a bucket, by name: 100,000 at most (2.9 to 2.15). Deleted keys are among them: only their values say so. */
export interface NamesPage {
	readonly keys: readonly string[];
	/** How many keys there were. */
	readonly total: number;
	/** Without the names. */
	readonly info: StreamInfo;
}

/**
 * Reads a page of the keys of a bucket by STREAM.INFO: no consumer is needed, and the server sorts and filters.
 * @param pattern `*` stands for one token, a last `>` for all that follow
 */
export async function readKeyNames(
	api: Api,
	bucket: KvBucket,
	{
		pattern = '>',
		offset,
		signal,
	}: { readonly pattern?: string; readonly offset: number; readonly signal: AbortSignal },
): Promise<Answer<NamesPage>> {
	const body = { subjects_filter: storedSubject(bucket, pattern), offset };
	const answer = await api.request('stream.info', { stream: bucket.stream }, body, { signal, leastMs: longestPageMs });
	if (!answer.ok) return answer;
	const { subjects, ...state } = answer.value.state;
	const keys = Object.keys(subjects ?? {}).flatMap((subject) => keyOf(bucket, subject) ?? []);
	const { total: said = 0 } = answer.value;
	const total = Math.max(said, offset + keys.length);
	const { config, created } = answer.value;
	return { ...answer, value: { keys, total, info: { ...answer.value, config, created, state } as StreamInfo } };
}

/** Whether a state of a stream is another than before: equal ones have the same messages. */
export const markOf = memo(({ state }: StreamInfo): string =>
	[state.first_seq, state.last_seq, state.messages, state.bytes].join(' '),
);
