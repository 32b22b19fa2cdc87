import { inBatches } from '../format/in-batches.ts';
import { type Answer, inSentences, type Problem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { isAbsence } from '../store/collect.ts';
import { type ConsumerKey, splitConsumerKey } from '../store/view.ts';

/** Everything requested; or why it could not be read, as a sentence. */
export type ReadAssets<T> = { readonly infos: readonly T[] } | { readonly refusal: string };

/** A stream or consumer that exists but is unreadable: its servers are down, or do not support it. */
export interface Offline {
	readonly name: string;
	/** Why, as sentences. */
	readonly offline: string;
}

/** Stream and consumer that are offline; from 2.12 on with the reason. */
const offlineCodes: ReadonlySet<number | undefined> = new Set([10118, 10119, 10194, 10195]);

/** Assets without a leader may also just not answer. */
function offline(name: string, problem: Problem): Offline | undefined {
	const is = offlineCodes.has(problem.errCode) || problem.kind === 'timeout';
	return is ? { name, offline: inSentences(problem) } : undefined;
}

/** What a plan leaves out, though it was asked for. */
export interface Unread {
	/** `ORDERS`, `ORDERS > billing`. */
	readonly name: string;
	/** Why, in words; `gone` if it does not exist any more. */
	readonly why?: string;
}

export const gone = 'gone';

/** Streams and consumers that answer, and those that do not: one that expired meanwhile must not keep the others from being planned. */
export async function readPresent<Name extends string, T>(
	names: readonly Name[],
	read: (name: Name) => Promise<Answer<T>>,
): Promise<{ readonly infos: readonly T[]; readonly unread: readonly Unread[] }> {
	const infos: T[] = [];
	const unread: Unread[] = [];
	for (const [at, answer] of (await inBatches(names, atOnce, read)).entries()) {
		if (answer.ok) infos.push(answer.value);
		else unread.push(unreadAs(String(names[at]).replace('\0', ' > '), answer.problem));
	}
	return { infos, unread };
}

export const readPresentStreams = (api: Api, names: readonly string[], signal: AbortSignal) =>
	readPresent(names, (stream) => api.request('stream.info', { stream }, undefined, { signal }));

/** The same words for many: a message may name the subject. */
export function unreadAs(name: string, problem: Problem): Unread {
	return { name, why: isAbsence(problem) ? gone : (problem.short ?? problem.message) };
}

/** Most requests at once. */
const atOnce = 32;

/** Streams as they are now: a plan never uses data of an earlier poll. */
export function readStreams(api: Api, names: readonly string[], signal: AbortSignal): Promise<ReadAssets<StreamInfo>> {
	return readAll(names, (stream) => api.request('stream.info', { stream }, undefined, { signal }));
}

/** The same, with offline streams: they can be deleted unread. */
export function readStreamsOrOffline(
	api: Api,
	names: readonly string[],
	signal: AbortSignal,
): Promise<ReadAssets<StreamInfo | Offline>> {
	return readAll<StreamInfo | Offline>(names, async (stream) =>
		orOffline(stream, await api.request('stream.info', { stream }, undefined, { signal })),
	);
}

/** Consumers as they are now, including those that are offline. */
export function readConsumersOrOffline(
	api: Api,
	keys: readonly ConsumerKey[],
	signal: AbortSignal,
): Promise<ReadAssets<ConsumerInfo | Offline>> {
	return readAll<ConsumerInfo | Offline>(keys, async (key) =>
		orOffline(key, await api.request('consumer.info', splitConsumerKey(key as ConsumerKey), undefined, { signal })),
	);
}

function orOffline<T>(name: string, answer: Answer<T>): Answer<T | Offline> {
	const found = answer.ok ? undefined : offline(name, answer.problem);
	return found === undefined ? answer : { ok: true, value: found, at: answer.at, ms: answer.ms };
}

/** Consumers as they are now. */
export function readConsumers(
	api: Api,
	keys: readonly ConsumerKey[],
	signal: AbortSignal,
): Promise<ReadAssets<ConsumerInfo>> {
	return readAll(keys, (key) => api.request('consumer.info', splitConsumerKey(key), undefined, { signal }));
}

/** The server does not name what it lacks. */
function ofAsset(name: string, problem: Problem): string {
	const sentences = inSentences(problem);
	return isAbsence(problem) ? `${name.replace('\0', ' > ')}: ${sentences}` : sentences;
}

async function readAll<T>(
	names: readonly string[],
	read: (name: string) => Promise<Answer<T>>,
): Promise<ReadAssets<T>> {
	const infos: T[] = [];
	for (let at = 0; at < names.length; at += atOnce) {
		const answers = await Promise.all(names.slice(at, at + atOnce).map(read));
		for (const [of, answer] of answers.entries()) {
			if (!answer.ok) return { refusal: ofAsset(names[at + of] ?? '', answer.problem) };
			infos.push(answer.value);
		}
	}
	return { infos };
}
