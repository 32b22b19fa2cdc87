import { bar } from '../../format/bar.ts';
import { bytes } from '../../format/bytes.ts';
import { duration } from '../../format/duration.ts';
import { count, type Integer, roughCount } from '../../format/integer.ts';
import { bucketKinds } from '../../jetstream/buckets/bucket.ts';
import { originNames } from '../../jetstream/buckets/origin-names.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import { type BucketRow, bucketHealth } from '../buckets/row.ts';
import { urgency } from '../health/verdict.ts';
import type { Cell, Column } from '../line.ts';
import { nameColumn } from './asset-columns.ts';
import { healthCell, none, number, pendingCell, quietNumber, text } from './cell.ts';
import { columnOfInfo } from './info-column.ts';
import { streamColumns } from './streams.ts';

const ofInfo = columnOfInfo<StreamInfo, BucketRow>;

/** A column as the list of streams has it. */
function ofStreams(id: string, change: Partial<Column<BucketRow>> = {}): Column<BucketRow> {
	const found = streamColumns.find((column) => column.id === id);
	if (found === undefined) throw new Error(`streams have no column ${id}`);
	return { ...found, ...change };
}

const CONTENT = 11;
const BAR = 6;

/** A bucket a row: what it keeps, and how long. */
export const bucketColumns: readonly Column<BucketRow>[] = [
	nameColumn('BUCKET'),
	{
		id: 'kind',
		title: 'KIND',
		align: 'left',
		width: 7,
		rank: 95,
		letter: 'K',
		needs: 'name',
		value: ({ kind }) => kind,
		cell: ({ kind }) => ({ text: kind }),
	},
	ofInfo(
		{
			id: 'content',
			title: 'CONTENT',
			align: 'right',
			width: CONTENT,
			rank: 90,
			letter: 'C',
			descending: true,
		},
		(_, row) => contentOf(row),
		(_, row) => contentCell(row),
	),
	ofStreams('bytes', { rank: 80 }),
	ofInfo(
		{
			id: 'limit',
			title: 'OF LIMIT',
			words: 'limit share',
			align: 'left',
			width: BAR + 9,
			rank: 60,
			letter: 'F',
			descending: true,
		},
		({ state, config }) => shareOf(state.bytes, config.max_bytes),
		({ state, config }) => limitCell(state.bytes, config.max_bytes),
	),
	ofInfo(
		{
			id: 'history',
			title: 'HIST',
			words: 'history',
			align: 'right',
			width: 4,
			rank: 70,
			letter: 'I',
			descending: true,
		},
		({ config }, { kind }) => bucketKinds[kind].history(config),
		({ config }, { kind }) => historyCell(bucketKinds[kind].history(config)),
	),
	ofInfo(
		{ id: 'ttl', title: 'TTL', words: 'TTL', align: 'right', width: 5, rank: 68, letter: 'T' },
		({ config }) => Number(config.max_age ?? 0) || undefined,
		({ config }) => text(config.max_age ? duration(config.max_age) : undefined),
	),
	ofStreams('last', { words: 'last change', rank: 65 }),
	ofStreams('rate', { rank: 58 }),
	ofInfo(
		{ id: 'origin', title: 'COPY OF', align: 'left', width: 10, grow: 2, rank: 48 },
		({ config }) => originNames(config).join(' ') || undefined,
		({ config }) => text(originNames(config).join(' ')),
	),
	ofStreams('storage'),
	ofInfo(
		{
			id: 'stored',
			title: 'STORED',
			words: 'stored messages',
			align: 'right',
			width: 9,
			rank: 38,
			letter: 'S',
			descending: true,
		},
		({ state }) => state.messages,
		({ state }) => quietNumber(state.messages, 9),
	),
	ofStreams('trend'),
	{
		...ofStreams('health'),
		value: (row) => urgency(bucketHealth(row), row.problem !== undefined),
		cell: (row) => healthCell(row, bucketHealth(row)),
	},
	ofStreams('leader'),
	ofStreams('replicas'),
	ofStreams('created'),
	ofStreams('description'),
];

const contentOf = ({ kind, info, objects }: BucketRow): Integer | undefined => bucketKinds[kind].counted(info, objects);

/** At most: deleted ones with a marker are counted too, and only reading all of them would tell. */
function contentCell(row: BucketRow): Cell {
	const many = contentOf(row);
	if (many === undefined) return pendingCell;
	const one = bucketKinds[row.kind].content;
	const noun = many === 1 ? one : `${one}s`;
	if (many === 0) return { text: `0 ${noun}`, tone: 'dim' };
	const whole = `≤${count(many)} ${noun}`;
	if (whole.length <= CONTENT) return { text: whole };
	const short = `≤${roughCount(many)} ${noun}`;
	// The kind is in a column of its own.
	return { text: short.length <= CONTENT ? short : `≤${roughCount(many)}`, inFull: whole };
}

/** The used share of a limit; undefined without one. */
function shareOf(used: Integer, limit: Integer = -1): number | undefined {
	return limit > 0 ? Number(used) / Number(limit) : undefined;
}

function limitCell(used: Integer, limit: Integer | undefined): Cell {
	const share = shareOf(used, limit);
	if (share === undefined || limit === undefined) return none;
	const said = bytes(limit);
	return { text: `${bar(share, BAR)} ${said}`, inFull: said, spoken: said, tone: share >= 0.9 ? 'warn' : 'plain' };
}

function historyCell(history: Integer | undefined): Cell {
	if (history === undefined) return none;
	return history < 1 ? { text: '∞' } : number(history, 4);
}
