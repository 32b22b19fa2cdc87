import type { Resource } from './resource.ts';
import type { DeckState, Sweep } from './state.ts';

/** What the poller must know about the view. The caller that opens a deck passes it: the store knows no place by name. */
export interface Sight {
	/** The resources that keep the view fresh. */
	readonly interestsOf: (state: DeckState) => readonly Resource[];
	/** Which walk over everything the view needs, if any. */
	readonly sweepNeeded: (state: DeckState) => Sweep['kind'] | undefined;
	/** Identities of the visible rows of the list in view. */
	readonly visibleIds: (state: DeckState) => readonly string[];
	/** Whether the view shows all events. */
	readonly listensToAll: (state: DeckState) => boolean;
	/** What says what is in view, or how it can be asked for. */
	readonly watchedFields: readonly (keyof DeckState)[];
	/** What follows from what was read, for the state to hold. */
	readonly settle: (state: DeckState) => Partial<DeckState>;
	/** Marks the data in view for reading again: the person asked for it. */
	readonly outdated: (state: DeckState) => Partial<DeckState>;
}
