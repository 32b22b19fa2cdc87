import type { StoreApi } from 'zustand/vanilla';
import type { Confirm } from '../changes/confirm.ts';
import type { JournalFile } from '../changes/journal.ts';
import type { Planner, Proposal } from '../changes/proposal.ts';
import type { HistoryFile } from '../console/history.ts';
import type { ConsoleSession } from '../console/session.ts';
import type { Api } from '../jetstream/request.ts';
import type { Link } from '../nats/link.ts';
import type { Settings } from '../nats/settings.ts';
import type { Sight } from '../store/sight.ts';
import type { DeckState, LagLimits } from '../store/state.ts';

/** The deck without its screen: the state, its connection, and the poller that keeps the state current. */
export interface Deck {
	readonly store: StoreApi<DeckState>;
	/** The present connection's; replaced by `connect`. */
	readonly api: () => Api;
	readonly link: () => Link;
	/** Leaves the present connection, forgets its data and opens another. Returns at once. */
	readonly connect: (settings: Settings) => void;
	/** Opens a second connection, to the system account, in place of the former one. Returns at once. */
	readonly connectSystem: (settings: Settings) => void;
	readonly disconnectSystem: () => void;
	/** Polls everything in view now, waiting for no interval and no back-off. */
	readonly refresh: () => void;
	readonly setInterval: (ms: number) => void;
	/** Stops the running sweep; it starts again with `refresh` or for another order. */
	readonly cancelSweep: () => void;
	/**
	 * Shows a proposal for confirmation. `plan` may first ask the server what would be lost; returns a sentence if nothing can be
	 * proposed. `system`: over the connection to the system account.
	 */
	readonly propose: (title: string, plan: Planner, via?: 'system') => Promise<Confirm | undefined>;
	/** Runs a confirmed proposal; returns a sentence if it cannot start. */
	readonly agree: (proposal: Proposal) => { readonly id: string } | { readonly refusal: string };
	/** Stops a run after the current request. */
	readonly stopRun: (id: string) => void;
	/** What the console sends and keeps. */
	readonly console: ConsoleSession;
	/** Where lines of the console are kept between runs; absent where they are not. */
	readonly keepLine?: ((line: string) => string | undefined) | undefined;
	/** The lines of the journal file, of earlier runs too; empty without one. */
	readonly keptJournal: () => Promise<string>;
	readonly close: () => Promise<void>;
}

export interface DeckOptions {
	readonly settings: Settings;
	readonly readOnly: boolean;
	/** Milliseconds. */
	readonly intervalMs: number;
	readonly size: DeckState['size'];
	/** What to refresh; by default what is in view. */
	readonly sight?: Sight;
	readonly lagLimits?: LagLimits;
	/** Where requests that change anything are kept. */
	readonly journal?: JournalFile;
	/** What it cannot keep is not sent. */
	readonly journalRequired?: boolean;
	/** It keeps values of keys too; else their size and digest. */
	readonly journalValues?: boolean;
	/** Lines of the console, of earlier runs and of this one. */
	readonly history?: HistoryFile;
}
