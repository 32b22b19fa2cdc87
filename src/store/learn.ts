import type { Pages } from '../jetstream/pages.ts';
import type { Answer } from '../jetstream/problem.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { putConsumer, putStream } from './entries.ts';
import { forgetConsumers, forgetStreams } from './forget.ts';
import type { ConsumerEntry, DeckState, StreamEntry } from './state.ts';
import { writeTable } from './table.ts';
import { type ConsumerKey, consumerKey } from './view.ts';

/**
 * How replies reach the tables: data of a deleted and recreated stream or consumer is dropped with everything that depends on it.
 */

type Put<K, Info> = (key: K, answer: Answer<Info>, offline?: string) => void;

/** The state with what is put into the table of streams. */
export function learnStreams(
	state: DeckState,
	write: (put: Put<string, StreamInfo>, entries: Map<string, StreamEntry>) => void,
): Partial<DeckState> {
	const others = new Set<string>();
	const streams = writeTable(state.streams, (entries) =>
		write((name, answer, offline) => {
			if (putStream(entries, name, answer, offline)) others.add(name);
		}, entries),
	);
	return { ...(others.size > 0 && forgetStreams(state, (name) => others.has(name))), streams };
}

/** The state with what is put into the table of consumers. */
export function learnConsumers(
	state: DeckState,
	write: (put: Put<ConsumerKey, ConsumerInfo>, entries: Map<ConsumerKey, ConsumerEntry>) => void,
): Partial<DeckState> {
	const others = new Set<ConsumerKey>();
	const consumers = writeTable(state.consumers, (entries) =>
		write((key, answer, offline) => {
			if (putConsumer(entries, key, answer, offline)) others.add(key);
		}, entries),
	);
	return { ...(others.size > 0 && forgetConsumers(state, others)), consumers };
}

/** Everything that a LIST returned about the consumers of a stream. */
export function putListed(
	put: Put<ConsumerKey, ConsumerInfo>,
	stream: string,
	{ value, at, ms }: Extract<Answer<Pages<ConsumerInfo>>, { ok: true }>,
): void {
	const { items, silent, offline } = value;
	for (const [name, problem] of silent) put(consumerKey(stream, name), { ok: false, problem, at, ms }, offline[name]);
	for (const info of items) put(consumerKey(stream, info.name), { ok: true, value: info, at, ms }, offline[info.name]);
}
