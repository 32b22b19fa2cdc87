import { serverNow } from '../../format/age.ts';
import { parseTimestamp } from '../../format/duration.ts';
import type { Integer } from '../../format/integer.ts';
import type { Cell, Column } from '../line.ts';
import type { Known } from '../row.ts';
import { pendingCell } from './cell.ts';

/** A column whose value and cell come from the row's info. */
export function columnOfInfo<Info, Row extends Known<Info>>(
	column: Omit<Column<Row>, 'needs' | 'value' | 'cell'>,
	value: (info: Info, row: Row) => string | Integer | undefined,
	cell: (info: Info, row: Row) => Cell,
): Column<Row> {
	return {
		...column,
		needs: 'info',
		value: (row) => row.info && value(row.info, row),
		cell: (row) => (row.info === undefined ? pendingCell : cell(row.info, row)),
	};
}

/** Milliseconds since a time from the server; undefined for never. */
export function sinceTime(
	{ info, at, now }: Known<{ readonly ts?: string }>,
	timestamp: string | undefined,
): number | undefined {
	const then = parseTimestamp(timestamp);
	return then === undefined ? undefined : serverNow(info?.ts, at, now) - then;
}
