import { currentView } from './nav.ts';
import type { DeckState, Table } from './state.ts';
import { writeTable } from './table.ts';
import { messagesKey, splitConsumerKey, splitMessagesKey } from './view.ts';

/** Rows that are remembered although nobody looks at them; lists of names; lists of subjects and of messages, which are long. */
const most = { rows: 2_000, lists: 64, subjects: 8, keys: 4, overlaps: 64 } as const;

/**
 * Drops what left the view, oldest first, so that browsing a large account does not fill the memory. Results of a sweep stay: a
 * list depends on them.
 * @param inView ids of the visible rows
 */
export function evict(state: DeckState, inView: readonly string[]): Partial<DeckState> {
	const { streams, subjects, messages, consumerNames, consumers, swept } = state;
	const view = currentView(state);
	const stream = 'stream' in view ? view.stream : undefined;
	const shown = stream && messagesKey(stream, 'subject' in view ? view.subject : undefined);
	const isOther = (name: string): boolean => name !== stream;
	const visible = new Set(inView);
	const ofOther = (key: string): boolean => isOther(splitConsumerKey(key).stream) && !visible.has(key);
	return {
		// A sweep of consumers reads the streams too.
		...(swept.streams === undefined &&
			swept.consumers === undefined && {
				streams: cut(streams, most.rows, (name) => isOther(name) && !visible.has(name)),
			}),
		subjects: cut(subjects, most.subjects, isOther),
		messages: cut(messages, most.subjects, (key) => key !== shown),
		keys: cut(state.keys, most.keys, (key) => splitMessagesKey(key).stream !== stream),
		keyValues: cut(state.keyValues, most.keys, isOther),
		objects: cut(state.objects, most.keys, isOther),
		overlaps: cut(state.overlaps, most.overlaps, () => true),
		...(swept.consumers === undefined && {
			consumerNames: cut(consumerNames, most.lists, isOther),
			consumers: cut(consumers, most.rows, ofOther),
		}),
	};
}

/** The same table unless it is larger than `atMost`. A table is in the order in which its entries came. */
function cut<K, V>(table: Table<K, V>, atMost: number, mayGo: (key: K) => boolean): Table<K, V> {
	const size = table.entries.size;
	if (size <= atMost) return table;
	return writeTable(table, (entries) => {
		for (const key of entries.keys()) {
			if (entries.size <= atMost) return;
			if (mayGo(key)) entries.delete(key);
		}
	});
}
