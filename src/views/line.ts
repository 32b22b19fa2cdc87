/** What a screen shows, before it is drawn: cells, columns, sections of toned text. */

import type { Integer } from '../format/integer.ts';
import type { Line, Tone } from '../format/line.ts';
import type { DeckState } from '../store/state.ts';

/** One cell of a row. The text is sanitised and not yet cut to its column. */
export interface Cell {
	readonly text: string;
	readonly tone?: Tone;
	/** Said in place of `text` where a column is as wide as it needs: in a report. */
	readonly inFull?: string;
	/** Said in place of `text` by a screen reader and in a report. */
	readonly spoken?: string;
	/** Said in place of `text` where the columns to the right of it have nothing known to show: the first that fits. */
	readonly longer?: readonly string[];
}

export interface Column<Row> {
	readonly id: string;
	readonly title: string;
	/** What it is in a sentence, where the title is too short for that: `sort by …`. */
	readonly words?: string;
	readonly align: 'left' | 'right';
	/** Columns it needs at least; it is left out before it is drawn narrower. */
	readonly width: number;
	/** Share of the space that is left over; 0 or absent: none. */
	readonly grow?: number;
	/** It gets so wide before any column of a lower rank is there. */
	readonly more?: { readonly rank: number; readonly width: number };
	/** `more` is as wide as the longest text in view needs. */
	readonly whole?: true;
	/** Left out where it has nothing to say. */
	readonly when?: (state: DeckState) => boolean;
	/** The lowest go first when the screen is narrow; 0 never goes. */
	readonly rank: number;
	/** The letter that, with shift, sorts by it. */
	readonly letter?: string;
	/** Largest first when first sorted by. */
	readonly descending?: boolean;
	/** `info`: sorting by it needs every row's info, hence a sweep. */
	readonly needs: 'name' | 'info';
	readonly value: (row: Row) => string | Integer | undefined;
	readonly cell: (row: Row, now: number) => Cell;
}

/** Part of a detail view. */
export type Section =
	| { readonly kind: 'facts'; readonly title: string; readonly facts: readonly Fact[] }
	| {
			readonly kind: 'table';
			readonly title: string;
			readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[];
			readonly rows: readonly (readonly Cell[])[];
			/** Said in place of an empty table. */
			readonly empty: string;
	  }
	| { readonly kind: 'text'; readonly title: string; readonly lines: readonly Line[] };

export interface Fact {
	readonly label: string;
	readonly value: string;
	readonly tone?: Tone;
	/** Share in use, 0 to 1: drawn as a bar behind the value. */
	readonly share?: number;
	/** Drawn as a sparkline behind the value, oldest first. */
	readonly trend?: readonly (number | undefined)[] | undefined;
	/** One line of help, shown where there is room. */
	readonly help?: string;
}
