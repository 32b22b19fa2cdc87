import type { DeckState } from '../store/state.ts';

/** Where a panel lies over the screen. */
export interface PanelPlace {
	readonly left: number;
	readonly top: number;
	/** Border and blanks included. */
	readonly columns: number;
	/** Columns between the borders and their blanks. */
	readonly inner: number;
	/** Lines between the borders, at most. */
	readonly lines: number;
}

const widest = 110;
/** A panel with less than this beside it takes the whole width: slivers of the rows below would only disturb. */
const margin = 4;

/** In the middle, below header and crumbs, at most down to the footer. */
export function panelPlace({ size }: Pick<DeckState, 'size'>): PanelPlace {
	const columns = size.columns < widest + 2 * margin ? size.columns : widest;
	return {
		left: Math.floor((size.columns - columns) / 2),
		top: 2,
		columns,
		inner: columns - 4,
		lines: Math.max(1, size.rows - 6),
	};
}
