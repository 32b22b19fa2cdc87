import type { Slice } from '../store/slice.ts';
import { type ConsoleState, emptyConsole } from './state.ts';

declare module '../store/state.ts' {
	interface DeckState {
		readonly console: ConsoleState;
	}
}

/** The transcript goes along to another server: each of its lines says where it went. */
export const consoleSlice: Slice<'console'> = {
	initial: () => ({ console: emptyConsole() }),
	onNewConnection: () => ({}),
};
