import type { Command } from './command.ts';
import { deckCommands } from './deck.ts';
import { goCommands } from './go.ts';
import { listCommands } from './list.ts';
import { lookCommands } from './look.ts';
import { moveCommands } from './move.ts';
import { nameCommands } from './names.ts';
import { overlayCommands } from './overlays.ts';
import { takeCommands } from './take.ts';

/** Everything a person can do. */
export const commands: readonly Command[] = [
	...goCommands,
	...nameCommands,
	...listCommands,
	...moveCommands,
	...takeCommands,
	...lookCommands,
	...deckCommands,
	...overlayCommands,
];
