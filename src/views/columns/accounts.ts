import { bytes } from '../../format/bytes.ts';
import type { Integer } from '../../format/integer.ts';
import { byteRate, rate } from '../../format/rate.ts';
import type { AccountEntry } from '../../store/system/account-entries.ts';
import type { Column } from '../line.ts';
import { nameColumn } from './asset-columns.ts';
import { none, quietNumber, text } from './cell.ts';
import { perSecond } from './per-second.ts';

type Head = Pick<Column<AccountEntry>, 'id' | 'title' | 'words' | 'width' | 'rank' | 'letter'>;
type Value = (row: AccountEntry) => Integer | undefined;

function amount(head: Head, value: Value, tone?: 'warn'): Column<AccountEntry> {
	return {
		align: 'right',
		needs: 'name',
		descending: true,
		...head,
		value,
		cell: (row) => {
			const said = value(row);
			const cell = quietNumber(said, head.width);
			return tone !== undefined && said !== undefined && said > 0 ? { ...cell, tone } : cell;
		},
	};
}

/** @param unlimited said where there is JetStream but no value */
function size(head: Head, value: Value, unlimited?: string): Column<AccountEntry> {
	return {
		align: 'right',
		needs: 'name',
		descending: true,
		...head,
		value,
		cell: (row) => {
			const said = value(row);
			if (said !== undefined) return said === 0 ? { text: '0 B', tone: 'dim' } : text(bytes(said));
			return row.jetstream === undefined || unlimited === undefined ? none : { text: unlimited, tone: 'dim' };
		},
	};
}

/** The accounts, as all servers together tell of them. */
export const accountColumns: readonly Column<AccountEntry>[] = [
	nameColumn('NAME', 16),
	amount(
		{ id: 'connections', title: 'CONNS', words: 'connections', width: 7, rank: 96, letter: 'C' },
		(row) => row.connections,
	),
	perSecond({ id: 'in', title: 'IN/S', words: 'messages in', width: 7, rank: 68, letter: 'I' }, 'in_msgs', rate),
	perSecond({ id: 'out', title: 'OUT/S', words: 'messages out', width: 7, rank: 67, letter: 'O' }, 'out_msgs', rate),
	perSecond(
		{ id: 'bytes-in', title: 'BYTES IN', words: 'bytes in', width: 10, rank: 55, letter: 'B' },
		'in_bytes',
		byteRate,
	),
	perSecond(
		{ id: 'bytes-out', title: 'BYTES OUT', words: 'bytes out', width: 10, rank: 54, letter: 'Y' },
		'out_bytes',
		byteRate,
	),
	amount({ id: 'leafs', title: 'LEAFS', words: 'leaf nodes', width: 5, rank: 50, letter: 'L' }, (row) => row.leafNodes),
	amount(
		{ id: 'subscriptions', title: 'SUBS', words: 'subscriptions', width: 7, rank: 60, letter: 'S' },
		(row) => row.subscriptions,
	),
	amount(
		{ id: 'slow', title: 'SLOW', words: 'slow consumers', width: 5, rank: 70, letter: 'W' },
		(row) => row.slowConsumers,
		'warn',
	),
	size(
		{ id: 'file', title: 'FILE', words: 'file storage', width: 9, rank: 92, letter: 'F' },
		(row) => row.jetstream?.storage,
	),
	size(
		{ id: 'file-reserved', title: 'FILE RES', words: 'reserved file', width: 9, rank: 80, letter: 'R' },
		(row) => row.jetstream?.reservedStorage,
		'unlimited',
	),
	size(
		{ id: 'memory', title: 'MEM', words: 'memory storage', width: 9, rank: 88, letter: 'M' },
		(row) => row.jetstream?.memory,
	),
	size(
		{ id: 'memory-reserved', title: 'MEM RES', words: 'reserved memory', width: 9, rank: 76 },
		(row) => row.jetstream?.reservedMemory,
		'unlimited',
	),
	amount(
		{ id: 'api', title: 'API', words: 'API requests', width: 8, rank: 64, letter: 'A' },
		(row) => row.jetstream?.requests,
	),
	amount(
		{ id: 'errors', title: 'ERRORS', words: 'API errors', width: 7, rank: 84, letter: 'E' },
		(row) => row.jetstream?.errors,
		'warn',
	),
];
