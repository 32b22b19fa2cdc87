import type { MessageSource } from '../../jetstream/messages/source.ts';
import type { Answer, Problem } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import { answered, type Datum, latest } from '../../store/datum.ts';
import { mapAnswer } from '../../store/entries.ts';
import { learnStreams } from '../../store/learn.ts';
import type { Fetched, Patch } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { writePage } from './page-patch.ts';
import { type MessagePage, type MessagesWish, wishKey } from './stream-messages.ts';

/** The current state of a stream, to read from. */
export async function sourceOf(
	api: Api,
	stream: string,
	features: MessageSource['features'],
	signal: AbortSignal,
): Promise<Answer<MessageSource>> {
	const info = await api.request('stream.info', { stream }, undefined, { signal });
	return mapAnswer(info, (value) => ({ api, info: value, features, signal }));
}

/** Applies what was read to what is known of the stream by then: earlier data of another stream with the same name is dropped. */
export function readFrom(source: Extract<Answer<MessageSource>, { ok: true }>, patch: Patch): Fetched {
	const { info } = source.value;
	return {
		ok: true,
		patch: (state) => {
			const learnt = learnStreams(state, (put) => put(info.config.name, { ...source, value: info }));
			return { ...learnt, ...patch({ ...state, ...learnt }) };
		},
	};
}

/** Why a page is not updated. An empty page is dropped: it would claim that there are no messages. */
export function failedToRead(stream: string, wish: MessagesWish, problem: Problem): Fetched {
	const answer = { ok: false, problem, at: Date.now(), ms: 0 } as const;
	const kept = (page: Datum<MessagePage>): Datum<MessagePage> =>
		(latest(page)?.entries.length ?? 0) > 0 ? page : { phase: 'loading' };
	return {
		ok: false,
		patch: (state: DeckState) => writePage(state, stream, wish, (before) => answered(kept(before), answer)),
	};
}

/** Identifies a request for messages of a stream. */
export function keyOf(stream: string, wish: MessagesWish, what: string): string {
	return `messages:${stream}:${wishKey(wish)}:${what}`;
}
