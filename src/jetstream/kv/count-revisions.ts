import type { Answer } from '../problem.ts';
import { unaddressable } from '../unaddressable.ts';
import type { StreamInfo } from '../wire.ts';
import { storedSubject } from './key.ts';
import type { OpenKvBucket } from './open-bucket.ts';

/** How many revisions the bucket keeps of a key, its deletion among them; the same reply says whether anything changed. */
export async function countRevisions(
	{ bucket, source: { api, signal } }: Pick<OpenKvBucket, 'bucket' | 'source'>,
	key: string,
): Promise<Answer<{ readonly info: StreamInfo; readonly kept: number }>> {
	const subject = storedSubject(bucket, key);
	// A name that is a pattern would count others.
	const body = unaddressable(subject) === undefined ? { subjects_filter: subject } : undefined;
	const answer = await api.request('stream.info', { stream: bucket.stream }, body, signal && { signal });
	if (!answer.ok) return answer;
	const { subjects, ...state } = answer.value.state;
	return { ...answer, value: { info: { ...answer.value, state }, kept: subjects?.[subject] ?? 0 } };
}
