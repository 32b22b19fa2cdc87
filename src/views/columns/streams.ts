import { bytes } from '../../format/bytes.ts';
import { duration } from '../../format/duration.ts';
import { percent } from '../../format/integer.ts';
import { rate } from '../../format/rate.ts';
import { bucketKinds, bucketOf } from '../../jetstream/buckets/bucket.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import { fullShare, streamHealth } from '../health/stream.ts';
import { urgency } from '../health/verdict.ts';
import type { Column } from '../line.ts';
import type { StreamRow } from '../row.ts';
import { assetColumns, nameColumn } from './asset-columns.ts';
import { healthCell, none, pendingCell, quietNumber, sequence, since, text } from './cell.ts';
import { columnOfInfo, sinceTime } from './info-column.ts';
import { trendColumn } from './trend.ts';

const ofInfo = columnOfInfo<StreamInfo, StreamRow>;

const judged = ({ info, offline, consumers }: StreamRow) => info && streamHealth({ info, offline, consumers });

/** Milliseconds since its first message was stored; undefined for an empty stream. */
function oldest(row: StreamRow): number | undefined {
	return row.info?.state.messages ? sinceTime(row, row.info.state.first_ts) : undefined;
}

const placeOfMirror = ({ config }: StreamInfo): string | undefined =>
	config.mirror === undefined ? undefined : `mirror of ${config.mirror.name}`;

const sourceNames = ({ config }: StreamInfo): string | undefined =>
	config.sources ? `from ${config.sources.map(({ name }) => name).join(' ')}` : undefined;

const ownSubjectsOf = (info: StreamInfo): string =>
	info.config.subjects?.join(' ') || (placeOfMirror(info) ?? sourceNames(info) ?? '');

/** Of a bucket first what it is, for its subjects follow from its name. */
function subjectsOf(info: StreamInfo): string {
	const bucket = bucketOf(info.config);
	return bucket === undefined ? ownSubjectsOf(info) : `${bucketKinds[bucket.kind].noun}: ${ownSubjectsOf(info)}`;
}

export const streamColumns: readonly Column<StreamRow>[] = [
	nameColumn('NAME'),
	ofInfo(
		{
			id: 'subjects',
			title: 'SUBJECTS',
			align: 'left',
			width: 14,
			grow: 6,
			rank: 50,
			more: { rank: 31, width: 26 },
			letter: 'S',
		},
		subjectsOf,
		(info) => text(subjectsOf(info), info.config.subjects?.length ? 'plain' : 'dim'),
	),
	ofInfo(
		{ id: 'storage', title: 'STORE', align: 'left', width: 6, rank: 40 },
		({ config }) => config.storage ?? 'file',
		({ config }) => text(config.storage ?? 'file'),
	),
	ofInfo(
		{ id: 'retention', title: 'RETENTION', align: 'left', width: 9, rank: 35 },
		({ config }) => config.retention ?? 'limits',
		({ config }) => text(config.retention ?? 'limits'),
	),
	ofInfo(
		{ id: 'messages', title: 'MESSAGES', align: 'right', width: 12, rank: 90, letter: 'M', descending: true },
		({ state }) => state.messages,
		({ state }) => quietNumber(state.messages, 12),
	),
	ofInfo(
		{ id: 'bytes', title: 'BYTES', align: 'right', width: 9, rank: 80, letter: 'B', descending: true },
		({ state }) => state.bytes,
		({ state }) => (state.bytes === 0 ? { text: '0 B', tone: 'dim' } : text(bytes(state.bytes))),
	),
	{
		id: 'rate',
		title: 'MSG/S',
		words: 'message rate',
		align: 'right',
		width: 7,
		rank: 70,
		letter: 'R',
		descending: true,
		needs: 'info',
		value: ({ rates }) => rates?.messagesPerSecond,
		cell: ({ rates, stale }) => {
			if (rates?.messagesPerSecond === undefined || stale) return pendingCell;
			const said = rate(rates.messagesPerSecond);
			return { text: said, tone: said === '0' ? 'dim' : 'plain' };
		},
	},
	ofInfo(
		{
			id: 'consumers',
			title: 'CONS',
			words: 'consumers',
			align: 'right',
			width: 5,
			rank: 60,
			letter: 'C',
			descending: true,
		},
		({ state }) => state.consumer_count,
		({ state }) => quietNumber(state.consumer_count, 5),
	),
	ofInfo(
		{ id: 'last', title: 'LAST', words: 'last message', align: 'right', width: 5, rank: 65, letter: 'L' },
		({ state }, row) => sinceTime(row, state.last_ts),
		({ state }, row) => since(sinceTime(row, state.last_ts)),
	),
	trendColumn(36),
	{
		id: 'health',
		title: 'HEALTH',
		align: 'left',
		width: 14,
		grow: 2,
		rank: 100,
		more: { rank: 34, width: 18 },
		whole: true,
		letter: 'H',
		descending: true,
		needs: 'info',
		value: (row) => urgency(judged(row), row.problem !== undefined),
		cell: (row) => healthCell(row, judged(row)),
	},
	...wideColumns(),
];

/** Columns only for wide screens. */
function wideColumns(): readonly Column<StreamRow>[] {
	return [
		ofInfo(
			{
				id: 'full',
				title: 'FULL',
				words: 'used share',
				align: 'right',
				width: 5,
				rank: 28,
				letter: 'F',
				descending: true,
			},
			fullShare,
			(info) => {
				const share = fullShare(info);
				return share === undefined ? none : { text: percent(share), tone: share === 0 ? 'dim' : 'plain' };
			},
		),
		ofInfo(
			{
				id: 'oldest',
				title: 'OLDEST',
				words: 'oldest message',
				align: 'right',
				width: 7,
				rank: 26,
				letter: 'O',
				descending: true,
			},
			(_info, row) => oldest(row),
			(_info, row) => since(oldest(row)),
		),
		ofInfo(
			{ id: 'max-age', title: 'MAX AGE', align: 'right', width: 7, rank: 22 },
			({ config }) => Number(config.max_age ?? 0) || undefined,
			({ config }) => text(config.max_age ? duration(config.max_age) : undefined),
		),
		ofInfo(
			{
				id: 'distinct',
				title: 'SUBJ',
				words: 'subject count',
				align: 'right',
				width: 7,
				rank: 24,
				letter: 'D',
				descending: true,
			},
			({ state }) => state.num_subjects ?? 0,
			({ state }) => quietNumber(state.num_subjects ?? 0, 7),
		),
		ofInfo(
			{ id: 'last-seq', title: 'LAST SEQ', align: 'right', width: 12, rank: 18 },
			({ state }) => state.last_seq,
			({ state }) => sequence(state.last_seq, 12),
		),
		...assetColumns<StreamInfo, StreamRow>({ leader: 33, created: 12, description: 30 }, 'A'),
	];
}
