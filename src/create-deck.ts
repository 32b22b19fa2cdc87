import { createStore, type StoreApi } from 'zustand/vanilla';
import { journalPlace } from './changes/journal.ts';
import { propose } from './changes/propose.ts';
import { type RunConnection, Runner } from './changes/runner.ts';
import { changesSlice } from './changes/slice.ts';
import { afterRun } from './commands/after-run.ts';
import type { Deck, DeckOptions } from './commands/deck-handle.ts';
import { ConsoleSession } from './console/session.ts';
import { consoleSlice } from './console/slice.ts';
import { emptyConsole } from './console/state.ts';
import { formsSlice } from './forms/slice.ts';
import { type Api, openApi } from './jetstream/request.ts';
import { features } from './jetstream/server-features.ts';
import type { Link } from './nats/link.ts';
import { openLink } from './nats/open-link.ts';
import type { Settings } from './nats/settings-types.ts';
import { unknown } from './store/datum.ts';
import { nothingHeard } from './store/events/heard.ts';
import { defaultLagLimits } from './store/lag-limits.ts';
import { Poller } from './store/poller.ts';
import type { DeckState } from './store/state.ts';
import { systemVia } from './store/system/access.ts';
import { loggedInSlice } from './store/system/logged-in.ts';
import { SecondLink } from './store/system/second-link.ts';
import { noServers } from './store/system/servers.ts';
import { emptyTable } from './store/table.ts';
import { liveToasts, toast } from './store/toast.ts';
import { home } from './store/view.ts';
import { bucketsSlice } from './views/buckets/slice.ts';
import { inView } from './views/interests.ts';
import { keysSlice } from './views/keys/slice.ts';
import { lineageSlice } from './views/lineage/slice.ts';
import { messagesSlice } from './views/messages/slice.ts';
import { objectsSlice } from './views/objects/slice.ts';
import { watchSlice } from './views/watch/watch.ts';

const shortestIntervalMs = 500;
const longestIntervalMs = 60_000;

interface Session {
	readonly link: Link;
	readonly api: Api;
	readonly poller: Poller;
}

/** A deck that connects at once. Needs no screen. */
export function createDeck(options: DeckOptions): Deck {
	const store = createStore<DeckState>(() => ({
		...freshData(options.settings),
		...formsSlice.initial(),
		...changesSlice.initial(),
		...messagesSlice.initial(),
		...keysSlice.initial(),
		...objectsSlice.initial(),
		...watchSlice.initial(),
		...lineageSlice.initial(),
		...bucketsSlice.initial(),
		...loggedInSlice.initial(),
		console: emptyConsole(options.history?.lines),
		readOnly: options.readOnly,
		intervalMs: options.intervalMs,
		size: options.size,
		lagLimits: options.lagLimits ?? defaultLagLimits,
		now: Date.now(),
		views: [home],
		lists: new Map(),
		toasts: [],
		touchedAt: 0,
		burst: 0,
		quitting: false,
	}));
	const second = new SecondLink(store, options.readOnly);
	let session = openSession(store, options.settings, options, second);
	const systemConnection = (): RunConnection | undefined => {
		const via = systemVia(store.getState());
		return via === 'own' ? session : via === 'beside' ? second.connection() : undefined;
	};
	const leaveSecond = (): void => {
		const link = second.connection()?.link;
		if (link !== undefined) runner.leave(link);
	};
	// What servers of another connection said is nothing that these said.
	store.subscribe((now, before) => {
		if ((systemVia(now) === 'beside') !== (systemVia(before) === 'beside')) store.setState({ servers: noServers() });
	});
	const runner = new Runner({
		store,
		way: ({ over }) => {
			if (over === undefined) return session;
			const system = systemConnection();
			return system?.link.target === over ? system : undefined;
		},
		journal: options.journal,
		journalRequired: options.journalRequired ?? false,
		journalValues: options.journalValues ?? false,
		refresh: () => session.poller.refresh(),
		tell: (run) => afterRun(store, run),
		listen: (line) => console.listen(line),
	});
	/** Without changes there is no journal. */
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
			runner.leave(session.link);
			leaveSecond();
			console.stopAll();
			void closeSession(session, runner.cleanedUp());
			if (second.connection() !== undefined)
				toast(store, 'info', 'The connection to the system account is closed: it may be of other servers.');
			void second.close();
			store.setState((state) => ({
				...freshData(settings),
				...formsSlice.onNewConnection(state),
				...changesSlice.onNewConnection(state),
				...messagesSlice.onNewConnection(state),
				...keysSlice.onNewConnection(state),
				...objectsSlice.onNewConnection(state),
				...watchSlice.onNewConnection(state),
				...lineageSlice.onNewConnection(state),
				...bucketsSlice.onNewConnection(state),
				...loggedInSlice.onNewConnection(state),
				...consoleSlice.onNewConnection(state),
				views: [home],
				previous: undefined,
				lists: new Map(),
			}));
			session = openSession(store, settings, options, second);
		},
		connectSystem: (settings) => {
			leaveSecond();
			second.open(settings);
		},
		disconnectSystem: () => {
			leaveSecond();
			void second.close();
		},
		refresh: () => session.poller.refresh(),
		setInterval: (ms) => {
			store.setState({ intervalMs: Math.min(longestIntervalMs, Math.max(shortestIntervalMs, ms)) });
			session.poller.rescheduled();
		},
		cancelSweep: () => session.poller.cancelSweep(),
		propose: (title, plan, via) => {
			lookAtJournal();
			const over = via === 'system' ? systemConnection() : session;
			if (over !== undefined) return propose(store, over, title, plan, via);
			toast(store, 'warn', 'The connection to the system account is not up: :system opens one.');
			return Promise.resolve(undefined);
		},
		agree: (proposal) => runner.start(proposal),
		stopRun: (id) => runner.stop(id),
		console,
		keepLine: options.history?.append,
		keptJournal: async () => (await options.journal?.read?.()) ?? '',
		close: () => {
			clearInterval(clock);
			runner.close();
			console.stopAll();
			return Promise.all([closeSession(session, runner.cleanedUp()), second.close()]).then(() => undefined);
		},
	};
}

