import { type Answer, inSentences } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import { type ConsumerKey, splitConsumerKey } from '../view.ts';

/** What was asked for, all of it; or why not, as a sentence. */
export type ReadAssets<T> = { readonly infos: readonly T[] } | { readonly refusal: string };

/** Requests that are under way at a time. */
const atOnce = 32;

/** Streams as they are right now: a proposal is never planned on what a poll saw some time ago. */
export function readStreams(api: Api, names: readonly string[], signal: AbortSignal): Promise<ReadAssets<StreamInfo>> {
	return readAll(names, (stream) => api.request('stream.info', { stream }, undefined, { signal }));
}

/** Consumers as they are right now. */
export function readConsumers(
	api: Api,
	keys: readonly ConsumerKey[],
	signal: AbortSignal,
): Promise<ReadAssets<ConsumerInfo>> {
	return readAll(keys, (key) => api.request('consumer.info', splitConsumerKey(key), undefined, { signal }));
}

async function readAll<T>(
	names: readonly string[],
	read: (name: string) => Promise<Answer<T>>,
): Promise<ReadAssets<T>> {
	const infos: T[] = [];
	for (let at = 0; at < names.length; at += atOnce) {
		const answers = await Promise.all(names.slice(at, at + atOnce).map(read));
		for (const answer of answers) {
			if (!answer.ok) return { refusal: inSentences(answer.problem) };
			infos.push(answer.value);
		}
	}
	return { infos };
}
