import type { Integer } from '../format/integer.ts';
import type { Filterable } from '../store/filter.ts';
import type { Sort } from '../store/list.ts';
import type { DeckState } from '../store/state.ts';
import type { ColumnHead } from './fit.ts';
import type { Cell, Column } from './line.ts';

/** What a kind of list consists of, its type of row kept inside. */
export interface ListShape {
	readonly columns: readonly ColumnHead[];
	readonly defaultSort: Sort;
	/** Every row, in the server's order. */
	readonly ids: (state: DeckState) => readonly string[];
	/** What the rows' values are read from: while these are the same, so are the values. */
	readonly sources: (state: DeckState) => readonly unknown[];
	/** Which sweep reads its values when the list is large. */
	readonly sweep?: 'streams' | 'consumers';
	/** The values come with the rows, no info is needed for any. */
	readonly whole?: true;
	/** The ids are in the one order that these rows have: new ones stand where they belong at once. */
	readonly ordered?: true;
	readonly value: (state: DeckState, id: string, column: string) => string | Integer | undefined;
	/** Whether a row is one of what the list is about; those of others are not counted. Without it all are. */
	readonly counts?: (id: string) => boolean;
	/** The cells of some of its columns. */
	readonly cells: (state: DeckState, id: string, columns: readonly string[]) => readonly Cell[];
	readonly filterable: (state: DeckState, id: string) => Filterable;
}

interface Definition<Row> extends Omit<ListShape, 'columns' | 'value' | 'cells'> {
	readonly columns: readonly Column<Row>[];
	readonly row: (state: DeckState, id: string) => Row;
	/** Drawn dim: what it says was not renewed in time. */
	readonly stale?: (row: Row) => boolean;
}

/** Closes over the type of row. */
export function listShape<Row>({ columns, row, stale = () => false, ...rest }: Definition<Row>): ListShape {
	const byId = new Map(columns.map((column) => [column.id, column]));
	return {
		...rest,
		columns,
		value: (state, id, column) => byId.get(column)?.value(row(state, id)),
		cells: (state, id, ids) => {
			const shown = row(state, id);
			const dim = stale(shown);
			return ids.map((column) => {
				const cell = byId.get(column)?.cell(shown, state.now) ?? { text: '' };
				return dim && cell.tone !== 'bad' ? { ...cell, tone: 'dim' } : cell;
			});
		},
	};
}
