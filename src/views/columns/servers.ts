import { bar } from '../../format/bar.ts';
import { bytes } from '../../format/bytes.ts';
import { type Integer, percent } from '../../format/integer.ts';
import { rate } from '../../format/rate.ts';
import { hasSystem } from '../../store/system/access.ts';
import type { Cell, Column } from '../line.ts';
import type { ServerRow } from '../servers/row.ts';
import { none, pendingCell, quietNumber, since, text } from './cell.ts';
import { serverStateColumn } from './server-state.ts';

const barColumns = 6;

type Head = Omit<Column<ServerRow>, 'needs' | 'value' | 'cell'>;

/** A column that says nothing of a server that does not answer: what it said before may be true no more. */
function told(
	head: Head,
	value: (row: ServerRow) => string | Integer | undefined,
	cell: (row: ServerRow) => Cell,
): Column<ServerRow> {
	return {
		...head,
		needs: 'name',
		value: (row) => (row.missingSince === undefined ? value(row) : undefined),
		cell: (row) => (row.missingSince === undefined ? cell(row) : pendingCell),
	};
}

/** A number of which zero is no news; only with the system account. */
function amount(head: Omit<Head, 'align' | 'descending'>, value: (row: ServerRow) => Integer | undefined) {
	return told({ align: 'right', descending: true, when: hasSystem, ...head }, value, (row) =>
		quietNumber(value(row), head.width),
	);
}

function size(head: Omit<Head, 'align' | 'descending' | 'width'>, value: (row: ServerRow) => Integer | undefined) {
	return told({ align: 'right', width: 9, descending: true, when: hasSystem, ...head }, value, (row) => {
		const said = value(row);
		if (said === undefined) return none;
		return said === 0 ? { text: '0 B', tone: 'dim' } : text(bytes(said));
	});
}

function perSecond(head: Omit<Head, 'align' | 'descending' | 'width'>, value: (row: ServerRow) => number | undefined) {
	return told({ align: 'right', width: 7, descending: true, when: hasSystem, ...head }, value, (row) => {
		const said = value(row);
		if (said === undefined || row.stale) return pendingCell;
		return { text: rate(said), tone: said === 0 ? 'dim' : 'plain' };
	});
}

/** The used share of a limit, as a bar. */
function share(
	head: Omit<Head, 'align' | 'descending' | 'width'>,
	used: (row: ServerRow) => Integer | undefined,
	limit: (row: ServerRow) => Integer | undefined,
) {
	const value = (row: ServerRow): number | undefined => {
		const [part, most] = [used(row), limit(row)];
		return part === undefined || most === undefined || most <= 0 ? undefined : Number(part) / Number(most);
	};
	return told({ align: 'left', width: barColumns + 6, descending: true, when: hasSystem, ...head }, value, (row) => {
		const said = value(row);
		if (said === undefined) return none;
		const tone = said >= 0.95 ? 'bad' : said >= 0.8 ? 'warn' : said === 0 ? 'dim' : 'plain';
		return { text: `${bar(said, barColumns)} ${percent(said)}`, inFull: percent(said), spoken: percent(said), tone };
	});
}

const uptime = ({ stats, statsAt, now }: ServerRow): number | undefined =>
	stats?.start === undefined ? undefined : Math.max(0, Math.max(now, statsAt ?? now) - stats.start);

const jetstream = (row: ServerRow) => row.stats?.jetstream;

