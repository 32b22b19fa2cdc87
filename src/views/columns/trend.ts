import { sparkline } from '../../format/bar.ts';
import { rate } from '../../format/rate.ts';
import type { Rates } from '../../store/rates.ts';
import type { Cell, Column } from '../line.ts';
import type { Known } from '../row.ts';
import { pendingCell } from './cell.ts';

const COLUMNS = 15;

/** The message rate of the last minutes as a sparkline. */
export function trendColumn<Row extends Known<unknown>>(rank: number): Column<Row> {
	return {
		id: 'trend',
		title: 'RATE 5 MIN',
		words: 'rate of the last minutes',
		align: 'right',
		width: COLUMNS,
		rank,
		needs: 'info',
		value: () => undefined,
		cell: ({ rates }) => trendCell(rates?.trend ?? []),
	};
}

function trendCell(trend: Rates['trend']): Cell {
	const known = trend.filter((each) => each !== undefined);
	if (known.length === 0) return pendingCell;
	return {
		text: sparkline(trend, COLUMNS),
		spoken: inWords(known),
		tone: Math.max(...known) > 0 ? 'accent' : 'dim',
	};
}

/** A difference below this share of the highest rate is no change. */
const STEADY = 0.2;

/** `falling, from 12 to 3 a second, at most 15`. */
function inWords(known: readonly number[]): string {
	const [first = 0, last = 0] = [known[0], known.at(-1)];
	const highest = Math.max(...known);
	if (highest <= 0) return 'none';
	const change = (last - first) / highest;
	if (Math.abs(change) < STEADY) return `steady, ${rate(last)} a second, at most ${rate(highest)}`;
	const way = change > 0 ? 'rising' : 'falling';
	return `${way}, from ${rate(first)} to ${rate(last)} a second, at most ${rate(highest)}`;
}
