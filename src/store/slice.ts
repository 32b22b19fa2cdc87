import type { DeckState } from './state.ts';

/**
 * A part of the state that a room declares for itself, by adding to `DeckState`. Whoever opens a deck puts the parts together,
 * so that the store imports none of the rooms.
 */
export interface Slice<Field extends keyof DeckState> {
	/** Before anything is known: new for each deck, since tables are written in place. */
	readonly initial: () => Pick<DeckState, Field>;
	/** What a new connection leaves of it. */
	readonly onNewConnection: (state: DeckState) => Partial<Pick<DeckState, Field>>;
}
