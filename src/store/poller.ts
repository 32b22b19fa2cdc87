import type { StoreApi } from 'zustand/vanilla';
import { userInfo } from '../jetstream/account.ts';
import type { AnswerNote } from '../jetstream/api-options.ts';
import { isSystemAccount, systemAccount } from '../jetstream/events/subjects.ts';
import type { Api } from '../jetstream/request.ts';
import { featuresOf } from '../jetstream/server-features.ts';
import type { Servers } from '../jetstream/system/servers.ts';
import type { Link } from '../nats/link.ts';
import { Arrivals } from './arrivals.ts';
import { Bursts } from './bursts.ts';
import { latest, loading } from './datum.ts';
import { EventListener } from './events/event-listener.ts';
import { evict } from './evict.ts';
import { noteFault } from './fault.ts';
import { Hearing } from './hearing.ts';
import { serverOf, withFeatures } from './known-features.ts';
import { DeniedNotes } from './refused.ts';
import { joined, type Patch } from './resource.ts';
import { askAll } from './round.ts';
import { Schedule } from './schedule.ts';
import type { Sight } from './sight.ts';
import type { DeckState } from './state.ts';
import { Sweeper } from './sweeper.ts';
import { home, systemHome } from './view.ts';

const pollsPerRoundTrip = 5;
const shortestPollMs = 1_000;
const forgetAfterMs = 600_000;

/**
 * Keeps what is in view fresh. One poll requests everything that is due, waits for the replies but not for stragglers, and writes
 * them with one update. Polls never overlap, and nothing is requested again before its reply. What comes into view is requested
 * at once.
 */
