import { shortDuration } from '../../format/duration.ts';
import type { Column } from '../line.ts';
import type { MetaRow } from '../servers/meta-row.ts';
import { none, pendingCell, quietNumber, since, text } from './cell.ts';
import { serverStateColumn } from './server-state.ts';

export const metaColumns: readonly Column<MetaRow>[] = [
	{
		id: 'name',
		title: 'PEER',
		align: 'left',
		width: 14,
		grow: 2,
		rank: 0,
		letter: 'N',
		needs: 'name',
		value: ({ name }) => name,
		cell: ({ name, isLeader, state }) => ({
			text: isLeader ? `${name} *` : name,
			tone: state.severity === 'critical' ? 'bad' : 'strong',
			...(isLeader && { spoken: `${name} leader` }),
		}),
	},
	serverStateColumn({ width: 14, grow: 2, more: { rank: 86, width: 28 } }),
	{
		id: 'lag',
		title: 'LAG',
		align: 'right',
		width: 7,
		rank: 90,
		letter: 'L',
		descending: true,
		needs: 'name',
		value: ({ peer }) => peer?.lag,
		cell: ({ peer }) => (peer === undefined ? none : quietNumber(peer.lag ?? 0, 7)),
	},
	{
		id: 'seen',
		title: 'SEEN',
		words: 'last seen',
		align: 'right',
		width: 5,
		rank: 88,
		letter: 'S',
		descending: true,
		needs: 'name',
		value: ({ peer }) => peer?.activeMs,
		cell: ({ peer }) => (peer?.activeMs === undefined ? none : { text: shortDuration(peer.activeMs) }),
	},
	amount('streams', 'STREAMS', 7, 80, 'R', ({ entry }) => entry?.jsz?.streams),
	{ ...amount('consumers', 'CONS', 5, 78, 'O', ({ entry }) => entry?.jsz?.consumers), words: 'consumers' },
	{
		id: 'version',
		title: 'VERSION',
		align: 'left',
		width: 8,
		rank: 70,
		letter: 'V',
		needs: 'name',
		value: ({ entry }) => entry?.server?.version,
		cell: ({ entry }) => (entry?.server === undefined ? pendingCell : text(entry.server.version)),
	},
	{
		id: 'up',
		title: 'UP',
		words: 'uptime',
		align: 'right',
		width: 5,
		rank: 68,
		needs: 'name',
		value: ({ entry }) => uptime(entry),
		cell: ({ entry }) => since(uptime(entry)),
	},
	{
		id: 'id',
		title: 'PEER ID',
		align: 'left',
		width: 8,
		rank: 66,
		needs: 'name',
		value: ({ id }) => id,
		cell: ({ id }) => text(id, 'dim'),
	},
	{
		id: 'tags',
		title: 'TAGS',
		align: 'left',
		width: 12,
		grow: 2,
		rank: 20,
		needs: 'name',
		value: ({ entry }) => entry?.server?.tags.join(' '),
		cell: ({ entry }) => text(entry?.server?.tags.join(' '), 'dim'),
	},
];

function amount(
	id: string,
	title: string,
	width: number,
	rank: number,
	letter: string,
	of: (row: MetaRow) => ReturnType<NonNullable<Column<MetaRow>['value']>>,
): Column<MetaRow> {
	const value = (row: MetaRow) => (row.entry?.missingSince === undefined ? of(row) : undefined);
	return {
		id,
		title,
		align: 'right',
		width,
		rank,
		letter,
		descending: true,
		needs: 'name',
		value,
		cell: (row) => {
			const said = value(row);
			return typeof said === 'string' || said === undefined ? pendingCell : quietNumber(said, width);
		},
	};
}

/** By the server's own clock, so that no other clock matters. */
function uptime(entry: MetaRow['entry']): number | undefined {
	const { stats, statsAt, missingSince } = entry ?? {};
	if (stats?.start === undefined || statsAt === undefined || missingSince !== undefined) return undefined;
	return Math.max(0, statsAt - stats.start);
}
