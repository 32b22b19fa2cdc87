import type { JournalEntry } from '../changes/journal.ts';
import { latest, unknown } from '../store/datum.ts';
import type { Filterable } from '../store/filter.ts';
import type { DeckState } from '../store/state.ts';
import { consumerKey, type ListId, splitConsumerKey } from '../store/view.ts';
import { filtersOf } from './columns/consumer-cells.ts';
import { accountConsumerColumns, consumerColumns } from './columns/consumers.ts';
import { journalColumns } from './columns/journal.ts';
import { lagColumns } from './columns/lag.ts';
import { streamColumns } from './columns/streams.ts';
import { type ListShape, listShape } from './list-shape.ts';
import { fetchedOf, messagesOf } from './message-lists.ts';
import { type ConsumerRow, consumerRow, streamRow } from './row.ts';
import { subjectsShape } from './subjects-list.ts';

/** What a list shows; undefined for views that are text. */
export function shapeOf(id: ListId): ListShape | undefined {
	if (id === 'streams') return streams;
	if (id === 'consumers') return accountConsumers;
	if (id === 'lag') return lag;
	if (id === 'journal') return journal;
	if (id.startsWith('consumers:')) return remembered(id, () => consumersOf(id.slice('consumers:'.length)));
	if (id.startsWith('subjects:')) return remembered(id, () => subjectsShape(id.slice('subjects:'.length)));
	if (id.startsWith('messages:')) return remembered(id, () => messagesOf(id.slice('messages:'.length)));
	if (id.startsWith('fetched:')) return remembered(id, () => fetchedOf(id.slice('fetched:'.length)));
	return undefined;
}

const streams = listShape({
	columns: streamColumns,
	defaultSort: { column: 'name', descending: false },
	ids: (state) => latest(state.streamNames) ?? [],
	sources: (state) => [state.streams],
	sweep: 'streams',
	row: streamRow,
	stale: ({ stale }) => stale,
	filterable: (state, name) => {
		const entry = state.streams.entries.get(name);
		const info = entry && latest(entry.info);
		return { texts: [name], subjects: info?.config.subjects ?? undefined };
	},
});

const ofAccount = {
	ids: accountConsumerKeys,
	sources: (state: DeckState) => [state.consumers],
	sweep: 'consumers' as const,
	row: consumerRow,
	stale: ({ stale }: ConsumerRow) => stale,
	filterable: (state: DeckState, key: string): Filterable => {
		const { stream, consumer } = splitConsumerKey(key);
		return { texts: [consumer, stream, `${stream} ${consumer}`], subjects: consumerSubjects(state, key) };
	},
};

const accountConsumers = listShape({
	...ofAccount,
	columns: accountConsumerColumns,
	defaultSort: { column: 'stream', descending: false },
});

const lag = listShape({ ...ofAccount, columns: lagColumns, defaultSort: { column: 'health', descending: true } });

const journal = listShape<JournalEntry>({
	columns: journalColumns,
	defaultSort: { column: 'time', descending: true },
	ids: (state) => state.journal.map(({ id }) => id),
	sources: (state) => [state.journal],
	whole: true,
	row: (state, id) => {
		const entry = state.journal.find((each) => each.id === id);
		if (entry === undefined) throw new Error(`no journal entry ${id}`);
		return entry;
	},
	filterable: (state, id) => {
		const entry = state.journal.find((each) => each.id === id);
		return { texts: [entry?.title ?? '', entry?.subject ?? ''], subjects: undefined };
	},
});

function consumersOf(stream: string): ListShape {
	/** Made once for each list of names: the rows are asked for several times a frame. */
	const keys = new WeakMap<readonly string[], readonly string[]>();
	return listShape({
		columns: consumerColumns,
		defaultSort: { column: 'name', descending: false },
		ids: (state) => {
			const names = latest(state.consumerNames.entries.get(stream) ?? unknown) ?? [];
			const made = keys.get(names) ?? names.map((name) => consumerKey(stream, name));
			keys.set(names, made);
			return made;
		},
		sources: (state) => [state.consumers],
		row: consumerRow,
		stale: ({ stale }) => stale,
		filterable: (state, key) => ({
			texts: [splitConsumerKey(key).consumer],
			subjects: consumerSubjects(state, key),
		}),
	});
}

/**
 * Every consumer that is known: of a stream whose names were read, those; of the others what a sweep found. The streams
 * in their order, so that the rows stand by stream and then by name without a sort.
 */
function accountConsumerKeys(state: DeckState): readonly string[] {
	const { streamNames, consumerNames } = state;
	const before = accountKeys.get(state.consumers);
	if (before?.streamNames === streamNames && before.consumerNames === consumerNames) return before.keys;
	const keys = makeAccountKeys(state);
	accountKeys.set(state.consumers, { streamNames, consumerNames, keys });
	return keys;
}

interface AccountKeys extends Pick<DeckState, 'streamNames' | 'consumerNames'> {
	readonly keys: readonly string[];
}

/** By the table of consumers, which is new at each write: the rows are asked for several times a frame. */
const accountKeys = new WeakMap<DeckState['consumers'], AccountKeys>();

function makeAccountKeys(state: DeckState): readonly string[] {
	const swept = new Map<string, string[]>();
	for (const key of state.consumers.entries.keys()) {
		const { stream } = splitConsumerKey(key);
		const keys = swept.get(stream);
		if (keys === undefined) swept.set(stream, [key]);
		else keys.push(key);
	}
	const names = latest(state.streamNames) ?? [...swept.keys()].toSorted();
	return names.flatMap((stream) => {
		const listed = state.consumerNames.entries.get(stream);
		const known = listed && latest(listed);
		return known?.map((name) => consumerKey(stream, name)) ?? swept.get(stream)?.toSorted() ?? [];
	});
}

function consumerSubjects(state: DeckState, key: string): readonly string[] | undefined {
	const entry = state.consumers.entries.get(key);
	const info = entry && latest(entry.info);
	if (info === undefined) return undefined;
	const filters = filtersOf(info);
	return filters.length === 0 ? ['>'] : filters;
}

/** Shapes of the lists of one stream, the latest few: they are asked for with each key and frame. */
const shapes = new Map<ListId, ListShape>();
const MOST_SHAPES = 32;

function remembered(id: ListId, make: () => ListShape): ListShape {
	const known = shapes.get(id);
	if (known !== undefined) return known;
	if (shapes.size >= MOST_SHAPES) shapes.clear();
	const made = make();
	shapes.set(id, made);
	return made;
}
