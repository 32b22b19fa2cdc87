import type { Answer } from '../jetstream/problem.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { apiRateAfter } from './api-rate.ts';
import { answered, type Datum, unknown } from './datum.ts';
import { consumerRates, streamRates } from './rates.ts';
import type { Fetched, Resource } from './resource.ts';
import type { ConsumerEntry, DeckState, StreamEntry } from './state.ts';
import { writeTable } from './table.ts';
import { type ConsumerKey, consumerKey, splitConsumerKey } from './view.ts';

const noSuchStream = 10059;
const noSuchConsumer = 10014;
/** Subjects held of one stream; more cannot be looked through by eye. */
const mostSubjects = 10_000;

export function accountResource(every: number): Resource {
	return {
		key: 'account',
		every,
		fetch: async (api) => {
			const answer = await api.request('account.info', {});
			return {
				ok: answer.ok,
				patch: (state) => {
					const account = answered(state.account, answer);
					return { account, apiRates: apiRateAfter(state.apiRates, state.account, account) };
				},
			};
		},
	};
}

/** Asks for LIST where NAMES is refused: the names are in it too. */
export function streamNamesResource(every: number, denied: boolean): Resource {
	return {
		key: 'names',
		every,
		fetch: async (api, signal) => {
			const answer = denied
				? mapAnswer(await api.pages('stream.list', {}, undefined, { signal }), ({ items }) =>
						items.map(({ config }) => config.name),
					)
				: mapAnswer(await api.pages('stream.names', {}, undefined, { signal, concurrency: 4 }), ({ items }) => items);
			return { ok: answer.ok, patch: (state) => withNames(state, answer) };
		},
	};
}

/** Every stream of a small account in one request. */
export function streamListResource(): Resource {
	return {
		key: 'stream-list',
		every: 1,
		fetch: async (api, signal) => {
			const answer = await api.pages('stream.list', {}, undefined, { signal });
			if (!answer.ok) return { ok: false, patch: () => ({}) };
			const { items, offline } = answer.value;
			return {
				ok: true,
				patch: (state) => ({
					streams: writeTable(state.streams, (entries) => {
						for (const info of items)
							putStream(entries, info.config.name, { ...answer, value: info }, offline[info.config.name]);
						for (const [name, why] of Object.entries(offline)) markOffline(entries, name, why);
					}),
				}),
			};
		},
	};
}

export function streamResource(stream: string): Resource {
	return {
		key: `stream:${stream}`,
		every: 1,
		fetch: async (api, signal) => {
			const answer = await api.request('stream.info', { stream }, undefined, { signal });
			return {
				ok: answer.ok,
				patch: ({ streams }) => ({ streams: writeTable(streams, (entries) => putStream(entries, stream, answer)) }),
				...outdatedBy(answer, noSuchStream, 'names'),
			};
		},
	};
}

export function subjectsResource(stream: string): Resource {
	return {
		key: `subjects:${stream}`,
		every: 5,
		fetch: async (api, signal) => {
			const pages = await api.pages('stream.info', { stream }, { subjects_filter: '>' }, { signal });
			const answer = mapAnswer(pages, ({ items, total }) => ({
				counts: items.slice(0, mostSubjects),
				total: Math.max(total, items.length),
			}));
			return {
				ok: answer.ok,
				patch: ({ subjects }) => ({ subjects: writeTable(subjects, (entries) => putDatum(entries, stream, answer)) }),
			};
		},
	};
}

export function consumerNamesResource(stream: string, every: number): Resource {
	return {
		key: `consumer-names:${stream}`,
		every,
		fetch: async (api, signal) => {
			const answer = mapAnswer(
				await api.pages('consumer.names', { stream }, undefined, { signal }),
				({ items }) => items,
			);
			return {
				ok: answer.ok,
				patch: (state) => withConsumerNames(state, stream, answer),
				...outdatedBy(answer, noSuchStream, 'names'),
			};
		},
	};
}

/** Every consumer of a stream that has few: names and infos in one request. */
export function consumerListResource(stream: string, every: number): Resource {
	return {
		key: `consumer-list:${stream}`,
		every,
		fetch: async (api, signal) => {
			const answer = await api.pages('consumer.list', { stream }, undefined, { signal });
			if (!answer.ok) return { ok: false, patch: () => ({}) };
			const { items, offline } = answer.value;
			return { ok: true, patch: (state) => withConsumers(state, items, offline, answer) };
		},
	};
}

export function consumerResource(key: ConsumerKey): Resource {
	const { stream, consumer } = splitConsumerKey(key);
	return {
		key: `consumer:${key}`,
		every: 1,
		fetch: async (api, signal) => {
			const answer = await api.request('consumer.info', { stream, consumer }, undefined, { signal });
			return {
				ok: answer.ok,
				patch: ({ consumers }) => ({
					consumers: writeTable(consumers, (entries) => putConsumer(entries, key, answer)),
				}),
				...outdatedBy(answer, noSuchConsumer, `consumer-names:${stream}`),
			};
		},
	};
}

