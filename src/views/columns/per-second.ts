import type { Column } from '../line.ts';
import { pendingCell } from './cell.ts';

/** A rate of a row: unknown before the second reading. */
export function perSecond<
	Name extends string,
	Row extends { readonly rates?: { readonly [Each in Name]?: number | undefined } | undefined },
>(
	head: Pick<Column<Row>, 'id' | 'title' | 'words' | 'width' | 'rank' | 'letter' | 'when'>,
	name: Name,
	said: (perSecond: number) => string,
): Column<Row> {
	return {
		align: 'right',
		needs: 'name',
		descending: true,
		...head,
		value: ({ rates }) => rates?.[name],
		cell: ({ rates }) => {
			const value = rates?.[name];
			return value === undefined ? pendingCell : { text: said(value), tone: value === 0 ? 'dim' : 'plain' };
		},
	};
}