export const serverColumns: readonly Column<ServerRow>[] = [
	{
		id: 'name',
		title: 'NAME',
		align: 'left',
		width: 12,
		grow: 3,
		rank: 0,
		letter: 'N',
		needs: 'name',
		value: ({ name }) => name,
		cell: ({ name, isMetaLeader, missingSince }) => ({
			text: isMetaLeader ? `${name} *` : name,
			tone: missingSince === undefined ? 'strong' : 'bad',
			...(isMetaLeader && { spoken: `${name} meta leader` }),
		}),
	},
	serverStateColumn({ width: 12, grow: 1, more: { rank: 51, width: 18 } }),
	told(
		{ id: 'version', title: 'VERSION', align: 'left', width: 8, rank: 92, letter: 'V' },
		({ server }) => server?.version,
		({ server }) => text(server?.version),
	),
	told(
		{ id: 'uptime', title: 'UP', words: 'uptime', align: 'right', width: 5, rank: 72, letter: 'U', when: hasSystem },
		uptime,
		(row) => since(uptime(row)),
	),
	told(
		{ id: 'rtt', title: 'RTT', words: 'round trip', align: 'right', width: 7, rank: 68, letter: 'T', descending: true },
		({ ms }) => ms,
		({ ms }) => text(ms === undefined ? undefined : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`),
	),
	{
		...amount(
			{ id: 'connections', title: 'CONNS', words: 'connections', width: 6, rank: 88, letter: 'C' },
			({ stats, account }) => (stats === undefined ? account?.connections : stats.connections),
		),
		when: () => true,
	},
	{
		...amount({ id: 'subscriptions', title: 'SUBS', words: 'subscriptions', width: 7, rank: 46, letter: 'S' }, (row) =>
			row.stats === undefined ? row.account?.subscriptions : row.stats.subscriptions,
		),
		when: () => true,
	},
	told(
		{
			id: 'slow',
			title: 'SLOW',
			words: 'slow consumers',
			align: 'right',
			width: 5,
			rank: 60,
			letter: 'W',
			descending: true,
		},
		({ stats, account }) => (stats === undefined ? account?.slowConsumers : stats.slowConsumers),
		({ stats, account }) => {
			const slow = stats === undefined ? account?.slowConsumers : stats.slowConsumers;
			const cell = quietNumber(slow, 5);
			return slow !== undefined && slow > 0 ? { ...cell, tone: 'warn' } : cell;
		},
	),
	told(
		{
			id: 'cpu',
			title: 'CPU',
			words: 'CPU',
			align: 'right',
			width: 5,
			rank: 86,
			letter: 'P',
			descending: true,
			when: hasSystem,
		},
		({ stats }) => stats?.cpu,
		({ stats }) => {
			const { cpu, cores } = stats ?? {};
			if (cpu === undefined) return none;
			const isBusy = cores !== undefined && cores > 0 && cpu >= 80 * cores;
			return { text: `${Math.round(cpu)}%`, tone: isBusy ? 'warn' : cpu < 0.5 ? 'dim' : 'plain' };
		},
	),
	size({ id: 'memory', title: 'MEM', words: 'memory', rank: 84, letter: 'M' }, ({ stats }) => stats?.memory),
	size(
		{ id: 'file', title: 'JS FILE', words: 'file storage', rank: 45, letter: 'F' },
		(row) => jetstream(row)?.storage,
	),
	share(
		{ id: 'file-used', title: 'FILE USED', words: 'file use', rank: 80, letter: 'L' },
		(row) => jetstream(row)?.storage,
		(row) => jetstream(row)?.maxStorage,
	),
	share(
		{ id: 'memory-used', title: 'MEM USED', words: 'memory use', rank: 43 },
		(row) => jetstream(row)?.memory,
		(row) => jetstream(row)?.maxMemory,
	),
	amount({ id: 'streams', title: 'STREAMS', width: 7, rank: 58, letter: 'R' }, ({ jsz }) => jsz?.streams),
	amount(
		{ id: 'consumers', title: 'CONS', words: 'consumers', width: 6, rank: 56, letter: 'O' },
		(row) => row.jsz?.consumers,
	),
	amount({ id: 'groups', title: 'RAFT', words: 'RAFT groups', width: 6, rank: 38 }, (row) => jetstream(row)?.groups),
	perSecond({ id: 'api', title: 'API/S', words: 'API requests', rank: 66, letter: 'A' }, ({ rates }) => rates?.api),
	perSecond(
		{ id: 'errors', title: 'ERR/S', words: 'API errors', rank: 54, letter: 'E' },
		({ rates }) => rates?.apiErrors,
	),
	amount({ id: 'meta-lag', title: 'META LAG', width: 8, rank: 52 }, ({ peer }) => peer && (peer.lag ?? 0)),
	perSecond({ id: 'in', title: 'IN/S', words: 'messages in', rank: 42, letter: 'I' }, (row) => row.rates?.messagesIn),
	perSecond({ id: 'out', title: 'OUT/S', words: 'messages out', rank: 41 }, (row) => row.rates?.messagesOut),
	told(
		{ id: 'cluster', title: 'CLUSTER', align: 'left', width: 10, grow: 1, rank: 48 },
		({ server }) => server?.cluster,
		({ server }) => text(server?.cluster),
	),
	told(
		{ id: 'domain', title: 'DOMAIN', align: 'left', width: 8, rank: 20 },
		({ server, stats }) => server?.domain ?? stats?.jetstream?.domain,
		({ server, stats }) => text(server?.domain ?? stats?.jetstream?.domain),
	),
	told(
		{ id: 'tags', title: 'TAGS', align: 'left', width: 12, grow: 2, rank: 25 },
		({ server }) => server?.tags.join(' '),
		({ server }) => text(server?.tags.join(' '), 'dim'),
	),
];
