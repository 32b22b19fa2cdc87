import type { Column } from '../line.ts';
import type { ConsumerRow } from '../row.ts';
import { sequence, since, text } from './cell.ts';
import {
	ackPendingColumn,
	filterColumn,
	healthColumn,
	lastColumn,
	modeColumn,
	nameColumn,
	ofInfo,
	pendingColumn,
	rateColumn,
	redeliveredColumn,
	streamColumn,
	waitingColumn,
} from './consumer-cells.ts';
import { sinceTime } from './info-column.ts';
import { isInCluster, leaderOf, replicasCell, replicasOf } from './replicas.ts';
import { trendColumn } from './trend.ts';

export const consumerColumns: readonly Column<ConsumerRow>[] = [
	nameColumn('NAME'),
	modeColumn({ rank: 55 }),
	filterColumn({ rank: 50 }),
	pendingColumn({ rank: 90 }),
	ackPendingColumn({ rank: 80 }),
	redeliveredColumn({ rank: 70 }),
	waitingColumn({ rank: 48 }),
	lastColumn({ rank: 60 }),
	rateColumn({ rank: 58 }),
	trendColumn(46),
	healthColumn({ rank: 100, letter: 'H', more: { rank: 44, width: 18 } }),
	ofInfo(
		{ id: 'ack-floor', title: 'ACK FLOOR', align: 'right', width: 12, rank: 39, letter: 'F', descending: true },
		(info) => info.ack_floor.stream_seq,
		(info) => sequence(info.ack_floor.stream_seq, 12),
	),
	ofInfo(
		{
			id: 'delivered',
			title: 'DELIVERED',
			words: 'delivered sequence',
			align: 'right',
			width: 12,
			rank: 30,
			letter: 'D',
			descending: true,
		},
		(info) => info.delivered.stream_seq,
		(info) => sequence(info.delivered.stream_seq, 12),
	),
	ofInfo(
		{ id: 'kind', title: 'KIND', align: 'left', width: 9, rank: 38 },
		({ config }) => kindOf(config.durable_name),
		({ config }) => text(kindOf(config.durable_name)),
	),
	ofInfo(
		{ id: 'acks', title: 'ACKS', align: 'left', width: 8, rank: 35 },
		({ config }) => config.ack_policy ?? 'none',
		({ config }) => text(config.ack_policy ?? 'none'),
	),
	ofInfo(
		{ id: 'leader', title: 'LEADER', align: 'left', width: 8, grow: 1, rank: 43, when: isInCluster },
		leaderOf,
		(info) => text(leaderOf(info)),
	),
	ofInfo(
		{ id: 'replicas', title: 'REPLICAS', align: 'left', width: 14, grow: 2, rank: 42, when: isInCluster },
		replicasOf,
		replicasCell,
	),
	ofInfo(
		{ id: 'created', title: 'CREATED', words: 'age', align: 'right', width: 8, rank: 20, letter: 'C' },
		(info, row) => sinceTime(row, info.created),
		(info, row) => since(sinceTime(row, info.created)),
	),
	ofInfo(
		{
			id: 'description',
			title: 'DESCRIPTION',
			align: 'left',
			width: 16,
			grow: 6,
			rank: 41,
			more: { rank: 40, width: 36 },
		},
		({ config }) => config.description || undefined,
		({ config }) => text(config.description, 'dim'),
	),
];

/** The consumers of the whole account: the same columns and the stream. */
export const accountConsumerColumns: readonly Column<ConsumerRow>[] = consumerColumns.flatMap((column) =>
	column.id === 'name' ? [column, streamColumn] : [column],
);

function kindOf(durable: string | undefined): string {
	return durable ? 'durable' : 'ephemeral';
}
