import { type Answer, isRefusal } from '../jetstream/problem.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { answered, type Datum, isOutdated, lastKnown, latest, unknown } from './datum.ts';
import { consumerRates, streamRates } from './rates.ts';
import { isAnother } from './recreated.ts';
import type { ConsumerEntry, StreamEntry } from './state.ts';
import type { ConsumerKey } from './view.ts';

/** How replies change the entries of the tables. */

/**
 * @param offline why a LIST named it as offline; an INFO says nothing of it
 * @returns whether it is another stream than before
 */
export function putStream(
	entries: Map<string, StreamEntry>,
	name: string,
	answer: Answer<StreamInfo>,
	offline?: string,
): boolean {
	const before = entries.get(name);
	if (before !== undefined && isOutdated(answer.at, saidAt(before.info))) return false;
	const info = infoAfter(before?.info ?? unknown, answer);
	const rates = answer.ok ? streamRates(before?.rates, answer.value, answer.at) : before?.rates;
	entries.set(name, { info, rates, offline: answer.ok ? offline : (offline ?? before?.offline) });
	return isAnother(before && latest(before.info), latest(info));
}

/** As `putStream`. */
export function putConsumer(
	entries: Map<ConsumerKey, ConsumerEntry>,
	key: ConsumerKey,
	answer: Answer<ConsumerInfo>,
	offline?: string,
): boolean {
	const before = entries.get(key);
	if (before !== undefined && isOutdated(answer.at, saidAt(before.info))) return false;
	const info = infoAfter(before?.info ?? unknown, answer);
	const rates = answer.ok ? consumerRates(before?.rates, answer.value, answer.at) : before?.rates;
	entries.set(key, { info, rates, offline: answer.ok ? offline : (offline ?? before?.offline) });
	return isAnother(before && latest(before.info), latest(info));
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

/** When a server last said something of it, a problem too. */
const saidAt = <T>(info: Datum<T>): number | undefined => (info.phase === 'failed' ? info.at : lastKnown(info)?.at);

/** Where INFO is not permitted a value from LIST is no worse for that. */
function infoAfter<T>(before: Datum<T>, answer: Answer<T>): Datum<T> {
	if (!answer.ok && isRefusal(answer.problem) && lastKnown(before) !== undefined) return before;
	return answered(before, answer);
}
