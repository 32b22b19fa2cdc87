import type { Answer } from '../problem.ts';
import type { Api } from '../request.ts';
import type { ObjectBucket } from './object-bucket.ts';

/** Beyond the last name: the reply has their total, and none of them. */
const behindAll = 1_000_000_000;

/** How many names an object store has, those of deleted objects too: each has one subject for its description. */
export async function countObjects(
	api: Api,
	{ stream, stored }: Pick<ObjectBucket, 'stream' | 'stored'>,
	signal?: AbortSignal,
): Promise<Answer<number>> {
	const body = { subjects_filter: `${stored}M.>`, offset: behindAll };
	const answer = await api.request('stream.info', { stream }, body, { ...(signal && { signal }) });
	return answer.ok ? { ...answer, value: answer.value.total ?? 0 } : answer;
}
