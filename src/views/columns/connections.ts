import { bytes } from '../../format/bytes.ts';
import type { Integer } from '../../format/integer.ts';
import { byteRate, rate } from '../../format/rate.ts';
import { hasSystem } from '../../store/system/access.ts';
import type { Connection } from '../../store/system/connections.ts';
import type { Column } from '../line.ts';
import { none, quietNumber, since, text } from './cell.ts';
import { perSecond } from './per-second.ts';

type Head = Pick<Column<Connection>, 'id' | 'title' | 'words' | 'width' | 'rank' | 'letter' | 'grow' | 'when'>;

function words(head: Head, value: (row: Connection) => string | undefined): Column<Connection> {
	return { align: 'left', needs: 'name', ...head, value, cell: (row) => text(value(row)) };
}

function amount(head: Head, value: (row: Connection) => Integer | undefined): Column<Connection> {
	return {
		align: 'right',
		needs: 'name',
		descending: true,
		...head,
		value,
		cell: (row) => quietNumber(value(row), head.width),
	};
}

/** A name is the client's own: without one its number on the server tells it apart. */
const nameOf = ({ name, cid, kind }: Connection): string => name ?? `${kind ?? 'Client'} ${cid}`;

/** Connections of clients, as one server or all servers list them. */
export const connectionColumns: readonly Column<Connection>[] = [
	{
		id: 'name',
		title: 'NAME',
		align: 'left',
		width: 14,
		grow: 3,
		rank: 0,
		letter: 'N',
		needs: 'name',
		value: nameOf,
		cell: (row) => ({ text: nameOf(row), tone: Number(row.pending ?? 0) > 0 ? 'warn' : 'strong' }),
	},
	words(
		{ id: 'account', title: 'ACCOUNT', width: 10, grow: 1, rank: 70, letter: 'A', when: hasSystem },
		(row) => row.account,
	),
	words({ id: 'user', title: 'USER', width: 10, grow: 1, rank: 76, letter: 'U', when: hasSystem }, (row) => row.user),
	words({ id: 'address', title: 'ADDRESS', width: 21, grow: 1, rank: 64, letter: 'D' }, (row) => row.address),
	words({ id: 'library', title: 'CLIENT', width: 14, grow: 1, rank: 52, letter: 'L' }, (row) => row.library),
	amount(
		{ id: 'subscriptions', title: 'SUBS', words: 'subscriptions', width: 6, rank: 72, letter: 'S' },
		(row) => row.subscriptions,
	),
	{
		id: 'pending',
		title: 'PENDING',
		align: 'right',
		width: 9,
		rank: 96,
		letter: 'P',
		descending: true,
		needs: 'name',
		value: ({ pending }) => pending,
		cell: ({ pending }) => {
			if (pending === undefined) return none;
			return pending > 0 ? { text: bytes(pending), tone: 'warn' } : { text: '0 B', tone: 'dim' };
		},
	},
	perSecond({ id: 'in', title: 'IN/S', words: 'messages in', width: 7, rank: 92, letter: 'I' }, 'in_msgs', rate),
	perSecond({ id: 'out', title: 'OUT/S', words: 'messages out', width: 7, rank: 91, letter: 'O' }, 'out_msgs', rate),
	perSecond(
		{ id: 'bytes-in', title: 'BYTES IN', words: 'bytes in', width: 10, rank: 60, letter: 'B' },
		'in_bytes',
		byteRate,
	),
	perSecond(
		{ id: 'bytes-out', title: 'BYTES OUT', words: 'bytes out', width: 10, rank: 59, letter: 'Y' },
		'out_bytes',
		byteRate,
	),
	{
		id: 'idle',
		title: 'IDLE',
		align: 'right',
		width: 6,
		rank: 84,
		letter: 'E',
		needs: 'name',
		value: ({ idleMs }) => idleMs,
		cell: ({ idleMs }) => since(idleMs),
	},
	{
		id: 'rtt',
		title: 'RTT',
		words: 'round trip',
		align: 'right',
		width: 7,
		rank: 80,
		letter: 'T',
		descending: true,
		needs: 'name',
		value: ({ rttMs }) => rttMs,
		cell: ({ rttMs }) =>
			text(rttMs === undefined ? undefined : `${rttMs < 10 ? rttMs.toFixed(1) : Math.round(rttMs)} ms`),
	},
	words({ id: 'server', title: 'SERVER', width: 10, grow: 1, rank: 66, letter: 'R' }, (row) => row.server),
];

/** By what a server sorts, where it has more connections than it sends. */
export const serverSorts: Readonly<Record<string, string>> = {
	subscriptions: 'subs',
	in: 'msgs_from',
	out: 'msgs_to',
	'bytes-in': 'bytes_from',
	'bytes-out': 'bytes_to',
	idle: 'idle',
	rtt: 'rtt',
};
