import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import { type Datum, held, unknown } from '../datum.ts';
import { currentView } from '../nav.ts';
import type { DeckState } from '../state.ts';
import { consumerKey, type ListId, listOf } from '../view.ts';

/** What a view stands and falls with: the names of a list, the info of a detail view. */
export function datumOf(state: DeckState, id: ListId): Datum<unknown> {
	if (id === 'account') return state.account;
	if (id === 'streams') return state.streamNames;
	if (id === 'consumers' || id === 'lag') return sweptConsumers(state);
	if (id.startsWith('consumers:')) return state.consumerNames.entries.get(id.slice('consumers:'.length)) ?? unknown;
	if (id.startsWith('subjects:')) return state.subjects.entries.get(id.slice('subjects:'.length)) ?? unknown;
	return datumOfText(state, id);
}

function streamDatum(state: DeckState, stream: string): Datum<StreamInfo> {
	return state.streams.entries.get(stream)?.info ?? unknown;
}

function consumerDatum(state: DeckState, stream: string, consumer: string): Datum<ConsumerInfo> {
	return state.consumers.entries.get(consumerKey(stream, consumer))?.info ?? unknown;
}

/** Lists of all consumers are there once a sweep ended, or as soon as any consumer is known. */
function sweptConsumers(state: DeckState): Datum<unknown> {
	const names = state.streamNames;
	if (names.phase === 'failed') return names;
	const at = state.swept.consumers ?? (state.consumers.entries.size > 0 ? state.now : undefined);
	if (at !== undefined) return { phase: 'ready', value: state.consumers, at };
	const noStreams = held(names)?.value.length === 0;
	return noStreams ? names : { phase: 'loading' };
}

function datumOfText(state: DeckState, id: ListId): Datum<unknown> {
	const view = currentView(state);
	if (listOf(view) !== id) return unknown;
	if (view.kind === 'stream') return streamDatum(state, view.stream);
	return view.kind === 'consumer' ? consumerDatum(state, view.stream, view.consumer) : unknown;
}
