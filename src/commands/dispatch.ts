import type { Deck } from '../store/deck.ts';
import type { DeckState } from '../store/state.ts';
import { commands } from './all.ts';
import type { Command, CommandContext, Scope } from './command.ts';
import type { Host } from './host.ts';
import { run } from './run.ts';
import { scopesOf } from './scopes.ts';

const byScope: ReadonlyMap<Scope, ReadonlyMap<string, Command>> = index(commands);

/**
 * Runs what `key` (a name of terminal/key-name.ts) means where the person is. False when it means nothing there. The state
 * is read now, not at the last frame: several keys may come in one read.
 */
export function pressKey(deck: Deck, host: Host, key: string): boolean {
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

/** The command of `key`; of several scopes the most particular wins. */
export function commandFor(state: DeckState, key: string): Command | undefined {
	for (const scope of scopesOf(state)) {
		const command = byScope.get(scope)?.get(key);
		if (command !== undefined) return command;
	}
	return undefined;
}

function index(all: readonly Command[]): ReadonlyMap<Scope, ReadonlyMap<string, Command>> {
	const scopes = new Map<Scope, Map<string, Command>>();
	for (const command of all) {
		for (const scope of command.scopes) {
			const keys = scopes.get(scope) ?? new Map<string, Command>();
			scopes.set(scope, keys);
			for (const key of command.keys) keys.set(key, command);
		}
	}
	return scopes;
}