export class Poller {
	readonly #store: StoreApi<DeckState>;
	readonly #link: Link;
	readonly #sight: Sight;
	readonly #servers: () => Servers;
	readonly #schedule = new Schedule();
	readonly #learnt = new DeniedNotes();
	readonly #hearing = new Hearing();
	/** A round trip is under way. */
	#measures = false;
	readonly #stopping = new AbortController();
	readonly #stops: (() => void)[] = [];
	readonly #sweeper: Sweeper;
	readonly #events: EventListener;
	readonly #bursts = new Bursts((keys) => {
		for (const key of keys) this.#schedule.outdate(key);
		this.#kick();
	});
	readonly #arrivals = new Arrivals(() => this.#flush());
	#api: Api | undefined;
	#next: NodeJS.Timeout | undefined;
	#kicked: NodeJS.Immediate | undefined;
	#polling = false;
	#polls = 0;

	constructor(store: StoreApi<DeckState>, link: Link, sight: Sight, servers: () => Servers) {
		this.#store = store;
		this.#link = link;
		this.#sight = sight;
		this.#servers = servers;
		this.#sweeper = new Sweeper(store, () => this.#api, this.#stopping.signal);
		this.#events = new EventListener(store, link, {
			outdated: (keys) => this.#bursts.tell(keys, store.getState().intervalMs),
			refused: (subject, ofLists) => this.#mayNotListen(subject, ofLists),
			wantsAll: sight.listensToAll,
		});
	}

	start(api: Api): void {
		this.#api = api;
		this.#stops.push(
			this.#link.onStatus(() => this.#statusChanged()),
			this.#store.subscribe((after, before) => this.#looked(after, before)),
			() => this.#events.stop(),
		);
		this.#statusChanged();
	}

	stop(): void {
		this.#stopping.abort();
		clearTimeout(this.#next);
		this.#arrivals.stop();
		this.#bursts.stop();
		clearImmediate(this.#kicked);
		for (const stop of this.#stops) stop();
	}

	refresh(): void {
		this.#store.setState(this.#sight.outdated);
		this.#schedule.forget();
		this.#sweeper.again();
		void this.#poll();
	}

	/** The interval of the state changed: the next poll comes by the new one. */
	rescheduled(): void {
		const { intervalMs, lastTick } = this.#store.getState();
		if (!this.#polling) this.#pollIn(Math.max(0, (lastTick?.at ?? 0) + intervalMs - Date.now()));
	}

	cancelSweep(): void {
		this.#sweeper.cancel();
	}

	/** For the request door: what each reply shows about the user's permissions. */
	note(answer: AnswerNote): void {
		this.#hearing.note(answer);
		this.#learnt.note(answer);
	}

	#statusChanged(): void {
		const link = this.#link.status();
		if (link.phase === 'connected') this.#connected();
		else this.#store.setState({ link, now: Date.now() });
	}

	/** What a former connection was refused, and what it failed at, says nothing of this one. */
	#connected(): void {
		const link = this.#link.status();
		this.#schedule.forget();
		this.#sweeper.again();
		this.#learnt.forget();
		this.#store.setState((state) => ({
			link,
			features: featuresOf(serverOf({ link }), latest(state.account), this.#api?.dialect()),
			denied: new Map(),
			advisories: true,
			account: loading(state.account),
			streamNames: loading(state.streamNames),
			now: Date.now(),
		}));
		this.#events.connected();
		void this.#whoWeAre();
		void this.#poll();
	}

	async #whoWeAre(): Promise<void> {
		const user = await userInfo(this.#link);
		this.#arrive(() => ({ user }));
		const { link } = this.#store.getState();
		if (link.phase !== 'connected') return;
		// A server before 2.2 knows neither question.
		const isAsked = link.server.headers && user?.account !== systemAccount;
		const own = user?.account === systemAccount || (isAsked && (await isSystemAccount(this.#link)));
		if (own) this.#events.ofSystem();
		// A first screen that nobody chose is that of what the account is for.
		this.#arrive(({ system, views, previous }) => ({
			system: { ...system, own },
			...(own && previous === undefined && views.length === 1 && views[0] === home && { views: [systemHome] }),
		}));
	}

	#mayNotListen(subject: string, ofLists: boolean): void {
		this.#learnt.noteSubscription(subject);
		this.#arrive(() => (ofLists ? { advisories: false } : {}));
	}

	/** Something came into view, or a list that says what is in view did. */
	#looked(after: DeckState, before: DeckState): void {
		if (after.views !== before.views) this.#events.looked(after);
		if (this.#sight.watchedFields.some((field) => after[field] !== before[field])) this.#kick();
	}

	/** Looks, once the present keys are handled, whether anything in view was never asked for. */
	#kick(): void {
		this.#kicked ??= setImmediate(() => {
			this.#kicked = undefined;
			const state = this.#store.getState();
			this.#sweeper.follow(this.#sight.sweepNeeded(state));
			const lacks = this.#schedule.lacks(this.#sight.interestsOf(state), Date.now(), state.intervalMs);
			if (lacks && !this.#polling) void this.#poll();
		});
	}

	async #poll(): Promise<void> {
		if (this.#polling || this.#stopping.signal.aborted || this.#api === undefined) return;
		if (this.#link.status().phase !== 'connected') return;
		this.#polling = true;
		const started = Date.now();
		await this.#askDue(this.#api, started).catch((fault) => this.#failed(fault));
		this.#polling = false;
		if (this.#stopping.signal.aborted) return;
		this.#polls += 1;
		const took = Date.now() - started;
		const { intervalMs } = this.#store.getState();
		// A slow server is asked less often, never deeper.
		const pause = Math.max(intervalMs - took, Math.min(took, intervalMs));
		try {
			this.#flush((now) => ({
				lastTick: this.#tick(now, took, took + pause),
				...evict(now, this.#sight.visibleIds(now)),
			}));
			this.#housekeeping();
		} catch (fault) {
			this.#failed(fault);
		}
		this.#pollIn(pause);
		this.#kick();
	}

	/** If a request takes longer than `periodMs`, the first poll after its reply repeats it. */
	#tick(state: DeckState, ms: number, periodMs: number): DeckState['lastTick'] {
		const at = Date.now();
		const slowest = this.#schedule.slowest(this.#sight.interestsOf(state), at);
		return { at, ms, paceMs: periodMs * Math.max(1, Math.ceil(slowest / periodMs)) };
	}

	async #askDue(api: Api, started: number): Promise<void> {
		const state = this.#store.getState();
		const due = this.#schedule.due(this.#sight.interestsOf(state), started, state.intervalMs);
		// What is refused is asked for ever more seldom: that nothing is asked is no silence of the server.
		const isIdle = due.every(({ asks }) => asks === 'servers') && !this.#schedule.waiting;
		// It has no JetStream: nobody may reply to that, such as where leaf nodes of other domains are.
		const ofSystem = state.system.own === true;
		// Before any other request, and never with the first poll: the program is still being loaded then.
		if (isIdle || ofSystem || this.#polls % pollsPerRoundTrip === 1)
			this.#measureRoundTrip(() => {
				if (ofSystem) this.#hearing.noteThere();
				else if (isIdle) this.#hearing.noteIdle();
			});
		await askAll(due, {
			api,
			servers: this.#servers(),
			signal: this.#stopping.signal,
			schedule: this.#schedule,
			arrive: (patch) => this.#arrive(patch),
			longestMs: Math.max(state.intervalMs, shortestPollMs),
			failed: (fault) => this.#failed(fault),
		});
	}

	/** What a fault kept from being read stays as it was, and as old as it says. */
	#failed(fault: unknown): void {
		queueMicrotask(() => noteFault(this.#store, 'A reply could not be read', fault));
	}

	/** Written with the current poll, or soon. */
	#arrive(patch: Patch): void {
		this.#arrivals.arrive(patch, this.#polling);
	}

	/** Writes all that arrived with one update. */
	#flush(last: Patch = () => ({})): void {
		const arrived = this.#arrivals.take();
		if (this.#stopping.signal.aborted) return;
		const dialect = this.#api?.dialect() ?? 'current';
		const patch = joined([...arrived, (state) => withFeatures(state, dialect), this.#sight.settle, last], (fault) =>
			this.#failed(fault),
		);
		this.#store.setState((state) => ({
			...patch(state),
			...this.#learnt.take(state),
			...this.#hearing.heard(),
			now: Date.now(),
		}));
	}

	#pollIn(ms: number): void {
		clearTimeout(this.#next);
		if (!this.#stopping.signal.aborted) this.#next = setTimeout(() => void this.#poll(), ms);
	}

	#housekeeping(): void {
		if (this.#polls % pollsPerRoundTrip === 0) this.#schedule.prune(Date.now() - forgetAfterMs);
	}

	/** Where nothing else is asked, it alone shows that the server is still there. */
	#measureRoundTrip(isThere: () => void): void {
		if (this.#measures) return;
		this.#measures = true;
		void this.#link.roundTrip().then((roundTripMs) => {
			this.#measures = false;
			if (roundTripMs !== undefined) isThere();
			// Not worth an update of its own: it goes with this poll or the next.
			this.#arrivals.keep(() => ({ roundTripMs }));
		});
	}
}