/** The initial state of one connection. */
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
		overlaps: emptyTable(),
		consumerNames: emptyTable(),
		consumers: emptyTable(),
		sweep: undefined,
		swept: {},
		denied: new Map(),
		advisories: true,
		events: nothingHeard(),
		system: {},
		servers: noServers(),
		lastTick: undefined,
		heardAt: undefined,
		sweepProblem: undefined,
		overlay: undefined,
	};
}

/** The state that survives another connection, and the parts of the rooms. */
type Kept = Pick<
	DeckState,
	| keyof ReturnType<(typeof formsSlice)['initial']>
	| keyof ReturnType<(typeof changesSlice)['initial']>
	| keyof ReturnType<(typeof messagesSlice)['initial']>
	| keyof ReturnType<(typeof keysSlice)['initial']>
	| keyof ReturnType<(typeof objectsSlice)['initial']>
	| keyof ReturnType<(typeof watchSlice)['initial']>
	| keyof ReturnType<(typeof lineageSlice)['initial']>
	| keyof ReturnType<(typeof bucketsSlice)['initial']>
	| keyof ReturnType<(typeof loggedInSlice)['initial']>
	| keyof ReturnType<(typeof consoleSlice)['initial']>
	| 'readOnly'
	| 'intervalMs'
	| 'size'
	| 'lagLimits'
	| 'now'
	| 'views'
	| 'previous'
	| 'lists'
	| 'toasts'
	| 'touchedAt'
	| 'burst'
	| 'quitting'
>;

function openSession(
	store: StoreApi<DeckState>,
	settings: Settings,
	{ readOnly, sight = inView }: DeckOptions,
	second: SecondLink,
): Session {
	const link = openLink(settings);
	// What servers grant every user is asked over the own connection.
	const poller = new Poller(store, link, sight, () => {
		const via = systemVia(store.getState());
		return ((via === 'beside' ? second.connection()?.api : undefined) ?? api).servers;
	});
	const api = openApi(link, { readOnly, onAnswer: (answer) => poller.note(answer) });
	poller.start(api);
	return { link, api, poller };
}

async function closeSession({ poller, link }: Session, cleanedUp: Promise<void> | undefined): Promise<void> {
	poller.stop();
	if (cleanedUp !== undefined) await cleanedUp;
	await link.close();
}

/** The clock of the screen: ages grow, toasts disappear. */
function tell(store: StoreApi<DeckState>): void {
	const now = Date.now();
	store.setState(({ toasts }) => ({ now, toasts: liveToasts(toasts, now) }));
}
