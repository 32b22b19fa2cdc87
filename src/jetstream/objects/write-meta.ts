import { setTimeout as pause } from 'node:timers/promises';
import { stringifyJson } from '../../format/json.ts';
import type { Link } from '../../nats/link.ts';
import { inSentences, type Problem } from '../problem.ts';
import { isConnectedAgain } from './connected-again.ts';
import type { StoredObject } from './meta.ts';
import { publishStored } from './publish-stored.ts';
import { readObject } from './read-objects.ts';
import type { ObjectSource } from './source.ts';
import { metaSubject } from './subjects.ts';

export type Raw = StoredObject['raw'];

/** What is stored in place of an object. */
export interface NewMeta {
	readonly token: string;
	readonly raw: Raw;
	/** The sequence of the meta that it replaces; 0 for none. The server refuses it if there is another. */
	readonly replaces: StoredObject['seq'];
}

export type Written =
	| { readonly kind: 'stored' }
	/** It is certainly not stored. */
	| { readonly kind: 'refused'; readonly problem: Problem }
	/** No reply came, and jetdeck could not find out. */
	| { readonly kind: 'unknown'; readonly problem: Problem };

/** Failures after which the message may have been stored. */
const unsure: ReadonlySet<Problem['kind']> = new Set(['timeout', 'disconnected', 'cancelled', 'malformed', 'other']);
const lookAgainMs = 1000;
/** `wrong last sequence`; 10164 if another write is under way in a cluster. */
const conflicts: ReadonlySet<number> = new Set([10071, 10164]);

/** Stores a meta; the earlier one of the name is removed with it. Without a reply it looks whether it is stored. */
export async function writeMeta(link: Link, source: ObjectSource, { token, raw, replaces }: NewMeta): Promise<Written> {
	const subject = metaSubject(source.bucket, token);
	const problem = await publishStored(link, source, subject, stringifyJson(raw), {
		headers: [
			['Nats-Rollup', 'sub'],
			['Nats-Expected-Last-Subject-Sequence', String(replaces)],
		],
	});
	if (problem === undefined) return { kind: 'stored' };
	if (problem.errCode !== undefined && conflicts.has(problem.errCode))
		return { kind: 'refused', problem: changedMeanwhile(subject) };
	if (problem.unsent || !unsure.has(problem.kind)) return { kind: 'refused', problem };
	return lookFor(link, source, { token, raw, replaces }, problem);
}

/** A busy server may answer before it carries out what came earlier: only the second no counts. */
async function lookFor(link: Link, source: ObjectSource, wanted: NewMeta, problem: Problem): Promise<Written> {
	// Somebody who stops the work must still know what became of it.
	const { signal: _, ...asked } = source;
	for (let doubts = 2; doubts > 0 && (await isConnectedAgain(link)); doubts -= 1) {
		await pause(lookAgainMs);
		const found = await readObject(asked, wanted.token);
		if (!found.ok) return { kind: 'unknown', problem: { ...problem, advice: inSentences(found.problem) } };
		if (found.value !== undefined && stringifyJson(found.value.raw) === stringifyJson(wanted.raw))
			return { kind: 'stored' };
		if (doubts === 1) return { kind: 'refused', problem };
	}
	return { kind: 'unknown', problem };
}

const changedMeanwhile = (subject: string): Problem => ({
	kind: 'api',
	subject,
	message: 'Somebody else has changed the object meanwhile.',
	advice: 'Look at it, and try again.',
	errCode: 10071,
});
