import type { DeckState } from '../../store/state.ts';

/** A place that matches the search. */
export interface Hit {
	/** A line of a text, or a row of a form. */
	readonly row: number;
	/** The paths that must unfold to show it. */
	readonly unfold: readonly string[];
}

/** How to search one kind of screen: a text, a form, the replies of the console. */
export interface Searched<Each extends Hit = Hit> {
	/** What is counted, as singular: `line`. */
	readonly unit: string;
	/** The search runs while typing; otherwise at enter, since it may take a while. */
	readonly live: boolean;
	/** Every hit in order, in any letter case. */
	readonly hits: (state: DeckState, text: string) => readonly Each[];
	/** The current row; a fraction between two rows. */
	readonly at: (state: DeckState) => number;
	/** Goes to hit number `nth`. */
	show(state: DeckState, hit: Each, nth: number, text: string): Partial<DeckState>;
	/** Identifies the current place. */
	readonly mark: (state: DeckState) => string;
}
