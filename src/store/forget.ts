import { deleteAll } from './entries.ts';
import type { ListState } from './list.ts';
import type { DeckState, Table } from './state.ts';
import { writeTable } from './table.ts';
import { type ConsumerKey, type ListId, rowsAre, splitConsumerKey, splitMessagesKey, subjectOfList } from './view.ts';

/** Without all that is known by the names of streams, but for their entries in the table of streams. */
export function forgetStreams(state: DeckState, isGone: (stream: string) => boolean): Partial<DeckState> {
	const ofGone = (key: ConsumerKey): boolean => isGone(splitConsumerKey(key).stream);
	return {
		subjects: without(state.subjects, isGone),
		messages: without(state.messages, (key) => isGone(splitMessagesKey(key).stream)),
		keys: without(state.keys, (key) => isGone(splitMessagesKey(key).stream)),
		keyValues: without(state.keyValues, isGone),
		objects: without(state.objects, isGone),
		bucketChecks: without(state.bucketChecks, isGone),
		consumerNames: without(state.consumerNames, isGone),
		consumers: without(state.consumers, ofGone),
		fetched: new Map([...state.fetched].filter(([key]) => !ofGone(key))),
		...(state.opened !== undefined && isGone(state.opened.stream) && { opened: undefined }),
		...(state.openedKey !== undefined && isGone(state.openedKey.stream) && { openedKey: undefined }),
		lists: atBeginning(state.lists, {
			isAbout: (list) => {
				const { kind, key } = subjectOfList(list);
				return (kind === 'stream' && isGone(key)) || (kind === 'consumer' && ofGone(key));
			},
			isGone: (list, row) => {
				const kind = rowsAre(list);
				return (kind === 'stream' && isGone(row)) || (kind === 'consumer' && ofGone(row));
			},
		}),
	};
}

/** Without what is known by the names of consumers, but for their entries in the table of consumers. */
export function forgetConsumers(state: DeckState, gone: ReadonlySet<ConsumerKey>): Partial<DeckState> {
	return {
		fetched: new Map([...state.fetched].filter(([key]) => !gone.has(key))),
		lists: atBeginning(state.lists, {
			isAbout: (list) => {
				const { kind, key } = subjectOfList(list);
				return kind === 'consumer' && gone.has(key);
			},
			isGone: (list, row) => rowsAre(list) === 'consumer' && gone.has(row),
		}),
	};
}

function without<K, V>(table: Table<K, V>, isGone: (key: K) => boolean): Table<K, V> {
	const some = [...table.entries.keys()].some(isGone);
	return some ? writeTable(table, (entries) => deleteAll(entries, isGone)) : table;
}

/** Filter and sort are a person's wishes, and fit whatever comes under the name. */
const beginning = { cursor: undefined, index: 0, offset: 0, marked: new Set<string>() };

interface Forgotten {
	readonly isAbout: (list: ListId) => boolean;
	readonly isGone: (list: ListId, row: string) => boolean;
}

/** Lists about something gone as if nobody had moved in them, the others without its marks. */
function atBeginning(lists: DeckState['lists'], { isAbout, isGone }: Forgotten): DeckState['lists'] {
	const placed = ([id, list]: readonly [ListId, ListState]): [ListId, ListState] => {
		if (isAbout(id)) return [id, { ...list, ...beginning }];
		const marked = new Set([...list.marked].filter((row) => !isGone(id, row)));
		return [id, marked.size === list.marked.size ? list : { ...list, marked }];
	};
	return new Map([...lists].map(placed));
}
