import { count } from '../../format/integer.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { lagScore } from '../health/consumer.ts';
import type { Column } from '../line.ts';
import { type ConsumerRow, consumerCase } from '../row.ts';
import { nameColumn } from './asset-columns.ts';
import { none, pendingCell, text } from './cell.ts';
import {
	ackPendingColumn,
	filterColumn,
	healthColumn,
	healthOf,
	lastColumn,
	modeColumn,
	pendingColumn,
	rateColumn,
	redeliveredColumn,
	streamColumn,
	waitingColumn,
} from './consumer-cells.ts';

/** Every consumer by how far behind or stuck it is, and why. */
export const lagColumns: readonly Column<ConsumerRow>[] = [
	nameColumn('CONSUMER'),
	streamColumn,
	{
		...healthColumn({ rank: 100, title: 'WHAT', words: 'severity', letter: 'H', more: { rank: 55, width: 18 } }),
		value: (row) => lagScore(consumerCase(row), row.problem !== undefined),
	},
	pendingColumn({ rank: 90 }),
	ackPendingColumn({ rank: 80 }),
	redeliveredColumn({ rank: 70 }),
	{
		id: 'max-deliver',
		title: 'MAX DELIVER',
		words: 'given-up messages',
		align: 'right',
		width: 12,
		rank: 85,
		letter: 'D',
		descending: true,
		when: ({ events }) => events.gaveUp.size > 0,
		needs: 'name',
		value: ({ gaveUp }) => gaveUp,
		cell: ({ gaveUp }) => (gaveUp === undefined ? none : { text: `×${count(gaveUp)}`, tone: 'bad' }),
	},
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
		value: (row) => whyOf(row)[0],
		// Without an info, the problem column has the room for the whole reason.
		cell: (row) => (row.info === undefined ? pendingCell : text(whyOf(row).join(' '), 'dim')),
	},
];

/** Why it cannot be read, or what is wrong. */
function whyOf(row: ConsumerRow): readonly string[] {
	if (row.problem !== undefined) return [inSentences(row.problem)];
	return healthOf(row)?.reasons.map((reason) => reason.sentence) ?? [];
}
