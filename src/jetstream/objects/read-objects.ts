import { inBatches } from '../../format/in-batches.ts';
import { readBySubject, readLast } from '../messages/read-last.ts';
import { entryOfStored, type StoredEntry } from '../messages/stored-entry.ts';
import { type Answer, isRefusal, type Problem } from '../problem.ts';
import { isVisible, objectOf, type StoredObject } from './meta.ts';
import { tokensOf } from './name.ts';
import type { ObjectSource } from './source.ts';
import { allMetas, metaSubject } from './subjects.ts';

/** `err_code` of a subject without a message. */
const notFound = 10037;

type Found = Answer<StoredEntry | undefined>;

/** The object of a token as the leader has it; undefined if its name was never used. */
export async function readObject(source: ObjectSource, token: string): Promise<Answer<StoredObject | undefined>> {
	const subject = metaSubject(source.bucket, token);
	const fromLeader = await lastOf(source, subject);
	const isBarred = !fromLeader.ok && isRefusal(fromLeader.problem);
	const found = isBarred && source.bucket.config.allow_direct ? await readBySubject(source, subject) : fromLeader;
	return found.ok ? { ...found, value: found.value && objectOf(found.value, source.bucket) } : found;
}

/** Where an object of a name is or would be, and the object itself if it is there; it may be deleted. */
export interface FoundObject {
	readonly token: string;
	readonly object: StoredObject | undefined;
}

/** The object that people mean by a name: a visible one at an unusual place comes before a deleted one at the usual. */
export async function findObject(source: ObjectSource, name: string): Promise<Answer<FoundObject>> {
	const tokens = tokensOf(name);
	let usual: FoundObject | undefined;
	for (const token of tokens) {
		const answer = await readObject(source, token);
		if (!answer.ok) return answer;
		const found = { token, object: answer.value };
		if (found.object !== undefined && isVisible(found.object)) return { ...answer, value: found };
		usual ??= found;
		if (token === tokens.at(-1)) return { ...answer, value: usual };
	}
	throw new Error('every name has a token');
}

/** The last meta that was stored, as the leader has it. */
export const lastMeta = (source: ObjectSource): Promise<Found> => lastOf(source, allMetas(source.bucket));

async function lastOf({ api, bucket, signal }: ObjectSource, subject: string): Promise<Found> {
	const body = { last_by_subj: subject };
	const answer = await api.request('stream.msg.get', { stream: bucket.stream }, body, signal && { signal });
	if (answer.ok) return { ...answer, value: entryOfStored(answer.value.message) };
	return answer.problem.errCode === notFound ? { ...answer, ok: true, value: undefined } : answer;
}

/** The objects of many tokens, as far as they are there. */
export interface ReadObjects {
	readonly objects: ReadonlyMap<string, StoredObject>;
	/** Why the others are unknown. */
	readonly problem?: Problem;
}

const atOnce = 40;
/** Of metas in memory at once. */
const maxBytes = 4 * 1024 * 1024;

/** Reads the metas of many objects, the cheapest way that the server has. */
export async function readObjects(source: ObjectSource, tokens: readonly string[]): Promise<ReadObjects> {
	const objects = new Map<string, StoredObject>();
	const take = (entry: StoredEntry): void => {
		const object = objectOf(entry, source.bucket);
		objects.set(object.token, object);
	};
	const absent: string[] = [];
	let left = tokens.map((token) => metaSubject(source.bucket, token));
	while (left.length > 0 && source.signal?.aborted !== true) {
		const answer = await readLast(source, { subjects: left, maxBytes });
		if (!answer.ok) return { objects, problem: answer.problem };
		const { found, without, failed: unread } = answer.value;
		for (const entry of found.values()) take(entry);
		const [problem] = unread.values();
		if (problem !== undefined) return { objects, problem };
		absent.push(...without);
		const read = new Set([...found.keys(), ...without]);
		if (read.size === 0) break;
		left = left.filter((subject) => !read.has(subject));
	}
	// A copy that lags may have replied: only the leader knows what is not there.
	for (const found of await inBatches(absent, atOnce, (subject) => lastOf(source, subject))) {
		if (!found.ok) return { objects, problem: found.problem };
		if (found.value !== undefined) take(found.value);
	}
	return { objects };
}
