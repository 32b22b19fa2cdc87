import type { StoreApi } from 'zustand/vanilla';
import type { DeckState } from '../store/state.ts';
import { visibleIds } from './visible.ts';

/**
 * Settles as soon as the stream list has something to show in every visible row, or something else is to be told: a problem,
 * a question, an account without streams. After `patienceMs` in any case: then the screen says what is being waited for.
 */
export function firstContent(store: StoreApi<DeckState>, patienceMs: number): Promise<void> {
	return new Promise((resolve) => {
		const settle = (): void => {
			clearTimeout(patience);
			stop();
			resolve();
		};
		const patience = setTimeout(settle, patienceMs);
		const stop = store.subscribe((state) => {
			if (isTelling(state)) settle();
		});
		if (isTelling(store.getState())) settle();
	});
}

function isTelling(state: DeckState): boolean {
	if (state.overlay !== undefined || ('problem' in state.link && state.link.problem !== undefined)) return true;
	const { phase } = state.streamNames;
	return (
		phase === 'failed' || (phase === 'ready' && visibleIds(state).every((name) => state.streams.entries.has(name)))
	);
}