/** Streams that are gone leave with all that was known of them. */
function withNames(state: DeckState, answer: Answer<readonly string[]>): Partial<DeckState> {
	const streamNames = answered(state.streamNames, answer);
	if (!answer.ok) return { streamNames };
	const names = new Set(answer.value);
	const gone = [...state.streams.entries.keys()].filter((name) => !names.has(name));
	if (gone.length === 0) return { streamNames };
	const left = new Set(gone);
	return {
		streamNames,
		streams: writeTable(state.streams, (entries) => deleteAll(entries, (name) => left.has(name))),
		subjects: writeTable(state.subjects, (entries) => deleteAll(entries, (name) => left.has(name))),
		consumerNames: writeTable(state.consumerNames, (entries) => deleteAll(entries, (name) => left.has(name))),
		consumers: writeTable(state.consumers, (entries) =>
			deleteAll(entries, (key) => left.has(splitConsumerKey(key).stream)),
		),
	};
}

function withConsumerNames(state: DeckState, stream: string, answer: Answer<readonly string[]>): Partial<DeckState> {
	const consumerNames = writeTable(state.consumerNames, (entries) => putDatum(entries, stream, answer));
	if (!answer.ok) return { consumerNames };
	const names = new Set(answer.value);
	return {
		consumerNames,
		consumers: writeTable(state.consumers, (entries) =>
			deleteAll(entries, (key) => {
				const each = splitConsumerKey(key);
				return each.stream === stream && !names.has(each.consumer);
			}),
		),
	};
}

/** Puts consumers of LIST replies into the table. */
export function withConsumers(
	state: DeckState,
	infos: readonly ConsumerInfo[],
	offline: Readonly<Record<string, string>>,
	from: { readonly at: number; readonly ms: number },
): Partial<DeckState> {
	return {
		consumers: writeTable(state.consumers, (entries) => {
			for (const info of infos) {
				const answer = { ok: true, value: info, at: from.at, ms: from.ms } as const;
				putConsumer(entries, consumerKey(info.stream_name, info.name), answer, offline[info.name]);
			}
		}),
	};
}

/** Puts streams of LIST replies into the table. */
export function withStreams(
	state: DeckState,
	infos: readonly StreamInfo[],
	from: { readonly at: number; readonly ms: number },
): Partial<DeckState> {
	return {
		streams: writeTable(state.streams, (entries) => {
			for (const info of infos)
				putStream(entries, info.config.name, { ok: true, value: info, at: from.at, ms: from.ms });
		}),
	};
}

function putStream(
	entries: Map<string, StreamEntry>,
	name: string,
	answer: Answer<StreamInfo>,
	offline?: string,
): void {
	const before = entries.get(name);
	const info = answered(before?.info ?? unknown, answer);
	const rates = answer.ok ? streamRates(before?.rates, answer.value, answer.at) : before?.rates;
	entries.set(name, { info, rates, offline: answer.ok ? offline : (offline ?? before?.offline) });
}

function putConsumer(
	entries: Map<ConsumerKey, ConsumerEntry>,
	key: ConsumerKey,
	answer: Answer<ConsumerInfo>,
	offline?: string,
): void {
	const before = entries.get(key);
	const info = answered(before?.info ?? unknown, answer);
	const rates = answer.ok ? consumerRates(before?.rates, answer.value, answer.at) : before?.rates;
	entries.set(key, { info, rates, offline: answer.ok ? offline : (offline ?? before?.offline) });
}

function markOffline(entries: Map<string, StreamEntry>, name: string, why: string): void {
	entries.set(name, { ...(entries.get(name) ?? { info: unknown }), offline: why });
}

function putDatum<T>(entries: Map<string, Datum<T>>, key: string, answer: Answer<T>): void {
	entries.set(key, answered(entries.get(key) ?? unknown, answer));
}

function deleteAll<K>(entries: Map<K, unknown>, gone: (key: K) => boolean): void {
	for (const key of entries.keys()) if (gone(key)) entries.delete(key);
}

function mapAnswer<T, U>(answer: Answer<T>, map: (value: T) => U): Answer<U> {
	return answer.ok ? { ...answer, value: map(answer.value) } : answer;
}

/** A name that is not there any more means that the list of names is old. */
function outdatedBy(answer: Answer<unknown>, errCode: number, key: string): Pick<Fetched, 'outdated'> {
	return !answer.ok && answer.problem.errCode === errCode ? { outdated: [key] } : {};
}
