import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { type Datum, lastKnown, unknown } from '../store/datum.ts';
import type { DeckState, Table } from '../store/state.ts';
import { consumerKey, type MessagesKey, splitMessagesKey } from '../store/view.ts';

/** The journal needs no server. */
export function journalDatum({ journal, now }: DeckState): Datum<unknown> {
	return { phase: 'ready', value: journal, at: now };
}

export function ofStream(state: DeckState, table: Table<string, Datum<unknown>>, stream: string): Datum<unknown> {
	return goneStream(state, stream) ?? table.entries.get(stream) ?? unknown;
}

export function messagesDatum(state: DeckState, key: MessagesKey): Datum<unknown> {
	return goneStream(state, splitMessagesKey(key).stream) ?? state.messages.entries.get(key)?.page ?? unknown;
}

export function keysDatum(state: DeckState, about: MessagesKey): Datum<unknown> {
	return goneStream(state, splitMessagesKey(about).stream) ?? state.keys.entries.get(about) ?? unknown;
}

export function streamDatum(state: DeckState, stream: string): Datum<StreamInfo> {
	return goneStream(state, stream) ?? state.streams.entries.get(stream)?.info ?? unknown;
}

export function consumerDatum(state: DeckState, stream: string, consumer: string): Datum<ConsumerInfo> {
	return goneStream(state, stream) ?? state.consumers.entries.get(consumerKey(stream, consumer))?.info ?? unknown;
}

/** A stream that is not in the list of names is not awaited. */
function goneStream(
	{ streamNames, streams }: DeckState,
	stream: string,
): Extract<Datum<never>, { phase: 'failed' }> | undefined {
	if (streamNames.phase !== 'ready' || streamNames.value.includes(stream)) return undefined;
	const info = streams.entries.get(stream)?.info;
	// A new stream may be known before the names are read again.
	if (info?.phase === 'ready' && info.at > streamNames.at) return undefined;
	const advice = 'Somebody deleted it, or it never existed. Press esc to go back.';
	const problem = { kind: 'api', subject: '', message: `There is no stream ${stream}.`, advice } as const;
	return { phase: 'failed', problem, at: streamNames.at };
}

/** Lists of all consumers can be shown once a sweep has ended or any consumer is known. */
export function sweptConsumers(state: DeckState): Datum<unknown> {
	const { streamNames: names, sweepProblem } = state;
	if (names.phase === 'failed') return names;
	if (sweepProblem?.kind === 'consumers' && state.swept.consumers === undefined)
		return { phase: 'failed', ...sweepProblem };
	const at = state.swept.consumers ?? (state.consumers.entries.size > 0 ? state.now : undefined);
	if (at !== undefined) return { phase: 'ready', value: state.consumers, at };
	const noStreams = lastKnown(names)?.value.length === 0;
	return noStreams ? names : { phase: 'loading' };
}
