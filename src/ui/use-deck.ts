import { createContext, use, useRef } from 'react';
import { useStore } from 'zustand/react';
import type { StoreApi } from 'zustand/vanilla';
import type { Deck } from '../commands/deck-handle.ts';
import type { Host } from '../commands/host.ts';
import type { DeckState } from '../store/state.ts';

/** What every component may use. */
export interface Reach {
	readonly deck: Deck;
	readonly host: Host;
	/** The state as it is drawn: the deck's own, or for a screen reader one that changes seldom. */
	readonly drawn: Pick<StoreApi<DeckState>, 'getState' | 'getInitialState' | 'subscribe'>;
}

export const ReachContext = createContext<Reach | undefined>(undefined);

export function useReach(): Reach {
	const reach = use(ReachContext);
	if (reach === undefined) throw new Error('a component of the deck is drawn outside of <App>');
	return reach;
}

/**
 * Selects a value of the deck's state. The component is drawn again only if `same` finds the new value different, so that a poll
 * redraws only what it changed. `select` runs at every change of the state: it must be cheap, read visible rows only, and be the
 * same function in every render, since React calls it several times a state.
 */
export function useDeck<T>(select: (state: DeckState) => T, same: (a: T, b: T) => boolean = Object.is): T {
	const last = useRef<Selected<T>>(undefined);
	return useStore(useReach().drawn, (state) => {
		const before = last.current;
		if (before?.state === state && before.select === select) return before.value;
		const found = select(state);
		const value = before !== undefined && same(before.value, found) ? before.value : found;
		last.current = { state, select, value };
		return value;
	});
}

interface Selected<T> {
	readonly state: DeckState;
	readonly select: (state: DeckState) => T;
	readonly value: T;
}
