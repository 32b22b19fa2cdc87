import type { ConsumerInfo } from '../../jetstream/wire.ts';
import type { Column } from '../line.ts';
import type { ConsumerRow } from '../row.ts';
import { assetColumns, nameColumn } from './asset-columns.ts';
import { sequence, text } from './cell.ts';
import {
	ackPendingColumn,
	filterColumn,
	healthColumn,
	lastColumn,
	modeColumn,
	ofInfo,
	pendingColumn,
	rateColumn,
	redeliveredColumn,
	streamColumn,
	waitingColumn,
} from './consumer-cells.ts';
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
	...assetColumns<ConsumerInfo, ConsumerRow>({ leader: 43, created: 20, description: 41 }, 'C'),
];

/** The consumers of the whole account: the same columns and the stream. */
export const accountConsumerColumns: readonly Column<ConsumerRow>[] = consumerColumns.flatMap((column) =>
	column.id === 'name' ? [column, streamColumn] : [column],
);

function kindOf(durable: string | undefined): string {
	return durable ? 'durable' : 'ephemeral';
}
