import { wholeSeconds } from '../../format/age.ts';
import { shortDuration } from '../../format/duration.ts';
import { count, type Integer } from '../../format/integer.ts';
import type { Problem } from '../../jetstream/problem.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import type { Cell, Column } from '../line.ts';
import type { Branch } from '../lineage/graph.ts';
import { none, pendingCell, quietNumber, text } from './cell.ts';

/** A stream in the tree of origins and copies. */
export interface LineageRow extends Branch {
	/** Absent while unknown. */
	readonly info?: StreamInfo | undefined;
	/** Why it could not be read. */
	readonly problem?: Problem | undefined;
	/** Why it is not asked for. */
	readonly unasked?: string | undefined;
	/** There is no such stream in this account. */
	readonly isMissing?: boolean;
}

/** A mirror or source hears from its origin at least once a second. */
const SILENT_MS = 30_000;
/** From here on the tree grows no further to the right. */
const DEEPEST = 8;

const fixed = { needs: 'name', rank: 0 } as const;

export const lineageColumns: readonly Column<LineageRow>[] = [
	{
		...fixed,
		id: 'name',
		title: 'STREAM',
		align: 'left',
		width: 18,
		grow: 3,
		value: ({ node }) => node.stream,
		cell: ({ node, depth }) => {
			const indent = depth === 0 ? '' : `${'  '.repeat(Math.min(depth, DEEPEST) - 1)}└ `;
			return { text: `${indent}${node.stream}`, tone: 'strong', spoken: `${node.stream}, level ${depth + 1}` };
		},
	},
	{
		...fixed,
		id: 'kind',
		title: 'AS',
		align: 'left',
		width: 6,
		rank: 95,
		value: kindOf,
		cell: (row) => text(kindOf(row), row.copying === undefined ? 'dim' : 'plain'),
	},
	{
		...fixed,
		id: 'where',
		title: 'WHERE',
		align: 'left',
		width: 10,
		grow: 1,
		rank: 90,
		value: whereOf,
		cell: (row) => text(whereOf(row), row.node.prefix === '' ? 'dim' : 'plain'),
	},
	{
		...fixed,
		id: 'messages',
		title: 'MESSAGES',
		align: 'right',
		width: 11,
		rank: 70,
		value: ({ info }) => info?.state.messages,
		cell: ({ info }) => (info === undefined ? none : quietNumber(info.state.messages, 11)),
	},
	{
		...fixed,
		id: 'lag',
		title: 'LAG',
		align: 'right',
		width: 9,
		rank: 85,
		value: ({ copying }) => copying?.state?.lag,
		cell: ({ copying }) => (copying?.state === undefined ? none : quietNumber(copying.state.lag, 9)),
	},
	{
		...fixed,
		id: 'seen',
		title: 'SEEN',
		align: 'right',
		width: 6,
		rank: 80,
		value: ({ copying }) => copying?.state?.active,
		cell: ({ copying }) => seenCell(copying?.state?.active),
	},
	{
		...fixed,
		id: 'state',
		title: 'STATE',
		align: 'left',
		width: 16,
		grow: 4,
		rank: 100,
		more: { rank: 78, width: 30 },
		value: (row) => stateOf(row).text,
		cell: stateOf,
	},
	{
		...fixed,
		id: 'filter',
		title: 'FILTER',
		align: 'left',
		width: 12,
		grow: 2,
		rank: 60,
		value: ({ copying }) => copying?.filter,
		cell: ({ copying }) => text(copying?.filter, 'dim'),
	},
];

function kindOf({ copying }: LineageRow): string {
	return copying?.kind ?? 'origin';
}

/** `here`, the domain, or the prefix of an import. */
function whereOf({ node: { prefix } }: LineageRow): string {
	return prefix === '' ? 'here' : (/^\$JS\.([^.]+)\.API$/.exec(prefix)?.[1] ?? prefix);
}

/** -1 is never, from 2.10 on. */
function seenCell(active: Integer | undefined): Cell {
	if (active === undefined) return none;
	return Number(active) < 0 ? { text: 'never', tone: 'warn' } : { text: shortDuration(Number(active) / 1e6) };
}

/** What is wrong, the worst first: that it cannot be read, then how it copies. */
function stateOf(row: LineageRow): Cell {
	const { copying, repeats, problem, unasked, isMissing } = row;
	if (repeats === 'cycle') return { text: 'a cycle', tone: 'warn' };
	if (isMissing) return { text: 'no such stream here', tone: 'bad' };
	if (problem !== undefined) return { text: unreadable(problem), tone: 'bad' };
	const error = copying?.state?.error;
	if (error !== undefined) return { text: error.description ?? `error ${error.code}`, tone: 'bad' };
	if (copying !== undefined) return copyingState(copying.state, repeats === 'again');
	if (unasked !== undefined) return { text: unasked, tone: 'warn' };
	return row.info === undefined ? pendingCell : { text: '✓', tone: 'good' };
}

function unreadable({ kind, message, errCode }: Problem): string {
	if (kind === 'no-responders') return 'nobody answers';
	if (kind === 'timeout') return 'no reply';
	if (kind === 'malformed') return 'no JetStream answers';
	return errCode === 10059 ? 'no such stream there' : message;
}

function copyingState(state: NonNullable<LineageRow['copying']>['state'], isAgain: boolean): Cell {
	const again = isAgain ? ', listed above' : '';
	if (state === undefined) return { text: `not copied${again}`, tone: 'warn' };
	const { active, lag } = state;
	if (Number(active) < 0) return { text: `never in contact${again}`, tone: 'warn' };
	const silent = Number(active) / 1e6;
	if (silent >= SILENT_MS) return { text: `silent ${wholeSeconds(silent)}${again}`, tone: 'warn' };
	if (lag !== 0) return { text: `${count(lag)} behind${again}` };
	return { text: `✓${again}`, tone: 'good' };
}
