import { setTimeout as pause } from 'node:timers/promises';
import { stringifyJson } from '../../format/json.ts';
import type { Link } from '../../nats/link.ts';
import { inSentences, mayBeStored, type Problem } from '../problem.ts';
import { changedMeanwhile } from './changed-meanwhile.ts';
import { isConnectedAgain } from './connected-again.ts';
import type { StoredObject } from './meta.ts';
import { nameOfToken } from './name.ts';
import { readObject } from './read-objects.ts';
import type { ObjectSource } from './source.ts';
import { metaSubject } from './subjects.ts';

/** What is stored in place of an object. */
export interface NewMeta {
	readonly token: string;
	readonly raw: StoredObject['raw'];
	/** The sequence of the meta that it replaces; 0 for none. The server refuses it if there is another. */
	readonly replaces: StoredObject['seq'];
}

export type Written =
	| { readonly kind: 'stored' }
	/** It is certainly not stored, and will not be. */
	| { readonly kind: 'refused'; readonly problem: Problem }
	/** No reply came, and jetdeck could not find out: it may still be stored. */
	| { readonly kind: 'unknown'; readonly problem: Problem };

const againMs = 1000;
/** How long it is sent again; a cluster may take that long to elect a leader. */
const longestMs = 30_000;
const wrongSequence = 10071;
/** `err_code` if another write is under way in a cluster, perhaps our own (2.12 and later). */
const writeUnderWay = 10164;

const isConflict = ({ errCode }: Problem): boolean => errCode === wrongSequence || errCode === writeUnderWay;

/**
 * Stores a meta; the earlier one of the name is removed with it. Without a reply it is sent again, for it cannot be stored twice: the
 * first one makes the server refuse the second. To look whether it is there would prove nothing: a leader without its followers does not
 * see what it stores a moment later.
 */
export async function writeMeta(link: Link, source: ObjectSource, wanted: NewMeta): Promise<Written> {
	const problem = await send(source, wanted);
	if (problem === undefined) return { kind: 'stored' };
	if (isConflict(problem))
		return { kind: 'refused', problem: { ...conflict(source, wanted), kind: 'api', errCode: wrongSequence } };
	if (!mayBeStored(problem)) return { kind: 'refused', problem };
	// Another stream has it: to send it again would store it there twice.
	return problem.elsewhere ? { kind: 'unknown', problem } : sendAgain(link, source, wanted, problem);
}

async function send(
	{ api, bucket, domain }: ObjectSource,
	{ token, raw, replaces }: NewMeta,
): Promise<Problem | undefined> {
	const answer = await api.store({
		subject: metaSubject(bucket, token),
		payload: Buffer.from(stringifyJson(raw)),
		headers: [
			['Nats-Rollup', 'sub'],
			['Nats-Expected-Last-Subject-Sequence', String(replaces)],
		],
		into: { stream: bucket.stream, ...(domain !== undefined && { domain }) },
	});
	return answer.ok ? undefined : answer.problem;
}

/** Somebody who stops the work must still know what became of it: it does not stop. */
async function sendAgain(link: Link, source: ObjectSource, wanted: NewMeta, first: Problem): Promise<Written> {
	const end = Date.now() + longestMs;
	while (Date.now() < end && (await isConnectedAgain(link))) {
		await pause(againMs);
		const problem = await send(source, wanted);
		if (problem === undefined) return { kind: 'stored' };
		if (problem.elsewhere) return { kind: 'unknown', problem };
		// Any other refusal says nothing about the first one.
		if (problem.errCode === wrongSequence) return afterConflict(source, wanted, first);
	}
	return { kind: 'unknown', problem: first };
}

/** Either the first one is stored, or another client was faster. */
async function afterConflict(source: ObjectSource, wanted: NewMeta, first: Problem): Promise<Written> {
	const { signal: _, ...asked } = source;
	const found = await readObject(asked, wanted.token);
	if (!found.ok) return { kind: 'unknown', problem: { ...first, advice: inSentences(found.problem) } };
	if (found.value !== undefined && stringifyJson(found.value.raw) === stringifyJson(wanted.raw))
		return { kind: 'stored' };
	// Ours may have been there in between, and another client may have given it another name.
	return { kind: 'unknown', problem: { ...conflict(source, wanted), kind: 'other' } };
}

const conflict = ({ bucket }: ObjectSource, { token }: NewMeta): Problem => ({
	...changedMeanwhile(metaSubject(bucket, token), nameOfToken(token) ?? token),
	advice: 'Look at it, and try again.',
});
