import type { Answer, Problem } from '../problem.ts';
import type { ObjectSource } from './source.ts';
import { allChunks, allMetas, chunkSubject } from './subjects.ts';

/** A server counts every subject for each page. */
const longestPageMs = 30_000;
/** Most names or nuids that are read: of more the first by name. */
const mostListed = 500_000;

/** The last tokens of subjects, with how many messages each has. */
export interface Tokens {
	readonly counts: ReadonlyMap<string, number>;
	/** How many there are; more than `counts` if there are too many. */
	readonly total: number;
}

/** All that counting needs of a bucket. */
type Counted = Pick<ObjectSource, 'api' | 'bucket' | 'signal'>;

/** The tokens of all objects, deleted ones too: one request, without reading a meta. */
export const listTokens = (source: Counted): Promise<Answer<Tokens>> => tokensUnder(source, allMetas);

/** The nuids that have chunks, with how many. */
export const listChunks = (source: Counted): Promise<Answer<Tokens>> => tokensUnder(source, allChunks);

async function tokensUnder({ api, bucket, signal }: Counted, filterOf: typeof allMetas): Promise<Answer<Tokens>> {
	const filter = filterOf(bucket);
	const pages = await api.pages(
		'stream.info',
		{ stream: bucket.stream },
		{ subjects_filter: filter },
		{ leastMs: longestPageMs, most: mostListed, ...(signal && { signal }) },
	);
	if (!pages.ok) return pages;
	const { items, total } = pages.value;
	const begin = filter.length - 1;
	const counts = new Map(items.map(([subject, messages]) => [subject.slice(begin), messages]));
	return { ...pages, value: { counts, total: Math.max(total, items.length) } };
}

/** Why some of them are missing in a list. */
export const tooMany = ({ api, bucket }: ObjectSource): Problem => ({
	kind: 'other',
	subject: `${api.prefix}.STREAM.INFO.${bucket.stream}`,
	message: 'The bucket has too many objects to read all of them.',
	advice: '',
});

/** How many chunks of a nuid the leader has. */
export async function countChunks({ api, bucket, signal }: ObjectSource, nuid: string): Promise<Answer<number>> {
	const filter = chunkSubject(bucket, nuid);
	const answer = await api.request(
		'stream.info',
		{ stream: bucket.stream },
		{ subjects_filter: filter },
		signal && { signal },
	);
	return answer.ok ? { ...answer, value: Number(answer.value.state.subjects?.[filter] ?? 0) } : answer;
}
