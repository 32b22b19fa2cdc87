import type { DeckState } from '../store/state.ts';
import { commands } from './all.ts';
import type { Command, CommandContext } from './command.ts';
import type { Deck } from './deck-handle.ts';
import type { Host } from './host.ts';
import { commandIn, keyIndex } from './key-index.ts';
import { run } from './run.ts';
import { scopesOf } from './scopes.ts';

const index = keyIndex(commands);

/**
 * Runs what `key` (a name of terminal/key-name.ts) means where the person is. False when it means nothing there. The state
 * is read now, not at the last frame: several keys may come in one read.
 * @param burst number of what the terminal sent at once; by default, it sent this key alone
 */
export function pressKey(deck: Deck, host: Host, key: string, burst = deck.store.getState().burst + 1): boolean {
	if (deck.store.getState().burst !== burst) deck.store.setState(({ seen: _, ...seen }) => ({ burst, seen }));
	const state = deck.store.getState();
	const command = commandFor(state, key);
	if (command === undefined) return false;
	deck.store.setState({ touchedAt: Date.now() });
	run(command, contextOf(deck, host));
	return true;
}

/** What commands, footer, palette and help are given. */
export function contextOf(deck: Deck, host: Host): CommandContext {
	return { deck, host, state: deck.store.getState(), commands };
}

/** The command of `key` where the person is. */
export function commandFor(state: DeckState, key: string): Command | undefined {
	return commandIn(index, scopesOf(state), key);
}
