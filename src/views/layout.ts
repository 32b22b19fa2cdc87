import { currentView } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { noticeLines } from './notice.ts';
import { placeOf } from './places.ts';

export interface Size {
	readonly columns: number;
	readonly rows: number;
}

/** Rows of the screen from top to bottom; together all of them. */
export interface Layout {
	readonly header: 1;
	/** Why there is no connection, while the view still shows earlier data. */
	readonly notice: number;
	/** Breadcrumbs and status; the filter and prompt lines replace them. */
	readonly crumbs: 1;
	/** Titles of the columns of a list. */
	readonly heading: 0 | 1;
	/** Rows of a list, or lines of text. Overlays and toasts are drawn over them. */
	readonly body: number;
	readonly footer: 1 | 2;
}

const smallest: Size = { columns: 60, rows: 16 };
/** At this height or more the footer has a second line of keys. */
const TALL = 20;

/** Overlays and toasts are drawn over rows, so no row moves when they appear. */
export function layoutOf(state: DeckState): Layout {
	const heading = placeOf(currentView(state)).body.kind === 'list' ? 1 : 0;
	const footer = state.size.rows < TALL ? 1 : 2;
	const notice = noticeLines(state).length;
	const body = Math.max(0, state.size.rows - 2 - notice - heading - footer);
	return { header: 1, notice, crumbs: 1, heading, body, footer };
}

/** How many rows of the list, or lines of the text, fit. */
export function listHeight(state: DeckState): number {
	return layoutOf(state).body;
}

/** The sentence shown by a terminal below the smallest size. */
export function tooSmall({ columns, rows }: Size): string | undefined {
	if (columns >= smallest.columns && rows >= smallest.rows) return undefined;
	return `jetdeck needs ${smallest.columns}×${smallest.rows}; this terminal is ${columns}×${rows}.`;
}
