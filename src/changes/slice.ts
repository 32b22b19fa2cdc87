import type { Slice } from '../store/slice.ts';
import type { FolderInView } from './folder/folder-in-view.ts';
import type { JournalEntry, JournalPlace } from './journal.ts';
import type { Run } from './run.ts';

declare module '../store/state.ts' {
	interface DeckState {
		/** Confirmed proposals: running, and the latest finished ones. */
		readonly runs: readonly Run[];
		/** What was sent since the program began, the oldest first. */
		readonly journal: readonly JournalEntry[];
		/** Where the journal is stored on disk. */
		readonly journalPlace: JournalPlace;
		/** The plan of a folder of configurations, if one was made. */
		readonly folderPlan?: FolderInView | undefined;
	}
}

/** A new connection keeps the entries, but not the plan, which is for one server. */
export const changesSlice: Slice<'runs' | 'journal' | 'journalPlace' | 'folderPlan'> = {
	initial: () => ({ runs: [], journal: [], journalPlace: {}, folderPlan: undefined }),
	onNewConnection: () => ({ folderPlan: undefined }),
};
