import type { Integer } from '../../format/integer.ts';
import type { Problem } from '../../jetstream/problem.ts';
import type { Datum } from '../../store/datum.ts';
import type { Filterable } from '../../store/filter.ts';
import type { Sort } from '../../store/list.ts';
import type { DeckState, Sweep } from '../../store/state.ts';
import type { View } from '../../store/view.ts';
import type { ColumnHead } from '../fit.ts';
import type { Cell, Column } from '../line.ts';
import type { Selection } from '../places/row.ts';
import { plainRows } from '../plain.ts';

/** Everything about a kind of list; the type of its rows stays inside. `about`: which list of the kind, as in its `ListId`. */
export interface ListRow {
	readonly columns: readonly ColumnHead[];
	readonly defaultSort: Sort;
	/** The datum that the list cannot be shown without. */
	readonly datum: (state: DeckState, about: string) => Datum<unknown>;
	/** Shown while that is loading. */
	readonly waiting: string;
	/** How to reach a row by its name, as a sentence: where the user may not list them. */
	readonly byName?: string;
	/** Every row, in the server's order. */
	readonly ids: (state: DeckState, about: string) => readonly string[];
	/** What the values of the rows are read from: while these stay the same, so do the values. */
	readonly sources: (state: DeckState, about: string) => readonly unknown[];
	/** Rows that come before all others in any order: the larger number first. */
	readonly first?: (state: DeckState) => ReadonlyMap<string, number>;
	/** The sweep that reads its values if the list is large. */
	readonly sweep?: Sweep['kind'];
	/** The values come with the rows; no info is needed. */
	readonly whole?: true;
	/** The ids come in the only order of these rows, with new ones in their place. */
	readonly ordered?: true;
	/** The column by which the ids come sorted. */
	readonly sortedBy?: string;
	/** It is too long for another order than the default one. */
	readonly isTooLong?: (state: DeckState, about: string) => boolean;
	/** What a row says never changes: a filter checks it once. */
	readonly unchanging?: true;
	readonly value: (state: DeckState, id: string, column: string, about: string) => string | Integer | undefined;
	/** Whether a row counts; without this all do. */
	readonly counts?: (id: string) => boolean;
	/** What commands act on for a row. */
	readonly acts: (id: string) => Selection;
	/** The place of a row that describes it, if it is not the overview of a stream or consumer. */
	readonly overview?: (id: string) => View;
	/** The cells of some of its columns. */
	readonly cells: (state: DeckState, id: string, columns: readonly string[], about: string) => readonly Cell[];
	/** What its filter searches by `word:text`, besides texts and `subject:`. */
	readonly words?: FilterWords;
	/** Its ids are the only texts that a filter searches: there may be a million. */
	readonly searchesIds?: true;
	readonly filterable: (state: DeckState, id: string, about: string) => Filterable;
	/** Shown instead of rows if there are none and no filter is set: first what it means, then what to do. */
	readonly empty: (state: DeckState, about: string) => readonly string[];
	/** How many rows it does not show, and how to reach them. */
	readonly unlisted: (state: DeckState, about: string) => Unlisted;
	/** How `jetdeck report` prints it. */
	readonly report: Printed | 'not printed';
	/** How many rows could not be read the last time. */
	readonly unread: (state: DeckState, about: string) => number;
	/** Streams whose rows could not be listed, and why. */
	readonly untold?: (state: DeckState) => ReadonlyMap<string, Problem>;
	/** How many rows have a value to sort by, if only a sweep reads all. */
	readonly valued?: (state: DeckState) => number;
	/** Whether everything up to the end was read, where new rows appear. */
	readonly atEnd?: (state: DeckState, about: string) => boolean;
}

/** By word. */
export type FilterWords = Readonly<Record<string, FilterWord>>;

interface FilterWord {
	readonly values?: (state: DeckState) => readonly string[];
	/** The name of a row tells it: no info is needed. */
	readonly named?: true;
}

/** A plain table, made from one read of a server. */
interface Printed {
	/** Ids of columns for plain text, as far as the list has them. */
	readonly columns: readonly string[];
	/** Printed instead of a table without rows. */
	readonly empty: string;
}

/** How many rows a list does not show, and how to reach them. */
export interface Unlisted {
	/** After the number of rows: ` of 300,000`. */
	readonly amount?: string;
	/** `amount` is the number that the filter chose from, not the number stored here. */
	readonly isFiltered?: true;
	/** For the line of the list: what is missing, and how to reach it. */
	readonly rest?: string;
	/** Shown if no row matches the filter, with the number of rows searched. */
	readonly none?: string;
	/** Shown after the number of rows while the filter is typed. */
	readonly typing?: string;
}

interface Definition<Row> extends Omit<ListRow, 'columns' | 'value' | 'cells'> {
	readonly columns: readonly Column<Row>[];
	readonly row: (state: DeckState, id: string, about: string) => Row;
	/** Drawn dim: its data was not updated in time. */
	readonly stale?: (row: Row) => boolean;
}

/** A list whose rows the caller has read. */
interface PrintedList<Row> extends ListRow {
	/** The rows as plain text. */
	readonly plain: (rows: readonly Row[], now: number) => string;
}

/** Hides the type of row in a closure. */
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

/** A list that shows everything. */
export const nothingUnlisted = (): Unlisted => ({});
/** A list whose commands look up what they act on. */
export const noSelection = (): Selection => ({});
/** A list whose rows need no further reading. */
export const noneUnread = (): number => 0;
