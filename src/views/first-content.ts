import type { StoreApi } from 'zustand/vanilla';
import type { DeckState } from '../store/state.ts';
import { visibleIds } from './visible.ts';

/**
 * Settles as soon as every visible row of the stream list has data, or there is something else to show: a problem, a question, an
 * account without streams. It settles after `patienceMs` in any case: then the screen says what it waits for.
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
