import type { Slice } from '../store/slice.ts';
import { type ConsoleState, emptyConsole } from './state.ts';

declare module '../store/state.ts' {
	interface DeckState {
		readonly console: ConsoleState;
	}
}

/** The transcript survives another connection: each of its lines names its server. */
export const consoleSlice: Slice<'console'> = {
	initial: () => ({ console: emptyConsole() }),
	onNewConnection: () => ({}),
};
