import { keyOfWheel } from '../terminal/key-name.ts';
import type { Scope } from '../views/scope.ts';
import type { Command } from './command.ts';

/** Which command each key runs in each scope. */
export type KeyIndex = ReadonlyMap<Scope, ReadonlyMap<string, Command>>;

export function keyIndex(commands: readonly Command[]): KeyIndex {
	const scopes = new Map<Scope, Map<string, Command>>();
	for (const command of commands) {
		for (const scope of command.scopes) {
			const keys = scopes.get(scope) ?? new Map<string, Command>();
			scopes.set(scope, keys);
			for (const key of command.keys) keys.set(key, command);
		}
	}
	return scopes;
}

/** The command of `key` in `scopes`; the most particular scope comes first and wins. The wheel is an arrow key elsewhere. */
export function commandIn(index: KeyIndex, scopes: readonly Scope[], key: string): Command | undefined {
	for (const scope of scopes) {
		const command = index.get(scope)?.get(key) ?? index.get(scope)?.get(keyOfWheel(key));
		if (command !== undefined) return command;
	}
	return undefined;
}
