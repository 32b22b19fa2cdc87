import { count, plural } from '../../format/integer.ts';
import { latest, unknown } from '../../store/datum.ts';
import { listState } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import { listId, type MessagesKey, splitMessagesKey } from '../../store/view.ts';
import { messageColumns, type ShownMessage } from '../columns/messages.ts';
import { messagesDatum } from '../datums.ts';
import { gapCause } from '../gaps.ts';
import { messageRows, seqOf } from '../messages/rows.ts';
import { listRow, noneUnread, type Unlisted } from './row.ts';

/** The messages of a stream, or of one subject of it, as far as they were read. */
export const messageList = listRow<ShownMessage>({
	columns: messageColumns,
	defaultSort: { column: 'seq', descending: false },
	datum: messagesDatum,
	waiting: 'Reading the messages…',
	ids: (state, key) => messageRows(state, key).ids,
	sources: (state) => [state.messages],
	whole: true,
	ordered: true,
	counts: (id) => seqOf(id) !== undefined,
	row: (state, id, key) => {
		const row = messageRows(state, key).byId.get(id);
		if (row === undefined) throw new Error(`no message ${id}`);
		return { ...row, cause: gapCause(state, splitMessagesKey(key).stream, row) };
	},
	acts: (id) => {
		const message = seqOf(id);
		return message === undefined ? {} : { message };
	},
	filterable: (state, id, key) => {
		const row = messageRows(state, key).byId.get(id);
		return row?.kind === 'message'
			? { texts: [row.subject, row.start, String(row.seq)], subjects: [row.subject] }
			: { texts: [], subjects: [] };
	},
	empty: (_, key) => {
		const { subject } = splitMessagesKey(key);
		return subject === undefined
			? ['No messages in this stream.', 'New messages appear here; press p to publish one.']
			: [`No messages of subject ${subject}.`, 'New messages appear here; press f to filter by another subject.'];
	},
	unlisted,
	report: 'not printed',
	unread: noneUnread,
	atEnd: (state, key) => {
		const page = state.messages.entries.get(key)?.page;
		return page?.phase === 'ready' && page.value.atEnd;
	},
});

/** Only a part of the messages is read. */
function unlisted(state: DeckState, key: MessagesKey): Unlisted {
	const known = state.messages.entries.get(key);
	const page = known && latest(known.page);
	if (page === undefined || (page.atStart && page.atEnd)) return {};
	const { stream, subject } = splitMessagesKey(key);
	const info = latest(state.streams.entries.get(stream)?.info ?? unknown);
	const filter = listState(state, listId('messages', key)).filter.trim();
	const isAll = subject === undefined && filter === '' && info !== undefined;
	return {
		amount: isAll ? ` of ${count(info.state.messages)}` : ' read',
		none: `Nothing matches /${filter} among the ${plural(page.entries.length, 'message')} read. Press f to filter by subject, o to go to a sequence or a time.`,
		typing: ' read',
	};
}
