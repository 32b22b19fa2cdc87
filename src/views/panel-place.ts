import type { DeckState } from '../store/state.ts';

/** Where a panel is over the screen. */
export interface PanelPlace {
	readonly left: number;
	readonly top: number;
	/** Border and blanks included. */
	readonly columns: number;
	/** Columns between the borders and their blanks. */
	readonly inner: number;
	/** Most lines between the borders. */
	readonly lines: number;
}

const widest = 110;
/** A panel with less than this beside it takes the whole width: slivers of the rows below would only distract. */
const margin = 4;

/** Centred, below header and crumbs, down to the footer at most. */
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
