import type { Resource } from './resource.ts';
import type { DeckState, Sweep } from './state.ts';

/**
 * What the person looks at, as far as the poller has to know it. Whoever opens a deck hands it in: the store knows no place by
 * name.
 */
export interface Sight {
	/** What is looked at, as what has to be asked for to keep it fresh. */
	readonly interestsOf: (state: DeckState) => readonly Resource[];
	/** Which walk over everything the view needs, if any. */
	readonly sweepNeeded: (state: DeckState) => Sweep['kind'] | undefined;
	/** Identities of the visible rows of the list in view. */
	readonly visibleIds: (state: DeckState) => readonly string[];
	/** Whether everything that servers announce is looked at. */
	readonly listensToAll: (state: DeckState) => boolean;
	/** What says what is in view, or how it can be asked for. */
	readonly watchedFields: readonly (keyof DeckState)[];
	/** What follows from what was read, for the state to hold. */
	readonly settle: (state: DeckState) => Partial<DeckState>;
	/** What is in view is to be read again whatever is known of it: somebody asked for it. */
	readonly outdated: (state: DeckState) => Partial<DeckState>;
}
