import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Api, openApi } from '../jetstream/request.ts';
import { features } from '../jetstream/server-features.ts';
import type { Link } from '../nats/link.ts';
import { openLink } from '../nats/open-link.ts';
import type { Settings } from '../nats/settings-types.ts';
import type { HistoryFile } from './console/history.ts';
import { ConsoleSession } from './console/session.ts';
import { emptyConsole } from './console/state.ts';
import { unknown } from './datum.ts';
import type { Deck } from './deck.ts';
import { isEdit } from './form/form.ts';
import { defaultLagLimits } from './lag-limits.ts';
import { type Poller, StatePoller } from './poller.ts';
import { type JournalFile, journalPlace } from './proposals/journal.ts';
import { propose } from './proposals/propose.ts';
import { Runner } from './proposals/runner.ts';
import type { DeckState, LagLimits } from './state.ts';
import { emptyTable } from './table.ts';
import { liveToasts } from './toast.ts';

export interface DeckOptions {
	readonly settings: Settings;
	readonly readOnly: boolean;
	/** Milliseconds. */
	readonly intervalMs: number;
	readonly size: DeckState['size'];
	readonly lagLimits?: LagLimits;
	/** Where requests that change anything are kept. */
	readonly journal?: JournalFile;
	/** What it cannot keep is not sent. */
	readonly journalRequired?: boolean;
	/** Lines of the console, of earlier runs and of this one. */
	readonly history?: HistoryFile;
}

const shortestIntervalMs = 500;
const longestIntervalMs = 60_000;

interface Session {
	readonly link: Link;
	readonly api: Api;
	readonly poller: Poller;
}

/** A deck that begins to connect at once. Needs no screen. */
export function createDeck(options: DeckOptions): Deck {
	const store = createStore<DeckState>(() => ({
		...freshData(options.settings),
		readOnly: options.readOnly,
		intervalMs: options.intervalMs,
		size: options.size,
		lagLimits: options.lagLimits ?? defaultLagLimits,
		now: Date.now(),
		views: [{ kind: 'streams' }],
		lists: new Map(),
		toasts: [],
		forms: new Map(),
		console: emptyConsole(options.history?.lines),
		runs: [],
		journal: [],
		journalPlace: {},
		touchedAt: 0,
		burst: 0,
		quitting: false,
	}));
	let session = openSession(store, options.settings, options.readOnly);
	const runner = new Runner({
		store,
		way: () => session,
		journal: options.journal,
		journalRequired: options.journalRequired ?? false,
		refresh: () => session.poller.refresh(),
		listen: (text, prepared) => console.run(text, prepared, 'read'),
	});
	/** Where nothing is changed, nothing is to be kept. */
	const lookAtJournal = (): void => {
		if (options.journal !== undefined && !options.readOnly)
			store.setState({ journalPlace: journalPlace(options.journal) });
	};
	lookAtJournal();
	const console = new ConsoleSession(store, () => session);
	const clock = setInterval(() => tell(store), 1000);
	clock.unref();
	return {
		store,
		api: () => session.api,
		link: () => session.link,
		connect: (settings) => {
			runner.stopAll();
			console.stopAll();
			void closeSession(session);
			store.setState(({ forms }) => ({
				...freshData(settings),
				views: [{ kind: 'streams' }],
				previous: undefined,
				lists: new Map(),
				forms: withoutEdits(forms),
			}));
			session = openSession(store, settings, options.readOnly);
		},
		refresh: () => session.poller.refresh(),
		setInterval: (ms) => {
			store.setState({ intervalMs: Math.min(longestIntervalMs, Math.max(shortestIntervalMs, ms)) });
			session.poller.rescheduled();
		},
		cancelSweep: () => session.poller.cancelSweep(),
		propose: (title, plan) => {
			lookAtJournal();
			propose(store, session.api, title, plan);
		},
		agree: (proposal) => runner.start(proposal),
		stopRun: (id) => runner.stop(id),
		console,
		keepLine: options.history?.append,
		close: () => {
			clearInterval(clock);
			runner.close();
			console.stopAll();
			return closeSession(session);
		},
	};
}

/** What is to be created can be created elsewhere too; what is edited is there only. */
function withoutEdits(forms: DeckState['forms']): DeckState['forms'] {
	return new Map([...forms].filter(([, form]) => !isEdit(form)));
}

/** All that belongs to one connection, before anything is known. */
function freshData(settings: Settings): Omit<DeckState, keyof Kept> {
	return {
		target: settings.target,
		link: { phase: 'connecting', since: Date.now(), attempt: 1 },
		roundTripMs: undefined,
		user: undefined,
		features: features(undefined, undefined),
		account: unknown,
		apiRates: [],
		streamNames: unknown,
		streams: emptyTable(),
		subjects: emptyTable(),
		messages: emptyTable(),
		opened: undefined,
		fetched: new Map(),
		overlaps: emptyTable(),
		consumerNames: emptyTable(),
		consumers: emptyTable(),
		sweep: undefined,
		swept: {},
		denied: new Map(),
		advisories: true,
		lastTick: undefined,
		heardAt: undefined,
		sweepProblem: undefined,
		overlay: undefined,
	};
}

/** What a switch to another server leaves as it is. */
type Kept = Pick<
	DeckState,
	| 'readOnly'
	| 'intervalMs'
	| 'size'
	| 'lagLimits'
	| 'now'
	| 'views'
	| 'previous'
	| 'lists'
	| 'toasts'
	| 'forms'
	| 'console'
	| 'runs'
	| 'journal'
	| 'journalPlace'
	| 'touchedAt'
	| 'burst'
	| 'quitting'
>;

function openSession(store: StoreApi<DeckState>, settings: Settings, readOnly: boolean): Session {
	const link = openLink(settings);
	const poller = new StatePoller(store, link);
	const api = openApi(link, { readOnly, onAnswer: (answer) => poller.note(answer) });
	poller.start(api);
	return { link, api, poller };
}

function closeSession({ poller, link }: Session): Promise<void> {
	poller.stop();
	return link.close();
}

/** The clock of the screen: ages grow, toasts go. */
function tell(store: StoreApi<DeckState>): void {
	const now = Date.now();
	store.setState(({ toasts }) => ({ now, toasts: liveToasts(toasts, now) }));
}
