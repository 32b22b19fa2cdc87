import type { StoreApi } from 'zustand/vanilla';
import { userInfo } from '../jetstream/account.ts';
import type { AnswerNote, Api } from '../jetstream/request.ts';
import { featuresOf } from '../jetstream/server-features.ts';
import type { Link } from '../nats/link.ts';
import { watchAdvisories } from './advisories.ts';
import { latest } from './datum.ts';
import { interestsOf, sweepNeeded } from './interests.ts';
import { joined, type Patch, type Resource } from './resource.ts';
import { Schedule } from './schedule.ts';
import type { DeckState, Denied, Sweep } from './state.ts';
import { Sweeper } from './sweeper.ts';

export interface Poller {
	readonly refresh: () => void;
	/** The interval of the state changed: the next poll comes by the new one. */
	readonly rescheduled: () => void;
	readonly sweep: (kind: Sweep['kind']) => void;
	readonly cancelSweep: () => void;
	/** For the request door: what every answer says of the user's permissions. */
	readonly note: (answer: AnswerNote) => void;
	readonly start: (api: Api) => void;
	readonly stop: () => void;
}

/** Requests that one poll may have under way. */
const atOnce = 64;
const pollsPerRoundTrip = 5;
/** Advisories come in bursts: one refresh for all of them. */
const burstMs = 300;
const forgetAfterMs = 600_000;

/**
 * Keeps what is looked at fresh. One poll asks for everything that is due, waits for the answers but no longer than an
 * interval, and writes them with one update. Polls never overlap; late answers go with the next one. What comes into view
 * is asked for at once.
 */
export class StatePoller implements Poller {
	readonly #store: StoreApi<DeckState>;
	readonly #link: Link;
	readonly #schedule = new Schedule();
	readonly #stopping = new AbortController();
	readonly #stops: (() => void)[] = [];
	readonly #sweeper: Sweeper;
	#api: Api | undefined;
	#arrived: Patch[] = [];
	#notes = new Map<string, Denied | undefined>();
	#timer: NodeJS.Timeout | undefined;
	#kicked: NodeJS.Immediate | undefined;
	#burst: NodeJS.Timeout | undefined;
	#polling = false;
	#polls = 0;

	constructor(store: StoreApi<DeckState>, link: Link) {
		this.#store = store;
		this.#link = link;
		this.#sweeper = new Sweeper(store, () => this.#api, this.#stopping.signal);
	}

