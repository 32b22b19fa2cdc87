import type { DeckState } from '../../store/state.ts';

/** A place that holds what is looked for. */
export interface Hit {
	/** A line of a text, or a row of a form. */
	readonly row: number;
	/** What is to be unfolded for it to be seen. */
	readonly unfold: readonly string[];
}

/** How one looks through what a screen shows: a text, a form, the replies of the console. */
export interface Searched<Each extends Hit = Hit> {
	/** What holds what is looked for, for one and for many: `line`. */
	readonly unit: string;
	/** It is looked for as one types; else when enter is pressed, for that may take a while. */
	readonly live: boolean;
	/** Every place that holds a text, in any letter case, in their order. */
	readonly hits: (state: DeckState, text: string) => readonly Each[];
	/** Where one is among the rows; between two of them where one is at none. */
	readonly at: (state: DeckState) => number;
	/** Goes to the hit that is the `nth` of those that hold the text. */
	show(state: DeckState, hit: Each, nth: number, text: string): Partial<DeckState>;
	/** Names where one is now. */
	readonly mark: (state: DeckState) => string;
}
