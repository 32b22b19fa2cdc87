import type { Pages } from '../jetstream/pages.ts';
import { type Answer, isRefusal } from '../jetstream/problem.ts';
import type { ConsumerInfo } from '../jetstream/wire.ts';
import { answered, latest, unknown } from './datum.ts';
import { deleteAll, mapAnswer } from './entries.ts';
import { learnConsumers, putListed } from './learn.ts';
import { outdatedBy, type Patch, type Resource } from './resource.ts';
import type { DeckState } from './state.ts';
import { namesKeys } from './stream-resources.ts';
import { writeTable } from './table.ts';
import { type ConsumerKey, consumerKey, splitConsumerKey } from './view.ts';

const noSuchStream = 10059;
const noSuchConsumer = 10014;

/** Both ways to the names of a stream's consumers. */
export function consumerNamesKeys(stream: string): readonly [names: string, byList: string] {
	return [`consumer-names:${stream}`, `consumer-names-by-list:${stream}`];
}

export function consumerNamesResource(stream: string, every: number): Resource {
	return {
		key: consumerNamesKeys(stream)[0],
		every,
		fetch: async (api, { signal }) => {
			const answer = await api.pages('consumer.names', { stream }, undefined, { signal });
			return {
				ok: answer.ok,
				patch: (state) =>
					withConsumerNames(
						state,
						stream,
						mapAnswer(answer, ({ items }) => items),
					),
				...outdatedBy(answer, noSuchStream, namesKeys),
			};
		},
	};
}

/** Where NAMES is refused: the names are in LIST too, and the infos with them. */
export function consumerNamesByListResource(stream: string, every: number): Resource {
	return {
		key: consumerNamesKeys(stream)[1],
		every,
		fetch: async (api, { signal }) => {
			const answer = await api.pages('consumer.list', { stream }, undefined, { signal });
			if (!answer.ok) return { ok: false, patch: (state) => withConsumerNames(state, stream, answer) };
			return { ok: true, patch: (state) => withConsumerList(state, stream, answer) };
		},
	};
}

/** Every consumer of a stream that has few: names and infos in one request. */
export function consumerListResource(stream: string, every: number): Resource {
	return {
		key: `consumer-list:${stream}`,
		every,
		fetch: async (api, { signal }) => {
			const answer = await api.pages('consumer.list', { stream }, undefined, { signal });
			if (answer.ok) return { ok: true, patch: (state) => withConsumerList(state, stream, answer) };
			// If refused, each row is requested on its own.
			if (isRefusal(answer.problem)) return { ok: false, patch: () => ({}) };
			const patch: Patch = (state) =>
				learnConsumers(state, (put) => {
					const names = latest(state.consumerNames.entries.get(stream) ?? unknown) ?? [];
					for (const name of names) put(consumerKey(stream, name), answer);
				});
			return { ok: false, patch, ...outdatedBy(answer, noSuchStream, namesKeys) };
		},
	};
}

/** @param absence what to do about a consumer that does not exist: show that where it is in view, or remove its row from a list */
export function consumerResource(key: ConsumerKey, absence: 'shown' | 'leaves' = 'leaves'): Resource {
	const { stream, consumer } = splitConsumerKey(key);
	return {
		key: `consumer:${key}`,
		every: 1,
		fetch: async (api, { signal }) => {
			const answer = await api.request('consumer.info', { stream, consumer }, undefined, { signal });
			const gone = !answer.ok && answer.problem.errCode === noSuchConsumer;
			return {
				ok: answer.ok,
				patch: (state) => {
					if (gone && absence === 'leaves') return withoutConsumer(state, key);
					return learnConsumers(state, (put) => put(key, answer));
				},
				...outdatedBy(answer, noSuchConsumer, consumerNamesKeys(stream)),
			};
		},
	};
}

type Listed = Extract<Answer<Pages<ConsumerInfo>>, { ok: true }>;

/** Puts the consumers of a stream's whole LIST into the table; those that are not in it are gone. */
function withConsumerList(state: DeckState, stream: string, answer: Listed): Partial<DeckState> {
	const learnt = learnConsumers(state, (put) => putListed(put, stream, answer));
	const names = [...answer.value.names].sort();
	return { ...learnt, ...withConsumerNames({ ...state, ...learnt }, stream, { ...answer, value: names }) };
}

function withConsumerNames(state: DeckState, stream: string, answer: Answer<readonly string[]>): Partial<DeckState> {
	const before = state.consumerNames.entries.get(stream) ?? unknown;
	const after = answered(before, answer);
	const known = latest(before);
	const names = latest(after);
	// Readers compare arrays of names: an equal list stays the same array.
	const same = answer.ok && known?.length === names?.length && known?.every((name, at) => name === names?.[at]);
	const datum = same && after.phase === 'ready' && known !== undefined ? { ...after, value: known } : after;
	const consumerNames = writeTable(state.consumerNames, (entries) => entries.set(stream, datum));
	if (!answer.ok) return { consumerNames, consumers: state.consumers };
	const there = new Set(answer.value);
	return {
		consumerNames,
		consumers: writeTable(state.consumers, (entries) =>
			deleteAll(entries, (key) => {
				const each = splitConsumerKey(key);
				return each.stream === stream && !there.has(each.consumer);
			}),
		),
	};
}

function withoutConsumer(state: DeckState, key: ConsumerKey): Partial<DeckState> {
	const { stream, consumer } = splitConsumerKey(key);
	const consumers = writeTable(state.consumers, (entries) => entries.delete(key));
	const names = state.consumerNames.entries.get(stream);
	if (names?.phase !== 'ready') return { consumers };
	const left = { ...names, value: names.value.filter((name) => name !== consumer) };
	return { consumers, consumerNames: writeTable(state.consumerNames, (entries) => entries.set(stream, left)) };
}
