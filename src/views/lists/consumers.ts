import { memo } from '../../format/memo.ts';
import { latest, unknown } from '../../store/datum.ts';
import type { Filterable } from '../../store/filter.ts';
import type { DeckState } from '../../store/state.ts';
import { consumerKey, splitConsumerKey } from '../../store/view.ts';
import { filtersOf } from '../columns/consumer-cells.ts';
import { accountConsumerColumns, consumerColumns } from '../columns/consumers.ts';
import { lagColumns } from '../columns/lag.ts';
import { ofStream, sweptConsumers } from '../datums.ts';
import { placesOf, placeWords } from '../peers.ts';
import { type ConsumerRow, consumerRow } from '../row.ts';
import { consumerNameProblems, unreadConsumers, unreadConsumersOf } from '../unread.ts';
import { listRow, nothingUnlisted, type Unlisted } from './row.ts';

const printed = [
	'name',
	'stream',
	'mode',
	'kind',
	'filter',
	'ack-floor',
	'pending',
	'ack-pending',
	'redelivered',
	'waiting',
	'last',
	'health',
] as const;

const both = {
	waiting: 'Reading the consumers…',
	sources: (state: DeckState) => [state.consumers, state.events.gaveUp],
	row: consumerRow,
	acts: splitConsumerKey,
	words: placeWords,
	stale: ({ stale }: ConsumerRow) => stale,
};

const ofAccount = {
	...both,
	datum: sweptConsumers,
	ids: accountConsumerKeys,
	sweep: 'consumers',
	filterable: (state: DeckState, key: string) => {
		const { stream, consumer } = splitConsumerKey(key);
		return { texts: [consumer, stream, `${stream} ${consumer}`], ...ofInfo(state, key) };
	},
	empty: () => ['No consumers in this account.'],
	unlisted: notSwept,
	unread: unreadConsumers,
	untold: consumerNameProblems,
} as const;

export const accountConsumerList = listRow({
	...ofAccount,
	columns: accountConsumerColumns,
	report: { columns: printed, empty: 'No consumers in this account.' },
	defaultSort: { column: 'stream', descending: false },
});

/** Every consumer by how far behind or stuck it is. */
export const lagList = listRow({
	...ofAccount,
	columns: lagColumns,
	report: 'not printed',
	defaultSort: { column: 'health', descending: true },
});

const keysOf = memo((names: readonly string[], stream: string) => names.map((name) => consumerKey(stream, name)));

export const streamConsumerList = listRow({
	...both,
	columns: consumerColumns,
	report: { columns: printed, empty: 'No consumers on this stream.' },
	defaultSort: { column: 'name', descending: false },
	datum: (state, stream) => ofStream(state, state.consumerNames, stream),
	ids: (state, stream) => keysOf(latest(state.consumerNames.entries.get(stream) ?? unknown) ?? [], stream),
	filterable: (state, key) => ({
		texts: [splitConsumerKey(key).consumer],
		...ofInfo(state, key),
	}),
	empty: () => ['No consumers on this stream.', 'Nobody reads it through JetStream now. Press n to create a consumer.'],
	unlisted: nothingUnlisted,
	unread: unreadConsumersOf,
});

/** Until every stream has replied there may be more. */
function notSwept({ swept, sweep }: DeckState): Unlisted {
	if (swept.consumers !== undefined) return {};
	return { amount: ' so far', ...(sweep === undefined && { rest: 'r reads all' }) };
}

/**
 * Every known consumer: for a stream whose consumer names were read those, otherwise what a sweep found. Streams come in order,
 * so that rows need no sort.
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

/** Cached by the table of consumers, which is new after each write: a frame asks for the rows several times. */
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

/** What a filter reads from its info. */
function ofInfo(state: DeckState, key: string): Pick<Filterable, 'subjects' | 'words'> {
	const entry = state.consumers.entries.get(key);
	const info = entry && latest(entry.info);
	if (info === undefined) return {};
	const filters = filtersOf(info);
	return { subjects: filters.length === 0 ? ['>'] : filters, words: placesOf(info) };
}
