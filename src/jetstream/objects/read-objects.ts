import { statusProblem } from '../messages/read-message.ts';
import { entryOfDirect, entryOfStored, type StoredEntry } from '../messages/stored-entry.ts';
import { type Answer, failed, isRefusal, type Problem } from '../problem.ts';
import { supports } from '../server-features.ts';
import { isVisible, objectOf, type StoredObject } from './meta.ts';
import { tokensOf } from './name.ts';
import type { ObjectSource } from './source.ts';
import { allMetas, metaSubject } from './subjects.ts';

/** `err_code` of a subject without a message. */
const notFound = 10037;

type Found = Answer<StoredEntry | undefined>;

/** The object of a token as the leader has it; undefined if its name was never used. */
export async function readObject(source: ObjectSource, token: string): Promise<Answer<StoredObject | undefined>> {
	const fromLeader = await lastByLeader(source, token);
	const isBarred = !fromLeader.ok && isRefusal(fromLeader.problem);
	const found = isBarred && source.bucket.config.allow_direct ? await lastByReplica(source, token) : fromLeader;
	return asObject(found, source);
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

const asObject = (found: Found, { bucket }: ObjectSource): Answer<StoredObject | undefined> =>
	found.ok ? { ...found, value: found.value && objectOf(found.value, bucket) } : found;

/** The last meta that was stored, as the leader has it. */
export const lastMeta = (source: ObjectSource): Promise<Found> => lastOf(source, allMetas(source.bucket));

const lastByLeader = (source: ObjectSource, token: string): Promise<Found> =>
	lastOf(source, metaSubject(source.bucket, token));

async function lastOf({ api, bucket, signal }: ObjectSource, subject: string): Promise<Found> {
	const body = { last_by_subj: subject };
	const answer = await api.request('stream.msg.get', { stream: bucket.stream }, body, signal && { signal });
	if (answer.ok) return { ...answer, value: entryOfStored(answer.value.message) };
	return answer.problem.errCode === notFound ? { ...answer, ok: true, value: undefined } : answer;
}

/** Any copy of the stream may reply, and a copy may lag. */
async function lastByReplica({ api, bucket, signal }: ObjectSource, token: string): Promise<Found> {
	const { stream } = bucket;
	const { messages, problem, ms } = await api.receive(
		'direct.get.last',
		{ stream, subject: metaSubject(bucket, token) },
		{},
		{ isLast: () => true, ...(signal && { signal }) },
	);
	if (problem !== undefined) return failed(problem, ms);
	const [message] = messages;
	const found = message && entryOfDirect(message);
	const at = Date.now();
	if (found?.stream === stream) return { ok: true, value: found.entry, at, ms };
	if (found === undefined && message?.status?.code === 404) return { ok: true, value: undefined, at, ms };
	return failed(found === undefined ? statusProblem(stream, message?.status) : mirrorProblem(stream, found.stream), ms);
}

const mirrorProblem = (stream: string, mirror: string): Problem => ({
	kind: 'malformed',
	subject: `DIRECT.GET.${stream}`,
	message: `Stream ${mirror}, a mirror, replied in place of stream ${stream}.`,
	advice: `Ask for permission to publish to $JS.API.STREAM.MSG.GET.${stream}, which only the stream answers.`,
});

/** The objects of many tokens, as far as they are there. */
export interface ReadObjects {
	readonly objects: ReadonlyMap<string, StoredObject>;
	/** Why the others are unknown. */
	readonly problem?: Problem;
}

const atOnce = 40;
/** nats-server refuses more than 1,024 subjects of one request. */
const batch = 500;

/** Reads the metas of many objects, the cheapest way that the server has. */
export async function readObjects(source: ObjectSource, tokens: readonly string[]): Promise<ReadObjects> {
	const objects = new Map<string, StoredObject>();
	const take = (entry: StoredEntry): void => {
		const object = objectOf(entry, source.bucket);
		objects.set(object.token, object);
	};
	if (source.bucket.config.allow_direct && supports(source.features, '2.11') && tokens.length > 1)
		for (let from = 0; from < tokens.length && source.signal?.aborted !== true; from += batch)
			for (const entry of await lastOfMany(source, tokens.slice(from, from + batch))) take(entry);
	// What a batch left out may be there all the same: its replies are bounded.
	const left = tokens.filter((token) => !objects.has(token));
	let problem: Problem | undefined;
	let at = 0;
	const worker = async (): Promise<void> => {
		while (problem === undefined) {
			const token = left[at];
			at += 1;
			if (token === undefined) return;
			const found = await readOne(source, token);
			if (!found.ok) problem = found.problem;
			else if (found.value !== undefined) take(found.value);
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, left.length) }, worker));
	return { objects, ...(problem && { problem }) };
}

/**
 * Copies share the work of many reads; what they cannot reply is asked of the leader, and what they do not have: a 404 does not name its
 * sender, which may be a copy that lags, or a mirror that keeps less.
 */
async function readOne(source: ObjectSource, token: string): Promise<Found> {
	if (source.bucket.config.allow_direct) {
		const found = await lastByReplica(source, token);
		if (found.ok && found.value !== undefined) return found;
	}
	return lastByLeader(source, token);
}

/** Nothing if the server refuses the request: then each is read alone. */
async function lastOfMany(
	{ api, bucket, signal }: ObjectSource,
	tokens: readonly string[],
): Promise<readonly StoredEntry[]> {
	const { messages } = await api.receive(
		'direct.get',
		{ stream: bucket.stream },
		{ multi_last: tokens.map((token) => metaSubject(bucket, token)) },
		{ isLast: ({ status }) => status !== undefined, ...(signal && { signal }) },
	);
	return messages.flatMap((message) => {
		const found = entryOfDirect(message);
		return found?.stream === bucket.stream ? [found.entry] : [];
	});
}
