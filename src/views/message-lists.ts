import { deadlineOf } from '../changes/plan/acknowledge.ts';
import { latest } from '../store/datum.ts';
import type { DeckState } from '../store/state.ts';
import { type MessagesKey, splitConsumerKey, splitMessagesKey } from '../store/view.ts';
import { type FetchedRow, fetchedColumns } from './columns/fetched.ts';
import { messageColumns, type ShownMessage } from './columns/messages.ts';
import { gapCause } from './gaps.ts';
import { type ListShape, listShape } from './list-shape.ts';
import { type FetchedMessage, fetchedId, fetchedMessages } from './messages/fetched.ts';
import { messageRows, seqOf } from './messages/rows.ts';

/** The messages of a stream, or of one subject of it, as far as they were read. */
export function messagesOf(key: MessagesKey): ListShape {
	const { stream } = splitMessagesKey(key);
	return listShape<ShownMessage>({
		columns: messageColumns,
		defaultSort: { column: 'seq', descending: false },
		ids: (state) => messageRows(state, key).ids,
		sources: (state) => [state.messages],
		whole: true,
		ordered: true,
		counts: (id) => seqOf(id) !== undefined,
		row: (state, id) => {
			const row = messageRows(state, key).byId.get(id);
			if (row === undefined) throw new Error(`no message ${id}`);
			return { ...row, cause: gapCause(state, stream, row) };
		},
		filterable: (state, id) => {
			const row = messageRows(state, key).byId.get(id);
			return row?.kind === 'message'
				? { texts: [row.subject, row.start, String(row.seq)], subjects: [row.subject] }
				: { texts: [], subjects: [] };
		},
	});
}

/** Made once for each picture: the rows are asked for several times a frame. */
const ids = new WeakMap<readonly FetchedMessage[], readonly string[]>();

/** What was fetched from a consumer, in the order in which it came. */
export function fetchedOf(key: string): ListShape {
	const { stream, consumer } = splitConsumerKey(key);
	const all = (state: DeckState): readonly FetchedMessage[] => fetchedMessages(state, stream, consumer);
	const find = (state: DeckState, id: string) => all(state).find((message) => fetchedId(message) === id);
	return listShape<FetchedRow>({
		columns: fetchedColumns,
		defaultSort: { column: 'seq', descending: false },
		ids: (state) => {
			const messages = all(state);
			const made = ids.get(messages) ?? messages.map(fetchedId);
			ids.set(messages, made);
			return made;
		},
		sources: (state) => [state.fetched, state.consumers],
		whole: true,
		ordered: true,
		row: (state, id) => {
			const message = find(state, id);
			if (message === undefined) throw new Error(`no delivery ${id}`);
			const entry = state.consumers.entries.get(key);
			const info = entry && latest(entry.info);
			const says = info !== undefined && (info.config.ack_policy ?? 'none') !== 'none';
			return says ? { ...message, deadline: deadlineOf(message, info) } : message;
		},
		filterable: (state, id) => {
			const message = find(state, id);
			const subject = message?.entry.subject ?? '';
			return { texts: [subject, message?.said ?? ''], subjects: [subject] };
		},
	});
}
