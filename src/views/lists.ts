import type { DeckState } from '../store/state.ts';
import { type ListId, type ListKind, splitListId } from '../store/view.ts';
import { accountList } from './lists/accounts.ts';
import { bucketList } from './lists/buckets.ts';
import { comparisonList } from './lists/comparison.ts';
import { connectionList } from './lists/connections.ts';
import { accountConsumerList, lagList, streamConsumerList } from './lists/consumers.ts';
import { downgradeList } from './lists/downgrade.ts';
import { eventList } from './lists/events.ts';
import { fetchedList } from './lists/fetched.ts';
import { journalList } from './lists/journal.ts';
import { keyList } from './lists/keys.ts';
import { lineageList } from './lists/lineage.ts';
import { messageList } from './lists/messages.ts';
import { metaList } from './lists/meta.ts';
import { objectList } from './lists/objects.ts';
import { peerList } from './lists/peers.ts';
import { planList } from './lists/plan.ts';
import type { ListRow, Unlisted } from './lists/row.ts';
import { serverList } from './lists/servers.ts';
import { streamList } from './lists/streams.ts';
import { subjectList } from './lists/subjects.ts';

/** Every list. */
export const lists = {
	streams: streamList,
	buckets: bucketList,
	consumers: accountConsumerList,
	'stream-consumers': streamConsumerList,
	lag: lagList,
	peers: peerList,
	lineage: lineageList,
	downgrade: downgradeList,
	subjects: subjectList,
	messages: messageList,
	keys: keyList,
	comparison: comparisonList,
	objects: objectList,
	fetched: fetchedList,
	events: eventList,
	servers: serverList,
	meta: metaList,
	connections: connectionList,
	accounts: accountList,
	journal: journalList,
	plan: planList,
} satisfies Readonly<Record<ListKind, ListRow>>;

/** The row of a list; undefined for a text. */
export function listRowOf(id: ListId): ListRow | undefined {
	const { kind } = splitListId(id);
	return kind === 'text' ? undefined : lists[kind];
}

/** Every row of a list, before filtering; none for a text. */
export function allRows(state: DeckState, id: ListId): readonly string[] {
	return listRowOf(id)?.ids(state, splitListId(id).about) ?? [];
}

/** How many rows a list does not show, and how to reach them. */
export function unlistedOf(state: DeckState, id: ListId): Unlisted {
	return listRowOf(id)?.unlisted(state, splitListId(id).about) ?? {};
}
