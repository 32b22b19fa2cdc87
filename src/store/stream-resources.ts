import type { Pages } from '../jetstream/pages.ts';
import { type Answer, isRefusal } from '../jetstream/problem.ts';
import type { StreamInfo } from '../jetstream/wire.ts';
import { answered, isOutdated, lastKnown, latest } from './datum.ts';
import { deleteAll, mapAnswer } from './entries.ts';
import { forgetStreams } from './forget.ts';
import { learnStreams } from './learn.ts';
import { outdatedBy, type Patch, type Resource } from './resource.ts';
import type { DeckState } from './state.ts';
import { writeTable } from './table.ts';
import { splitMessagesKey } from './view.ts';

const noSuchStream = 10059;
const noLeader = 10008;

/** Both ways to the names; what makes them old makes them old either way. */
export const namesKeys = ['names', 'names-by-list'] as const;

/** All names. The pages come one after the other: the server sorts every name for each page, and other requests wait for that. */
export function streamNamesResource(every: number): Resource {
	return {
		key: namesKeys[0],
		every,
		fetch: async (api, { signal }) => {
			const answer = await api.pages('stream.names', {}, undefined, { signal });
			return {
				ok: answer.ok,
				patch: (state) =>
					withNames(
						state,
						mapAnswer(answer, ({ items }) => items),
					),
			};
		},
	};
}

/** The first page, where no name is known yet: its rows are read and drawn before the rest of a long list is. */
export function firstNamesResource(every: number): Resource {
	return {
		key: namesKeys[0],
		every,
		fetch: async (api, { signal }) => {
			const answer = await api.pages('stream.names', {}, undefined, { signal, most: 1 });
			const names = mapAnswer(answer, ({ items }) => items);
			if (!answer.ok || answer.value.total <= answer.value.items.length)
				return { ok: answer.ok, patch: (state) => withNames(state, names) };
			return { ok: true, patch: firstNames(answer.value.items), outdated: namesKeys };
		},
	};
}

/** Where NAMES is refused: the names are in LIST too, and the infos with them. */
export function streamNamesByListResource(every: number): Resource {
	return {
		key: namesKeys[1],
		every,
		fetch: async (api, { signal }) => {
			const answer = await api.pages('stream.list', {}, undefined, { signal });
			if (!answer.ok) return { ok: false, patch: (state) => withNames(state, answer) };
			return { ok: true, patch: (state) => withStreamList(state, answer) };
		},
	};
}

/** Every stream of a small account in one request. `names` are those known. */
export function streamListResource(names: readonly string[]): Resource {
	return {
		key: 'stream-list',
		every: 1,
		fetch: async (api, { signal }) => {
			const answer = await api.pages('stream.list', {}, undefined, { signal });
			if (answer.ok) return { ok: true, patch: (state) => withStreamList(state, answer) };
			// If refused, each row is requested on its own.
			if (isRefusal(answer.problem)) return { ok: false, patch: () => ({}) };
			// A cluster without a leader lists nothing, but the leaders of its streams still reply.
			const isLeaderless = answer.problem.errCode === noLeader;
			const ask = async (stream: string) =>
				[stream, isLeaderless ? await api.request('stream.info', { stream }, undefined, { signal }) : answer] as const;
			const found = await Promise.all(names.map(ask));
			const patch: Patch = (state) =>
				learnStreams(state, (put) => {
					for (const [name, each] of found) put(name, each);
				});
			return { ok: false, patch };
		},
	};
}

export function streamResource(stream: string, every = 1): Resource {
	return {
		key: `stream:${stream}`,
		every,
		fetch: async (api, { signal }) => {
			const answer = await api.request('stream.info', { stream }, undefined, { signal });
			return {
				ok: answer.ok,
				patch: (state) => learnStreams(state, (put) => put(stream, answer)),
				...outdatedBy(answer, noSuchStream, namesKeys),
			};
		},
	};
}

/** Puts streams of a LIST into the table. */
function withStreams(
	state: DeckState,
	{ value, at, ms }: Extract<Answer<Pages<StreamInfo>>, { ok: true }>,
): Partial<DeckState> {
	const { items, silent, offline } = value;
	return learnStreams(state, (put, entries) => {
		for (const [name, problem] of silent) put(name, { ok: false, problem, at, ms }, offline[name]);
		for (const info of items) put(info.config.name, { ok: true, value: info, at, ms }, offline[info.config.name]);
		for (const [name, why] of Object.entries(offline))
			entries.set(name, { ...(entries.get(name) ?? { info: { phase: 'unknown' } }), offline: why });
	});
}

/** The result of a whole LIST: every stream, and hence all names. */
export function withStreamList(
	state: DeckState,
	answer: Extract<Answer<Pages<StreamInfo>>, { ok: true }>,
): Partial<DeckState> {
	const change = withStreams(state, answer);
	return { ...change, ...withListedNames({ ...state, ...change }, answer.value.names, answer.at) };
}

/** All names, from another request than NAMES. An equal list stays the same array. */
export function withListedNames(state: DeckState, told: ReadonlySet<string>, at: number): Partial<DeckState> {
	if (isOutdated(at, lastKnown(state.streamNames)?.at)) return {};
	const known = latest(state.streamNames);
	const same = known?.length === told.size && known.every((name) => told.has(name));
	if (same && state.streamNames.phase === 'ready') return {};
	const names = [...told].toSorted((a, b) => (a < b ? -1 : 1));
	return withNames(state, { ok: true, value: names, at, ms: 0 });
}

/** Whether only the first page of the names is there. */
export function areFirstNames({ streamNames }: Pick<DeckState, 'streamNames'>): boolean {
	return streamNames.phase === 'loading' && streamNames.last !== undefined;
}

/** Shown until the rest of the names is in; names that are known already are better than a part of them. */
function firstNames(names: readonly string[]): Patch {
	return ({ streamNames }) =>
		lastKnown(streamNames) === undefined
			? { streamNames: { phase: 'loading', last: { value: names, at: Date.now() } } }
			: {};
}

/** Streams that are gone leave with all that was known of them. Equal names stay the same array: it is compared and searched often. */
function withNames(state: DeckState, told: Answer<readonly string[]>): Partial<DeckState> {
	const before = latest(state.streamNames);
	const answer = mapAnswer(told, (value) => (before !== undefined && sameNames(before, value) ? before : value));
	const streamNames = answered(state.streamNames, answer);
	if (!answer.ok) return { streamNames };
	const names = new Set(answer.value);
	const isGone = (name: string): boolean => !names.has(name);
	const { streams, subjects, messages, consumerNames } = state;
	const known = [streams, subjects, consumerNames].some(({ entries }) => [...entries.keys()].some(isGone));
	const shown = [...messages.entries.keys()].some((key) => isGone(splitMessagesKey(key).stream));
	if (!known && !shown) return { streamNames };
	return {
		...forgetStreams(state, isGone),
		streamNames,
		streams: writeTable(streams, (entries) => deleteAll(entries, isGone)),
	};
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && a.every((name, at) => name === b[at]);
}
