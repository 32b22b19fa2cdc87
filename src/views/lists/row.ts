import type { Integer } from '../../format/integer.ts';
import type { Problem } from '../../jetstream/problem.ts';
import type { Datum } from '../../store/datum.ts';
import type { Filterable } from '../../store/filter.ts';
import type { Sort } from '../../store/list.ts';
import type { DeckState, Sweep } from '../../store/state.ts';
import type { ColumnHead } from '../fit.ts';
import type { Cell, Column } from '../line.ts';
import type { Selection } from '../places/row.ts';
import { plainRows } from '../plain.ts';

/** All that is to be known of a kind of list, its type of row kept inside. `about`: which of its kind, as in its `ListId`. */
export interface ListRow {
	readonly columns: readonly ColumnHead[];
	readonly defaultSort: Sort;
	/** What it stands and falls with. */
	readonly datum: (state: DeckState, about: string) => Datum<unknown>;
	/** Said until that is known. */
	readonly waiting: string;
	/** Every row, in the server's order. */
	readonly ids: (state: DeckState, about: string) => readonly string[];
	/** What the rows' values are read from: while these are the same, so are the values. */
	readonly sources: (state: DeckState, about: string) => readonly unknown[];
	/** Rows that stand before all others, whatever the order: the larger number first. */
	readonly first?: (state: DeckState) => ReadonlyMap<string, number>;
	/** Which sweep reads its values when the list is large. */
	readonly sweep?: Sweep['kind'];
	/** The values come with the rows, no info is needed for any. */
	readonly whole?: true;
	/** The ids are in the one order that these rows have: new ones stand where they belong at once. */
	readonly ordered?: true;
	readonly value: (state: DeckState, id: string, column: string, about: string) => string | Integer | undefined;
	/** Whether a row is one of what the list is about; those of others are not counted. Without it all are. */
	readonly counts?: (id: string) => boolean;
	/** What a row stands for, to commands. */
	readonly acts: (id: string) => Selection;
	/** The cells of some of its columns. */
	readonly cells: (state: DeckState, id: string, columns: readonly string[], about: string) => readonly Cell[];
	readonly filterable: (state: DeckState, id: string, about: string) => Filterable;
	/** Said in place of rows where there are none and nothing filters, in sentences: the news, then what to do. */
	readonly empty: (state: DeckState, about: string) => readonly string[];
	/** That there is more than it shows, and how to get to it. */
	readonly unlisted: (state: DeckState, about: string) => Unlisted;
	/** How `jetdeck report` prints it. */
	readonly report: Printed | 'not printed';
	/** How many rows could not be read when they were last asked for. */
	readonly unread: (state: DeckState, about: string) => number;
	/** Streams that did not tell which rows they have, and why. */
	readonly untold?: (state: DeckState) => ReadonlyMap<string, Problem>;
	/** How many rows have a value to be put in order by, where only a sweep reads all. */
	readonly valued?: (state: DeckState) => number;
	/** Whether all is read up to the end, where new rows come. */
	readonly atEnd?: (state: DeckState, about: string) => boolean;
}

/** A plain table, of what one look at a server tells. */
interface Printed {
	/** Ids of columns that a reader of plain text wants, as far as the list has them. */
	readonly columns: readonly string[];
	/** In place of a table without rows. */
	readonly empty: string;
}

/** That there is more than a list shows, and how to get to it. */
export interface Unlisted {
	/** After the number of rows: ` of 300,000`. */
	readonly amount?: string;
	/** `amount` says of how many the filter chose: those that are held are not it. */
	readonly isFiltered?: true;
	/** For the line of the list: what is missing, and the way there. */
	readonly rest?: string;
	/** Where no row matches the filter: that, and among how many. */
	readonly none?: string;
	/** While the filter is being typed, after the number of rows. */
	readonly typing?: string;
}

interface Definition<Row> extends Omit<ListRow, 'columns' | 'value' | 'cells'> {
	readonly columns: readonly Column<Row>[];
	readonly row: (state: DeckState, id: string, about: string) => Row;
	/** Drawn dim: what it says was not renewed in time. */
	readonly stale?: (row: Row) => boolean;
}

/** A list whose rows somebody else has read. */
interface PrintedList<Row> extends ListRow {
	/** The rows as plain text. */
	readonly plain: (rows: readonly Row[], now: number) => string;
}

/** Closes over the type of row. */
export function listRow<Row>({ columns, row, stale = () => false, ...rest }: Definition<Row>): PrintedList<Row> {
	const byId = new Map(columns.map((column) => [column.id, column]));
	return {
		...rest,
		columns,
		plain: (rows, now) => {
			const { report } = rest;
			if (report === 'not printed') return '';
			if (rows.length === 0) return report.empty;
			return plainRows(
				report.columns.flatMap((id) => byId.get(id) ?? []),
				rows,
				now,
			);
		},
		value: (state, id, column, about) => byId.get(column)?.value(row(state, id, about)),
		cells: (state, id, ids, about) => {
			const shown = row(state, id, about);
			const dim = stale(shown);
			return ids.map((column) => {
				const cell = byId.get(column)?.cell(shown, state.now) ?? { text: '' };
				return dim && cell.tone !== 'bad' ? { ...cell, tone: 'dim' } : cell;
			});
		},
	};
}

/** A list that shows all there is. */
export const nothingUnlisted = (): Unlisted => ({});
/** A list of what commands look up by themselves. */
export const noSelection = (): Selection => ({});
/** A list whose rows come with it. */
export const noneUnread = (): number => 0;
