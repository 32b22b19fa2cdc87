import { plural } from '../../format/integer.ts';
import { consumerFields } from '../../jetstream/fields/consumer.ts';
import { streamFields } from '../../jetstream/fields/stream.ts';
import { fieldsAbove, requiredLevel, serverOfLevel } from '../../jetstream/required-level.ts';
import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import { type Datum, latest } from '../../store/datum.ts';
import type { DeckState, Table } from '../../store/state.ts';
import { splitConsumerKey } from '../../store/view.ts';
import { nameColumn } from '../columns/asset-columns.ts';
import { text } from '../columns/cell.ts';
import { sweptConsumers } from '../datums.ts';
import type { Column } from '../line.ts';
import { consumerNameProblems, unreadConsumers, unreadStreams } from '../unread.ts';
import { listRow, type Unlisted } from './row.ts';

/** A stream or consumer that a server of the level cannot open. */
interface Newer {
	readonly kind: 'stream' | 'consumer';
	readonly name: string;
	readonly stream: string;
	readonly level: number;
	/** Configured fields that such a server does not know. */
	readonly fields: readonly string[];
}

const columns: readonly Column<Newer>[] = [
	nameColumn('NAME', 16),
	{
		id: 'kind',
		title: 'KIND',
		align: 'left',
		width: 8,
		rank: 90,
		letter: 'K',
		needs: 'name',
		value: ({ kind }) => kind,
		cell: ({ kind }) => text(kind),
	},
	{
		id: 'stream',
		title: 'STREAM',
		align: 'left',
		width: 12,
		grow: 2,
		rank: 80,
		letter: 'S',
		needs: 'name',
		value: ({ stream }) => stream,
		cell: ({ kind, stream }) => text(kind === 'stream' ? undefined : stream),
	},
	{
		id: 'level',
		title: 'NEEDS',
		words: 'API level',
		align: 'left',
		width: 22,
		rank: 100,
		letter: 'L',
		descending: true,
		needs: 'name',
		value: ({ level }) => level,
		cell: ({ level }) => text(`${level}, ${serverOfLevel(level)}`),
	},
	{
		id: 'fields',
		title: 'NEWER FIELDS',
		align: 'left',
		width: 14,
		grow: 5,
		rank: 70,
		needs: 'name',
		value: ({ fields }) => fields.join(' '),
		cell: ({ fields }) => text(fields.join(' '), 'dim'),
	},
];

/** `about`: the API level. */
export const downgradeList = listRow<Newer>({
	columns,
	defaultSort: { column: 'level', descending: true },
	datum: sweptConsumers,
	waiting: 'Reading the streams and consumers…',
	ids: (state, level) => newerThan(state, Number(level)),
	sources: ({ streams, consumers }) => [streams, consumers],
	sweep: 'consumers',
	whole: true,
	row: (state, id, level) => rowOf(state, id, Number(level)),
	acts: (id) => (isConsumer(id) ? splitConsumerKey(id) : { stream: id }),
	filterable: (state, id, level) => {
		const { name, stream, kind } = rowOf(state, id, Number(level));
		return { texts: [name, stream, kind] };
	},
	empty: (state, level) => [
		`Nothing that was read needs more than API level ${level}: ${serverOfLevel(Number(level))} opens what was read.`,
		...(state.features.apiLevel === 0 ? ['This server is older than 2.11 and stores no required levels.'] : []),
	],
	unlisted: unreadSoFar,
	untold: consumerNameProblems,
	report: 'not printed',
	unread: (state) => unreadStreams(state) + unreadConsumers(state),
});

const isConsumer = (id: string): boolean => id.includes('\0');

/** Streams by name, consumers by key. */
function newerThan({ streams, consumers }: DeckState, level: number): readonly string[] {
	return [...newerIn(streams, level), ...newerIn(consumers, level)];
}

function newerIn(table: Table<string, { readonly info: Datum<Stored> }>, level: number): readonly string[] {
	return [...table.entries].flatMap(([id, { info }]) =>
		requiredLevel(latest(info)?.config ?? {}) > level ? [id] : [],
	);
}

interface Stored {
	readonly config: StreamInfo['config'] | ConsumerInfo['config'];
}

function rowOf({ streams, consumers }: DeckState, id: string, level: number): Newer {
	const [kind, entry, fields] = isConsumer(id)
		? (['consumer', consumers.entries.get(id), consumerFields] as const)
		: (['stream', streams.entries.get(id), streamFields] as const);
	const config = (entry && latest<Stored>(entry.info)?.config) ?? {};
	const { stream, consumer } = isConsumer(id) ? splitConsumerKey(id) : { stream: id, consumer: id };
	return {
		...{ kind, stream, name: consumer, level: requiredLevel(config) },
		fields: fieldsAbove(fields, { ...config }, level),
	};
}

/** What was not read may need a newer server too. */
function unreadSoFar({ streamNames, streams, swept, sweep }: DeckState): Unlisted {
	const unknown = (latest(streamNames) ?? []).filter((name) => {
		const entry = streams.entries.get(name);
		return entry === undefined || latest(entry.info) === undefined;
	}).length;
	const rest = unknown === 0 ? {} : { rest: `not read: ${plural(unknown, 'stream')}` };
	if (swept.consumers !== undefined) return rest;
	return { amount: ' so far', ...(sweep === undefined && { rest: 'r reads all' }), ...rest };
}
