import { bytes } from '../../format/bytes.ts';
import { shortDuration } from '../../format/duration.ts';
import { count } from '../../format/integer.ts';
import { payloadStart } from '../../format/payload.ts';
import type { Cell, Column } from '../line.ts';
import { type FetchedMessage, isSettled } from '../messages/fetched.ts';
import { number, sequence } from './cell.ts';

/** A delivery with the time left to acknowledge it. */
export interface FetchedRow extends FetchedMessage {
	/** When it is delivered again unless acknowledged, ms since the epoch; absent if no acknowledgement is needed. */
	readonly deadline?: number | undefined;
}

export const fetchedColumns: readonly Column<FetchedRow>[] = [
	{
		id: 'seq',
		title: 'SEQ',
		words: 'sequence',
		align: 'right',
		width: 12,
		rank: 0,
		needs: 'name',
		value: ({ entry }) => entry.seq,
		cell: ({ entry }) => sequence(entry.seq, 12),
	},
	{
		id: 'state',
		title: 'STATE',
		align: 'left',
		width: 16,
		rank: 100,
		needs: 'name',
		value: ({ said }) => said ?? '',
		cell: stateCell,
	},
	{
		id: 'deliveries',
		title: 'TRIES',
		words: 'deliveries',
		align: 'right',
		width: 5,
		rank: 70,
		needs: 'name',
		value: ({ deliveries }) => deliveries,
		cell: ({ deliveries }) => ({ text: count(deliveries), ...(deliveries > 1 && { tone: 'warn' }) }),
	},
	{
		id: 'subject',
		title: 'SUBJECT',
		align: 'left',
		width: 16,
		grow: 1,
		rank: 95,
		needs: 'name',
		value: ({ entry }) => entry.subject,
		cell: ({ entry }) => ({ text: entry.subject, tone: 'strong' }),
	},
	{
		id: 'size',
		title: 'SIZE',
		align: 'right',
		width: 9,
		rank: 50,
		needs: 'name',
		value: ({ entry }) => entry.size,
		cell: ({ entry }) => ({ text: bytes(entry.size) }),
	},
	{
		id: 'pending',
		title: 'PENDING',
		words: 'pending after it',
		align: 'right',
		width: 9,
		rank: 40,
		needs: 'name',
		value: ({ pending }) => pending,
		cell: ({ pending }) => number(pending, 9),
	},
	{
		id: 'payload',
		title: 'PAYLOAD',
		align: 'left',
		width: 16,
		grow: 3,
		rank: 80,
		needs: 'name',
		value: ({ entry }) => entry.seq,
		cell: ({ entry }) =>
			entry.payload.length === 0 ? { text: 'empty', tone: 'dim' } : { text: payloadStart(entry.payload) },
	},
];

/** The acknowledgement sent, or else the time left to send one. */
function stateCell(row: FetchedRow, now: number): Cell {
	if (isSettled(row)) return { text: row.said ?? '', tone: row.said === 'acked' ? 'good' : 'warn' };
	if (row.deadline === undefined) return { text: 'no ack needed', tone: 'dim' };
	const left = row.deadline - now;
	return left <= 0
		? { text: '! ack wait over', tone: 'bad' }
		: { text: `${shortDuration(left)} to ack`, tone: 'accent' };
}
