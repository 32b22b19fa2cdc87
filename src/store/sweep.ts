import type { Pages } from '../jetstream/pages.ts';
import { type Answer, isRefusal, type Problem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { ConsumerInfo } from '../jetstream/wire.ts';
import { consumersOf } from './collect.ts';
import { answered, lastKnown, unknown } from './datum.ts';
import { deleteAll } from './entries.ts';
import { learnConsumers, learnStreams, putListed } from './learn.ts';
import { joined, type Patch } from './resource.ts';
import type { DeckState, Sweep } from './state.ts';
import { withListedNames, withStreamList } from './stream-resources.ts';
import { writeTable } from './table.ts';
import { splitConsumerKey } from './view.ts';

/** Most requests at once if each stream is asked on its own. */
const atOnce = 8;

export interface SweepReport {
	/** Called with progress. `total` is known after the first page. */
	readonly onProgress: (done: number, total: number | undefined) => void;
	readonly signal: AbortSignal;
}

export type Swept = { readonly ok: true; readonly patch: Patch } | { readonly ok: false; readonly problem: Problem };

/** Walks over everything of a kind. What it found is handed over at the end, as one patch. */
export function sweepAll(api: Api, kind: Sweep['kind'], report: SweepReport): Promise<Swept> {
	return kind === 'streams' ? sweepStreams(api, report) : sweepConsumers(api, report);
}

async function sweepStreams(api: Api, report: SweepReport): Promise<Swept> {
	const { onProgress, signal } = report;
	const answer = await api.pages('stream.list', {}, undefined, {
		signal,
		concurrency: 2,
		onPage: ({ received, total }) => onProgress(received, total),
	});
	if (answer.ok) return { ok: true, patch: (state) => withStreamList(state, answer) };
	return isRefusal(answer.problem) ? sweepStreamInfos(api, report) : answer;
}

/** If LIST is refused, each stream is requested on its own. */
async function sweepStreamInfos(api: Api, report: SweepReport): Promise<Swept> {
	const names = await api.pages('stream.names', {}, undefined, { signal: report.signal, concurrency: 4 });
	if (!names.ok) return names;
	const ask = (stream: string) => api.request('stream.info', { stream }, undefined, { signal: report.signal });
	const { found, problem } = await askEach(names.value.items, ask, report);
	if (problem !== undefined) return { ok: false, problem };
	const infos: Patch = (state) =>
		learnStreams(state, (put) => {
			for (const [name, answer] of found) put(name, answer);
		});
	// Names that the list knows already are newer than these: advisories keep them current.
	const told: Patch = (state) =>
		state.streamNames.phase === 'ready' ? {} : withListedNames(state, new Set(names.value.items), names.at);
	return { ok: true, patch: joined([infos, told]) };
}

/** Only streams that say they have consumers are asked for them; where LIST is refused, all are. */
async function sweepConsumers(api: Api, report: SweepReport): Promise<Swept> {
	const startedAt = Date.now();
	const { signal } = report;
	const listed = await api.pages('stream.list', {}, undefined, { signal, concurrency: 2 });
	if (!listed.ok && !isRefusal(listed.problem)) return listed;
	const named = listed.ok ? undefined : await api.pages('stream.names', {}, undefined, { signal, concurrency: 4 });
	if (named?.ok === false) return named;
	const infos = listed.ok ? listed.value.items : [];
	const withSome = infos.filter(({ state }) => state.consumer_count > 0).map(({ config }) => config.name);
	const streams = named?.value.items ?? [...withSome, ...(listed.ok ? listed.value.silent.keys() : [])];
	const { found, problem } = await askEach(streams, (stream) => consumersOf(api, stream, { signal }), report);
	if (problem !== undefined) return { ok: false, problem };
	const consumers: Patch = (state) => withSwept(state, found, startedAt);
	return { ok: true, patch: listed.ok ? joined([(state) => withStreamList(state, listed), consumers]) : consumers };
}

/** Requests each name, some at once. One failure does not stop the others; if all fail, the sweep fails. */
async function askEach<T>(
	names: readonly string[],
	ask: (name: string) => Promise<Answer<T>>,
	{ onProgress, signal }: SweepReport,
): Promise<{ readonly found: ReadonlyMap<string, Answer<T>>; readonly problem?: Problem }> {
	const found = new Map<string, Answer<T>>();
	const waiting = [...names].reverse();
	let failure: Problem | undefined;
	const worker = async (): Promise<void> => {
		for (let name = waiting.pop(); name !== undefined && !signal.aborted; name = waiting.pop()) {
			const answer = await ask(name);
			found.set(name, answer);
			if (!answer.ok) failure ??= answer.problem;
			onProgress(found.size, names.length);
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, names.length) }, worker));
	const lost = signal.aborted || failure?.kind === 'disconnected';
	const none = failure !== undefined && [...found.values()].every(({ ok }) => !ok);
	return failure !== undefined && (lost || none) ? { found, problem: failure } : { found };
}

/** Every consumer that was found, and none that was there before and was not. */
function withSwept(
	state: DeckState,
	found: ReadonlyMap<string, Answer<Pages<ConsumerInfo>>>,
	startedAt: number,
): Partial<DeckState> {
	const told = new Map<string, ReadonlySet<string>>();
	for (const [stream, answer] of found) {
		if (answer.ok) told.set(stream, answer.value.names);
	}
	/** Data read since the sweep began may be newer; of a stream without a reply nothing is known. */
	const isGone = (stream: string, consumer: string, at: number): boolean =>
		at < startedAt && found.get(stream)?.ok !== false && told.get(stream)?.has(consumer) !== true;
	return {
		...learnConsumers(state, (put, entries) => {
			deleteAll(entries, (key) => {
				const { stream, consumer } = splitConsumerKey(key);
				const info = entries.get(key)?.info;
				return isGone(stream, consumer, (info && lastKnown(info)?.at) ?? 0);
			});
			for (const [stream, answer] of found) if (answer.ok) putListed(put, stream, answer);
			// Consumers that were known stay, marked as what could not be read again unless they were.
			for (const [key, { info }] of [...entries]) {
				const answer = found.get(splitConsumerKey(key).stream);
				if (answer?.ok === false && (lastKnown(info)?.at ?? 0) < startedAt) put(key, answer);
			}
		}),
		// Lists of names that were not read since the sweep began are replaced by what it found.
		consumerNames: writeTable(state.consumerNames, (entries) => {
			for (const [stream, datum] of entries) {
				const last = lastKnown(datum);
				if (found.get(stream)?.ok === false) continue;
				if (datum.phase !== 'failed' && (last === undefined || last.at >= startedAt)) continue;
				const value = [...(told.get(stream) ?? [])].sort();
				entries.set(stream, { phase: 'ready', value, at: startedAt });
			}
			for (const [stream, answer] of found)
				if (!answer.ok) entries.set(stream, answered(entries.get(stream) ?? unknown, answer));
		}),
	};
}
