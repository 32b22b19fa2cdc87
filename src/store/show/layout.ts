import { currentView } from '../nav.ts';
import type { DeckState } from '../state.ts';
import { listOf } from '../view.ts';
import { shapeOf } from './lists.ts';

export interface Size {
	readonly columns: number;
	readonly rows: number;
}

/** Rows of the screen from top to bottom; together all of them. */
export interface Layout {
	readonly header: 1;
	/** Breadcrumbs and status; the filter and prompt lines stand in its place. */
	readonly crumbs: 1;
	/** Titles of the columns of a list. */
	readonly heading: 0 | 1;
	/** Rows of a list, or lines of text. Overlays and toasts are drawn over them. */
	readonly body: number;
	readonly footer: 1 | 2;
}

const smallest: Size = { columns: 60, rows: 16 };
/** From here on there is room for a second line of keys. */
const TALL = 20;

/** Depends on the size and the kind of view alone, so that no row moves when an overlay or a toast comes. */
export function layoutOf(state: DeckState): Layout {
	const heading = shapeOf(listOf(currentView(state))) === undefined ? 0 : 1;
	const footer = state.size.rows < TALL ? 1 : 2;
	return { header: 1, crumbs: 1, heading, body: Math.max(0, state.size.rows - 2 - heading - footer), footer };
}

/** How many rows of the list, or lines of the text, in view fit. */
export function listHeight(state: DeckState): number {
	return layoutOf(state).body;
}

/** The one sentence that a terminal below the smallest size shows. */
export function tooSmall({ columns, rows }: Size): string | undefined {
	if (columns >= smallest.columns && rows >= smallest.rows) return undefined;
	return `jetdeck needs ${smallest.columns}×${smallest.rows}; this terminal is ${columns}×${rows}.`;
}