	start(api: Api): void {
		this.#api = api;
		this.#stops.push(
			this.#link.onStatus(() => this.#statusChanged()),
			this.#store.subscribe((after, before) => this.#looked(after, before)),
			watchAdvisories(
				this.#link,
				(keys) => this.#outdated(keys),
				(subject) => this.#advisoriesRefused(subject),
			),
		);
		this.#statusChanged();
	}

	stop(): void {
		this.#stopping.abort();
		clearTimeout(this.#timer);
		clearTimeout(this.#burst);
		clearImmediate(this.#kicked);
		for (const stop of this.#stops) stop();
	}

	refresh(): void {
		this.#schedule.forget();
		this.#sweeper.again();
		void this.#poll();
	}

	rescheduled(): void {
		this.#next(this.#store.getState().intervalMs);
	}

	sweep(kind: Sweep['kind']): void {
		this.#sweeper.start(kind);
	}

	cancelSweep(): void {
		this.#sweeper.cancel();
	}

	note({ endpoint, subject, ok, problem }: AnswerNote): void {
		if (ok) this.#notes.set(subject, undefined);
		const operation = problem?.kind === 'permission-publish' ? 'publish' : 'subscribe';
		if (problem?.kind === 'permission-publish' || problem?.kind === 'permission-subscribe') {
			this.#notes.set(subject, { endpoint, subject, operation, at: Date.now() });
		}
	}

	#statusChanged(): void {
		const status = this.#link.status();
		const before = this.#store.getState().link;
		this.#store.setState({ link: status });
		if (status.phase !== 'connected') return;
		const same = 'server' in before && before.server.id === status.server.id && before.phase === 'connected';
		if (same && this.#polls > 0) return;
		this.#schedule.forget();
		this.#store.setState((state) => ({
			features: featuresOf(status.server, latest(state.account)),
			denied: new Map(),
		}));
		void this.#whoAmI();
		void this.#poll();
	}

	async #whoAmI(): Promise<void> {
		const [user, roundTripMs] = await Promise.all([userInfo(this.#link), this.#link.roundTrip()]);
		this.#arrived.push(() => ({ user, roundTripMs }));
		if (!this.#polling) this.#flush();
	}

	/** Something came into view, or a list that says what is in view did. */
	#looked(after: DeckState, before: DeckState): void {
		const moved =
			after.views !== before.views ||
			after.lists !== before.lists ||
			after.size !== before.size ||
			after.streamNames !== before.streamNames ||
			after.consumerNames !== before.consumerNames ||
			after.swept !== before.swept;
		if (moved) this.#kick();
	}

	/** Looks, once the present keys are handled, whether anything in view was never asked for. */
	#kick(): void {
		this.#kicked ??= setImmediate(() => {
			this.#kicked = undefined;
			const state = this.#store.getState();
			this.#sweeper.follow(sweepNeeded(state));
			if (!this.#polling && this.#schedule.lacks(interestsOf(state), Date.now())) void this.#poll();
		});
	}

	async #poll(): Promise<void> {
		if (this.#polling || this.#stopping.signal.aborted || this.#api === undefined) return;
		if (this.#link.status().phase !== 'connected') return;
		this.#polling = true;
		const started = Date.now();
		const { intervalMs } = this.#store.getState();
		const due = this.#schedule.due(interestsOf(this.#store.getState()), started, intervalMs);
		await within(Math.max(intervalMs, 1000), this.#ask(due, this.#api));
		this.#polling = false;
		if (this.#stopping.signal.aborted) return;
		this.#polls += 1;
		const took = Date.now() - started;
		this.#arrived.push((state) => ({
			lastTick: { at: Date.now(), ms: took },
			features: featuresOf(serverOf(state), latest(state.account)),
		}));
		this.#flush();
		this.#housekeeping();
		// A slow server is asked less often, never deeper.
		this.#next(Math.max(intervalMs - took, Math.min(took, intervalMs)));
		this.#kick();
	}

	async #ask(due: readonly Resource[], api: Api): Promise<void> {
		const waiting = due.toReversed();
		for (const { key } of due) this.#schedule.asked(key);
		const worker = async (): Promise<void> => {
			for (let resource = waiting.pop(); resource !== undefined; resource = waiting.pop()) {
				const fetched = await resource.fetch(api, this.#stopping.signal);
				this.#schedule.answered(resource.key, fetched.ok, Date.now());
				for (const key of fetched.outdated ?? []) this.#schedule.outdate(key);
				this.#arrived.push(fetched.patch);
			}
		};
		await Promise.all(Array.from({ length: Math.min(atOnce, due.length) }, worker));
	}

	/** Writes all that arrived with one update. */
	#flush(): void {
		if (this.#stopping.signal.aborted) return;
		const patches = this.#arrived;
		const notes = this.#notes;
		this.#arrived = [];
		this.#notes = new Map();
		this.#store.setState((state) => ({ ...joined(patches)(state), ...withNotes(state, notes), now: Date.now() }));
	}

	#next(ms: number): void {
		clearTimeout(this.#timer);
		if (!this.#stopping.signal.aborted) this.#timer = setTimeout(() => void this.#poll(), ms);
	}

	#housekeeping(): void {
		if (this.#polls % pollsPerRoundTrip === 0) {
			void this.#link.roundTrip().then((roundTripMs) => this.#arrived.push(() => ({ roundTripMs })));
			this.#schedule.prune(Date.now() - forgetAfterMs);
		}
		this.#sweeper.follow(sweepNeeded(this.#store.getState()));
	}

	#outdated(keys: readonly string[]): void {
		for (const key of keys) this.#schedule.outdate(key);
		this.#burst ??= setTimeout(() => {
			this.#burst = undefined;
			this.#kick();
		}, burstMs);
	}

	#advisoriesRefused(subject: string): void {
		if (this.#stopping.signal.aborted || !this.#store.getState().advisories) return;
		this.#store.setState((state) => ({
			advisories: false,
			denied: new Map(state.denied).set(subject, {
				endpoint: undefined,
				subject,
				operation: 'subscribe',
				at: Date.now(),
			}),
		}));
	}
}

function withNotes(state: DeckState, notes: ReadonlyMap<string, Denied | undefined>): Partial<DeckState> {
	const changed = [...notes].filter(([subject, denied]) => (denied !== undefined) !== state.denied.has(subject));
	if (changed.length === 0) return {};
	const denied = new Map(state.denied);
	for (const [subject, refusal] of changed) {
		if (refusal === undefined) denied.delete(subject);
		else denied.set(subject, refusal);
	}
	return { denied };
}

function serverOf({ link }: DeckState) {
	return 'server' in link ? link.server : undefined;
}

/** Settles with the work, or after `ms` when that takes longer. */
async function within(ms: number, work: Promise<void>): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const patience = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, ms);
	});
	await Promise.race([work, patience]);
	clearTimeout(timer);
}
