import { openPage } from '../../jetstream/page-entries.ts';
import type { Answer } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import { type Dated, lastKnown, unknown } from '../../store/datum.ts';
import { refusedEndpoints } from '../../store/refused.ts';
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
import { isFresh } from './reading-order.ts';
import { costOf, type Looking, type Walked } from './walked.ts';
import type { ReadInPart, Watched } from './watch.ts';

/** Judges a stream and its consumers, by what is known of it or by what the server replies. */
export async function look(api: Api, state: DeckState, walked: Walked, looking: Looking): Promise<void> {
	const { stream } = looking;
	const known = await infoOf(api, state, walked, looking);
	if (known === undefined) return;
	const before = walked.found.get(stream) ?? state.watch.streams.entries.get(stream);
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

/** From the view or read ahead if they have it, otherwise requested. */
async function infoOf(
	api: Api,
	state: DeckState,
	walked: Walked,
	{ stream, isOfWalk, signal }: Looking,
): Promise<Answer<StreamInfo> | undefined> {
	const datum = state.streams.entries.get(stream)?.info ?? unknown;
	const last = lastKnown(datum);
	if (datum.phase === 'ready' && last !== undefined && isFresh(state, last.at)) return { ok: true, ...last, ms: 0 };
	// Each poll requests it anyway, and its row shows that it cannot be read.
	if (datum.phase === 'failed' && isFresh(state, datum.at)) return undefined;
	const ahead = walked.ahead.get(stream);
	if (ahead !== undefined && (isOfWalk || isFresh(state, ahead.at))) return { ok: true, ...ahead, ms: 0 };
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
	let { offset, wrong, since }: ReadInPart = watched.partial ?? { offset: 0, wrong: [] };
	for (;;) {
		const options = { signal, onReply: pays(walked) };
		const answer = await api.request('consumer.list', { stream }, { offset }, options);
		if (!answer.ok)
			return saysSomething(answer.problem)
				? watchedConsumersUnread(watched, answer.problem, answer.at)
				: { ...watched, triedAt: answer.at };
		since ??= answer.at;
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
		if (page.names.length === 0 || offset >= page.total) return watchedConsumers(watched, wrong, answer.at, since);
		if (walked.credit <= 0) return { ...watched, partial: { offset, wrong, since } };
	}
}

/** Every reply costs credit, whatever it contains. */
function pays(walked: Walked): (message: { readonly data: Uint8Array }) => void {
	return (message) => {
		walked.credit -= costOf(message);
	};
}
