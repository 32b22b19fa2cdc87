import { latest } from '../datum.ts';
import { type FetchedMessage, fetchedId, fetchedMessages } from '../messages/fetched.ts';
import { type MessageRow, messageRows } from '../messages/rows.ts';
import { deadlineOf } from '../proposals/plan/acknowledge.ts';
import type { DeckState } from '../state.ts';
import { splitConsumerKey } from '../view.ts';
import { type FetchedRow, fetchedColumns } from './columns/fetched.ts';
import { messageColumns } from './columns/messages.ts';
import { type ListShape, listShape } from './list-shape.ts';

/** The messages of a stream, as far as they were read. */
export function messagesOf(stream: string): ListShape {
	return listShape<MessageRow>({
		columns: messageColumns,
		defaultSort: { column: 'seq', descending: false },
		ids: (state) => messageRows(state, stream).ids,
		sources: (state) => [state.messages],
		whole: true,
		ordered: true,
		row: (state, id) => {
			const row = messageRows(state, stream).byId.get(id);
			if (row === undefined) throw new Error(`no message ${id}`);
			return row;
		},
		filterable: (state, id) => {
			const row = messageRows(state, stream).byId.get(id);
			return row?.kind === 'message'
				? { texts: [row.subject, row.start, String(row.seq)], subjects: [row.subject] }
				: { texts: [], subjects: [] };
		},
	});
}

/** Made once for each picture: the rows are asked for several times a frame. */
const ids = new WeakMap<readonly FetchedMessage[], readonly string[]>();
const nobody: readonly FetchedMessage[] = [];

/** What was fetched from a consumer, in the order in which it came. */
export function fetchedOf(key: string): ListShape {
	const { stream, consumer } = splitConsumerKey(key);
	const all = (state: DeckState): readonly FetchedMessage[] => {
		const messages = fetchedMessages(state, stream, consumer);
		return messages.length === 0 ? nobody : messages;
	};
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
		sources: (state) => [state.fetched],
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
