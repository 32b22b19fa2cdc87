import { commands } from '../../src/commands/all.ts';

/** A screen with a keyboard: the built program in a pty, or the app drawn in a component test. */
export interface Terminal {
	screen(): readonly string[];
	/** Presses keys, by their names in the commands table, in one burst. */
	press(...keys: readonly string[]): void;
	/** Sends text as it is, in one burst. */
	type(text: string): void;
	/** Waits until the screen shows what is wanted, and answers it. */
	waitFor(wanted: RegExp | ((screen: readonly string[]) => boolean)): Promise<readonly string[]>;
}

/** The first key of a command. */
export function keyOf(id: string): string {
	const key = commands.find((command) => command.id === id)?.keys[0];
	if (key === undefined) throw new Error(`there is no command ${id} with a key`);
	return key;
}
