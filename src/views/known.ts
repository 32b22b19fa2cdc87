import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { type Datum, held, unknown } from '../store/datum.ts';
import { currentView } from '../store/nav.ts';
import type { DeckState, Table } from '../store/state.ts';
import { consumerKey, type ListId, listOf, type MessagesKey, splitMessagesKey } from '../store/view.ts';
import { openedMessage } from './messages/opened-message.ts';

/** What a view stands and falls with: the names of a list, the info of a detail view. */
export function datumOf(state: DeckState, id: ListId): Datum<unknown> {
	if (id === 'account') return state.account;
	if (id === 'streams') return state.streamNames;
	// Our own doing: known without any server.
	if (id === 'journal' || id.startsWith('fetched:')) return { phase: 'ready', value: state.journal, at: state.now };
	if (id === 'consumers' || id === 'lag') return sweptConsumers(state);
	if (id.startsWith('consumers:')) return ofStream(state, state.consumerNames, id.slice('consumers:'.length));
	if (id.startsWith('subjects:')) return ofStream(state, state.subjects, id.slice('subjects:'.length));
	if (id.startsWith('messages:')) return messagesDatum(state, id.slice('messages:'.length));
	return datumOfText(state, id);
}

function ofStream(state: DeckState, table: Table<string, Datum<unknown>>, stream: string): Datum<unknown> {
	return goneStream(state, stream) ?? table.entries.get(stream) ?? unknown;
}

function messagesDatum(state: DeckState, key: MessagesKey): Datum<unknown> {
	return goneStream(state, splitMessagesKey(key).stream) ?? state.messages.entries.get(key)?.page ?? unknown;
}

function streamDatum(state: DeckState, stream: string): Datum<StreamInfo> {
	return goneStream(state, stream) ?? state.streams.entries.get(stream)?.info ?? unknown;
}

function consumerDatum(state: DeckState, stream: string, consumer: string): Datum<ConsumerInfo> {
	return goneStream(state, stream) ?? state.consumers.entries.get(consumerKey(stream, consumer))?.info ?? unknown;
}

/** A stream that the list of names does not have (any more) is not waited for. */
function goneStream(
	{ streamNames, streams }: DeckState,
	stream: string,
): Extract<Datum<never>, { phase: 'failed' }> | undefined {
	if (streamNames.phase !== 'ready' || streamNames.value.includes(stream)) return undefined;
	const info = streams.entries.get(stream)?.info;
	// One that was made a moment ago may be known before the names are read again.
	if (info?.phase === 'ready' && info.at > streamNames.at) return undefined;
	const advice = 'It was deleted, or never was here. esc goes back.';
	const problem = { kind: 'api', subject: '', message: `There is no stream ${stream}.`, advice } as const;
	return { phase: 'failed', problem, at: streamNames.at };
}

/** Lists of all consumers are there once a sweep ended, or as soon as any consumer is known. */
function sweptConsumers(state: DeckState): Datum<unknown> {
	const { streamNames: names, sweepProblem } = state;
	if (names.phase === 'failed') return names;
	if (sweepProblem?.kind === 'consumers' && state.swept.consumers === undefined)
		return { phase: 'failed', ...sweepProblem };
	const at = state.swept.consumers ?? (state.consumers.entries.size > 0 ? state.now : undefined);
	if (at !== undefined) return { phase: 'ready', value: state.consumers, at };
	const noStreams = held(names)?.value.length === 0;
	return noStreams ? names : { phase: 'loading' };
}

function datumOfText(state: DeckState, id: ListId): Datum<unknown> {
	const view = currentView(state);
	if (listOf(view) !== id) return unknown;
	if (view.kind === 'journal-entry' || view.kind === 'form' || view.kind === 'console')
		return { phase: 'ready', value: state.journal, at: state.now };
	if (view.kind === 'stream') return streamDatum(state, view.stream);
	if (view.kind === 'message') return openedMessage(state, view.stream, view.seq).entry;
	return view.kind === 'consumer' ? consumerDatum(state, view.stream, view.consumer) : unknown;
}
