import { setTimeout as pause } from 'node:timers/promises';
import { type Integer, plural } from '../../format/integer.ts';
import type { Link } from '../../nats/link.ts';
import { inSentences, isRefusal, type Problem } from '../problem.ts';
import { isConnectedAgain } from './connected-again.ts';
import type { ObjectSource } from './source.ts';
import { chunkSubject } from './subjects.ts';

export type Removed =
	/** `chunks`: absent if a reply that counts them was lost. */
	| { readonly kind: 'removed'; readonly chunks?: number }
	/** Chunks may be left. `why`: a sentence. */
	| { readonly kind: 'left'; readonly why: string };

const tries = 3;
const againMs = 500;

/**
 * Removes the chunks of a nuid, also over a connection that comes back only now. Nothing else may need them: see `isShared`.
 * @param below only chunks before this sequence; absent: all
 */
export async function removeChunks(link: Link, source: ObjectSource, nuid: string, below?: Integer): Promise<Removed> {
	const { api, bucket } = source;
	const filter = chunkSubject(bucket, nuid);
	let removed = 0;
	let isCounted = true;
	let problem: Problem | undefined;
	for (let attempt = 0; attempt < tries && (await isConnectedAgain(link)); attempt += 1) {
		const purged = await api.request(
			'stream.purge',
			{ stream: bucket.stream },
			{ filter, ...(below !== undefined && { seq: below }) },
		);
		if (purged.ok) removed += Number(purged.value.purged);
		else isCounted &&= isRefusal(purged.problem) || purged.problem.unsent === true;
		// What was under way may be stored only now.
		const counted = await api.request('stream.info', { stream: bucket.stream }, { subjects_filter: filter });
		// Whoever may not purge may not have stored either.
		const isKnown = purged.ok || isRefusal(purged.problem);
		if (isKnown && counted.ok && Object.keys(counted.value.state.subjects ?? {}).length === 0)
			return { kind: 'removed', ...(isCounted && { chunks: removed }) };
		problem = purged.ok ? (counted.ok ? undefined : counted.problem) : purged.problem;
		if (!purged.ok && purged.problem.kind === 'api') break;
		await pause(againMs);
	}
	const why = problem === undefined ? '' : ` ${inSentences(problem)}`;
	return {
		kind: 'left',
		why: `Chunks of it may be left in the bucket, under ${filter}.${why} :objects check finds and removes them.`,
	};
}

/** What became of chunks, as a sentence. */
export function removedInWords(removed: Removed): string {
	if (removed.kind === 'left') return removed.why;
	const { chunks } = removed;
	// Those that a lost reply counted are gone too.
	if (chunks === 0 || chunks === undefined) return 'Nothing of it is in the bucket.';
	return `${plural(chunks, 'chunk')} of it ${chunks === 1 ? 'was' : 'were'} removed again.`;
}
