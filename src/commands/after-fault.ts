import { noteFault } from '../store/fault.ts';
import { back } from '../store/nav.ts';
import { keyLabel } from '../terminal/key-name.ts';
import type { Deck } from './deck-handle.ts';
import type { Host } from './host.ts';

/** Handles a key whose command failed: jetdeck shows the fault, and `esc` and `ctrl+c` do what they always do. */
export function afterFault(deck: Deck, host: Host, key: string, fault: unknown): void {
	if (key === 'ctrl+c') {
		host.quit();
		return;
	}
	noteFault(deck.store, `The key ${keyLabel(key)} failed`, fault);
	if (key !== 'esc') return;
	deck.store.setState((state) => (state.overlay === undefined ? back(state) : { overlay: undefined }));
}
