import { lagScore } from '../health/consumer.ts';
import type { Column } from '../line.ts';
import { type ConsumerRow, consumerCase } from '../row.ts';
import { notYet, text } from './cell.ts';
import {
	ackPendingColumn,
	filterColumn,
	healthColumn,
	healthOf,
	lastColumn,
	modeColumn,
	nameColumn,
	pendingColumn,
	rateColumn,
	redeliveredColumn,
	streamColumn,
	waitingColumn,
} from './consumer-cells.ts';

/** Every consumer by how far behind or stuck it is, and what of it. */
export const lagColumns: readonly Column<ConsumerRow>[] = [
	nameColumn('CONSUMER'),
	streamColumn,
	{
		...healthColumn({ rank: 100, title: 'WHAT', words: 'how bad it is', letter: 'H' }),
		value: (row) => {
			const known = consumerCase(row);
			return known && lagScore(known);
		},
	},
	pendingColumn({ rank: 90 }),
	ackPendingColumn({ rank: 80 }),
	redeliveredColumn({ rank: 70 }),
	lastColumn({ rank: 75, title: 'IDLE' }),
	rateColumn({ rank: 60 }),
	waitingColumn({ rank: 50 }),
	modeColumn({ rank: 45 }),
	filterColumn({ rank: 30 }),
	{
		id: 'why',
		title: 'WHY',
		align: 'left',
		width: 30,
		grow: 6,
		rank: 40,
		needs: 'info',
		value: (row) => healthOf(row)?.reasons[0]?.text,
		cell: (row) =>
			row.info === undefined
				? notYet
				: text(
						healthOf(row)
							?.reasons.map((reason) => reason.text)
							.join(' '),
						'dim',
					),
	},
];
