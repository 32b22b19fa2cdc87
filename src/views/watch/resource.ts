import { memo } from '../../format/memo.ts';
import { openPage } from '../../jetstream/page-entries.ts';
import type { Answer } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import { type Dated, lastKnown, latest, unknown } from '../../store/datum.ts';
import { refusedEndpoints } from '../../store/refused.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { silentConsumers } from '../health/consumer-verdicts.ts';
import { isWrong } from '../health/verdict.ts';
import {
	judgedConsumer,
	saysSomething,
	watchedConsumers,
	watchedConsumersUnread,
	watchedInfo,
	watchedUnread,
} from './judge.ts';
import { allowance, isFresh, pollsALook, readingOrder } from './reading-order.ts';
import { type Watched, writeWatch } from './watch.ts';

/** Most requests at once. */
const atOnce = 4;

/** What one look at the account has found so far. */
interface Walked {
	readonly found: Map<string, Watched>;
	/** The last stream of the walk through all of them. */
	next: string | undefined;
	/** Bytes that may still be requested. */
	credit: number;
}

/**
 * Reads a few streams and their consumers with each poll, so that trouble anywhere in the account is found without reading all of
 * it at once. The bytes a poll are bounded, however large the account is.
 */
export function watchResource(state: DeckState, visible: readonly string[]): Resource {
	return {
		key: 'watch',
		every: pollsALook,
		fetch: async (api, { signal }) => {
			const walked: Walked = { found: new Map(), next: state.watch.next, credit: allowance(state) };
			const steps = readingOrder(state, visible);
			const worker = async (): Promise<void> => {
				while (walked.credit > 0 && !signal.aborted) {
					const step = steps.next();
					if (step.done) return;
					if (step.value.isOfWalk) walked.next = step.value.stream;
					await look(api, state, walked, { stream: step.value.stream, signal });
				}
			};
			await Promise.all(Array.from({ length: atOnce }, worker));
			const { found, next, credit } = walked;
			return {
				ok: true,
				patch: (now) => ({ watch: writeWatch(now, (entries) => putFound(entries, found, now), { next, credit }) }),
			};
		},
	};
}

const namesIn = memo((names: readonly string[]): ReadonlySet<string> => new Set(names));

/** A stream deleted meanwhile stays deleted, and newer data of a stream wins. */
function putFound(entries: Map<string, Watched>, found: ReadonlyMap<string, Watched>, now: DeckState): void {
	const names = namesIn(latest(now.streamNames) ?? []);
	for (const [name, watched] of found) {
		if (!names.has(name)) continue;
		const { infoAt = 0, own = watched.own, count = watched.count } = entries.get(name) ?? {};
		const isNewer = infoAt > (watched.infoAt ?? 0);
		entries.set(name, isNewer ? { ...watched, infoAt, own, count } : watched);
	}
}

interface Looking {
	readonly stream: string;
	readonly signal: AbortSignal;
}

async function look(api: Api, state: DeckState, walked: Walked, looking: Looking): Promise<void> {
	const { stream } = looking;
	const before = state.watch.streams.entries.get(stream);
	const known = await infoOf(api, state, walked, looking);
	if (known === undefined) return;
	if (!known.ok) {
		if (saysSomething(known.problem)) walked.found.set(stream, watchedUnread(before, known.problem, known.at));
		return;
	}
	const offline = state.streams.entries.get(stream)?.offline;
	const watched = watchedInfo(before, known.value, known.at, offline);
	walked.found.set(stream, watched);
	if (watched.count === 0 || refusedEndpoints(state).has('consumer.list')) return;
	walked.found.set(stream, await withConsumers(api, state, walked, { ...looking, info: known, watched }));
}

/** From the view if that has it, otherwise requested. */
async function infoOf(
	api: Api,
	state: DeckState,
	walked: Walked,
	{ stream, signal }: Looking,
): Promise<Answer<StreamInfo> | undefined> {
	const datum = state.streams.entries.get(stream)?.info ?? unknown;
	const last = lastKnown(datum);
	if (datum.phase === 'ready' && last !== undefined && isFresh(state, last.at)) return { ok: true, ...last, ms: 0 };
	// Each poll requests it anyway, and its row shows that it cannot be read.
	if (datum.phase === 'failed' && isFresh(state, datum.at)) return undefined;
	if (refusedEndpoints(state).has('stream.info')) return undefined;
	return api.request('stream.info', { stream }, undefined, { signal, onReply: pays(walked) });
}

interface WithConsumers extends Looking {
	readonly info: Dated<StreamInfo>;
	readonly watched: Watched;
}

/** Page by page as far as the credit goes; the rest is read next time. */
async function withConsumers(
	api: Api,
	state: DeckState,
	walked: Walked,
	{ stream, signal, info, watched }: WithConsumers,
): Promise<Watched> {
	let { offset, wrong } = watched.partial ?? { offset: 0, wrong: [] };
	for (;;) {
		const options = { signal, onReply: pays(walked) };
		const answer = await api.request('consumer.list', { stream }, { offset }, options);
		if (!answer.ok)
			return saysSomething(answer.problem)
				? watchedConsumersUnread(watched, answer.problem, answer.at)
				: { ...watched, triedAt: answer.at };
		const page = openPage('consumer.list', '', offset, answer.value);
		const judged = page.entries.map(([name, item]) =>
			judgedConsumer(item as ConsumerInfo, info.value.config, state, {
				at: answer.at,
				now: answer.at,
				offline: page.offline[name],
			}),
		);
		wrong = [
			...wrong,
			...silentConsumers(page.silent),
			...judged.filter(({ health }) => health?.reasons.some(isWrong)),
		];
		offset += page.names.length;
		if (page.names.length === 0 || offset >= page.total) return watchedConsumers(watched, wrong, answer.at);
		if (walked.credit <= 0) return { ...watched, partial: { offset, wrong } };
	}
}

/** Every reply costs credit, whatever it contains. */
function pays(walked: Walked): (message: { readonly data: Uint8Array }) => void {
	return ({ data }) => {
		walked.credit -= data.length + overhead;
	};
}

/** Bytes of a reply's subject and of the protocol line before it. */
const overhead = 100;
