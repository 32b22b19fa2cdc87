/** What a screen shows, before it is drawn: cells, columns, sections of toned text. */

import type { Integer } from '../format/integer.ts';
import type { Line, Tone } from '../format/line.ts';
import type { DeckState } from '../store/state.ts';

/** One cell of a row. The text is sanitised and not yet cut to its column. */
export interface Cell {
	readonly text: string;
	readonly tone?: Tone;
	/** Replaces `text` in reports, where columns are as wide as needed. */
	readonly inFull?: string;
	/** Replaces `text` for a screen reader and in a report. */
	readonly spoken?: string;
	/** Replaces `text` if the columns on its right have no known values: the first one that fits. */
	readonly longer?: readonly string[];
}

export interface Column<Row> {
	readonly id: string;
	readonly title: string;
	/** Replaces a title too short for a sentence: `sort by …`. */
	readonly words?: string;
	readonly align: 'left' | 'right';
	/** Its least columns; it is left out before it gets narrower. */
	readonly width: number;
	/** Its share of the space left over; 0 or absent: none. */
	readonly grow?: number;
	/** It grows no wider: what stands beside it belongs to it, and should not be far away. */
	readonly most?: number;
	/** It grows to this width before any column of a lower rank is shown. */
	readonly more?: { readonly rank: number; readonly width: number };
	/** `more` ends at the longest text in view. */
	readonly whole?: true;
	/** The column is left out if this returns false. */
	readonly when?: (state: DeckState) => boolean;
	/** The lowest are left out first on narrow screens; 0 never. */
	readonly rank: number;
	/** Shift and this letter sort by the column. */
	readonly letter?: string;
	/** The first sort is the largest first. */
	readonly descending?: boolean;
	/** `info`: sorting by it needs the info of every row, hence a sweep. */
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
			/** Shown instead of an empty table. */
			readonly empty: string;
	  }
	| { readonly kind: 'text'; readonly title: string; readonly lines: readonly Line[] };

export interface Fact {
	readonly label: string;
	readonly value: string;
	readonly tone?: Tone;
	/** The used share, 0 to 1: drawn as a bar after the value. */
	readonly share?: number;
	/** Of the bar, where a rule of its own judges the share. */
	readonly shareTone?: Tone;
	/** Drawn as a sparkline after the value, oldest first. */
	readonly trend?: readonly (number | undefined)[] | undefined;
	/** One line of help, shown if there is room. */
	readonly help?: string;
}
