import { deadlineOf } from '../../changes/plan/acknowledge.ts';
import { count } from '../../format/integer.ts';
import { memo } from '../../format/memo.ts';
import { latest } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { splitConsumerKey } from '../../store/view.ts';
import { type FetchedRow, fetchedColumns } from '../columns/fetched.ts';
import { journalDatum } from '../datums.ts';
import { type FetchedMessage, fetchedId, fetchedMessages, mostConsumers, mostDeliveries } from '../messages/fetched.ts';
import { listRow, noneUnread, noSelection } from './row.ts';

const all = (state: DeckState, key: string): readonly FetchedMessage[] => {
	const { stream, consumer } = splitConsumerKey(key);
	return fetchedMessages(state, stream, consumer);
};

const find = (state: DeckState, id: string, key: string): FetchedMessage | undefined =>
	all(state, key).find((message) => fetchedId(message) === id);

const idsOf = memo((messages: readonly FetchedMessage[]) => messages.map(fetchedId));

/** What was fetched from a consumer, in the order in which it arrived. */
export const fetchedList = listRow<FetchedRow>({
	columns: fetchedColumns,
	defaultSort: { column: 'seq', descending: false },
	datum: journalDatum,
	waiting: 'Reading the fetched messages…',
	ids: (state, key) => idsOf(all(state, key)),
	sources: (state) => [state.fetched, state.consumers],
	whole: true,
	ordered: true,
	row: (state, id, key) => {
		const message = find(state, id, key);
		if (message === undefined) throw new Error(`no delivery ${id}`);
		const entry = state.consumers.entries.get(key);
		const info = entry && latest(entry.info);
		const says = info !== undefined && (info.config.ack_policy ?? 'none') !== 'none';
		return says ? { ...message, deadline: deadlineOf(message, info) } : message;
	},
	acts: noSelection,
	filterable: (state, id, key) => {
		const message = find(state, id, key);
		const subject = message?.entry.subject ?? '';
		return { texts: [subject, message?.said ?? ''], subjects: [subject] };
	},
	empty: ({ fetched }) => [
		fetched.size >= mostConsumers
			? `jetdeck keeps the fetched messages of the latest ${count(mostConsumers)} consumers only.`
			: 'No messages were fetched yet.',
		'Press f to fetch the next messages; they count as delivered.',
	],
	unlisted: (state, key) =>
		all(state, key).length >= mostDeliveries ? { rest: `the latest ${count(mostDeliveries)}` } : {},
	report: 'not printed',
	unread: noneUnread,
});
