import type { Pages } from '../jetstream/pages.ts';
import { type Answer, isRefusal } from '../jetstream/problem.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { answered, type Datum, held, unknown } from './datum.ts';
import { consumerRates, streamRates } from './rates.ts';
import type { ConsumerEntry, StreamEntry } from './state.ts';
import { type ConsumerKey, consumerKey } from './view.ts';

/** How answers change the entries of the tables. */

/** @param offline why a LIST named it as offline; an INFO says nothing of it */
export function putStream(
	entries: Map<string, StreamEntry>,
	name: string,
	answer: Answer<StreamInfo>,
	offline?: string,
): void {
	const before = entries.get(name);
	const info = infoAfter(before?.info ?? unknown, answer);
	const rates = answer.ok ? streamRates(before?.rates, answer.value, answer.at) : before?.rates;
	entries.set(name, { info, rates, offline: answer.ok ? offline : (offline ?? before?.offline) });
}

/** @param offline as of `putStream` */
export function putConsumer(
	entries: Map<ConsumerKey, ConsumerEntry>,
	key: ConsumerKey,
	answer: Answer<ConsumerInfo>,
	offline?: string,
): void {
	const before = entries.get(key);
	const info = infoAfter(before?.info ?? unknown, answer);
	const rates = answer.ok ? consumerRates(before?.rates, answer.value, answer.at) : before?.rates;
	entries.set(key, { info, rates, offline: answer.ok ? offline : (offline ?? before?.offline) });
}

/** All that a LIST told of the consumers of a stream. */
export function putConsumers(
	entries: Map<ConsumerKey, ConsumerEntry>,
	stream: string,
	{ value, at, ms }: Extract<Answer<Pages<ConsumerInfo>>, { ok: true }>,
): void {
	const { items, silent, offline } = value;
	for (const [name, problem] of silent)
		putConsumer(entries, consumerKey(stream, name), { ok: false, problem, at, ms }, offline[name]);
	for (const info of items)
		putConsumer(entries, consumerKey(stream, info.name), { ok: true, value: info, at, ms }, offline[info.name]);
}

export function putDatum<T>(entries: Map<string, Datum<T>>, key: string, answer: Answer<T>): void {
	entries.set(key, answered(entries.get(key) ?? unknown, answer));
}

export function deleteAll<K>(entries: Map<K, unknown>, gone: (key: K) => boolean): void {
	for (const key of entries.keys()) if (gone(key)) entries.delete(key);
}

export function mapAnswer<T, U>(answer: Answer<T>, map: (value: T) => U): Answer<U> {
	return answer.ok ? { ...answer, value: map(answer.value) } : answer;
}

/** Where INFO is not permitted a value from LIST is no worse for that. */
function infoAfter<T>(before: Datum<T>, answer: Answer<T>): Datum<T> {
	if (!answer.ok && isRefusal(answer.problem) && held(before) !== undefined) return before;
	return answered(before, answer);
}
