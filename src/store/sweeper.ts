import type { StoreApi } from 'zustand/vanilla';
import type { Api } from '../jetstream/request.ts';
import { latest } from './datum.ts';
import { faultProblem } from './fault.ts';
import { wordsIn } from './filter.ts';
import { mustList } from './refused.ts';
import type { DeckState, Sweep } from './state.ts';
import { type Swept, sweepAll } from './sweep.ts';
import { toast } from './toast.ts';
import { rowsAre } from './view.ts';

/** A walk that is over sooner shows no progress: it would only flicker. */
const showAfterMs = 250;
const progressEveryMs = 100;
/** A walk is repeated after this many polls at the earliest, and after so many times what the last one took. */
const again = { polls: 5, timesItsCost: 20, pollsOfFilter: 30 } as const;

interface Running {
	readonly kind: Sweep['kind'];
	readonly controller: AbortController;
	/** Stopped by the person; otherwise because nobody needs it any more. */
	cancelled: boolean;
}

interface Past {
	/** What it was for. */
	readonly wanted: string;
	readonly outcome: 'done' | 'failed' | 'cancelled';
	readonly at: number;
	readonly ms: number;
}

/** Runs one sweep at a time for what is in view, says how far it is, and repeats those that a view lives on. */
export class Sweeper {
	readonly #store: StoreApi<DeckState>;
	readonly #api: () => Api | undefined;
	readonly #stopped: AbortSignal;
	readonly #past = new Map<Sweep['kind'], Past>();
	#running: Running | undefined;

	constructor(store: StoreApi<DeckState>, api: () => Api | undefined, stopped: AbortSignal) {
		this.#store = store;
		this.#api = api;
		this.#stopped = stopped;
	}

	/** Starts what the view needs when it is due, and stops what it needs no more. */
	follow(needed: Sweep['kind'] | undefined): void {
		if (this.#running !== undefined) {
			if (needed !== this.#running.kind) this.#running.controller.abort();
			return;
		}
		const state = this.#store.getState();
		if (needed === undefined || state.link.phase !== 'connected' || latest(state.streamNames) === undefined) return;
		const api = this.#api();
		if (api === undefined || this.#stopped.aborted || !this.#isDue(state, needed)) return;
		this.#running = { kind: needed, controller: new AbortController(), cancelled: false };
		void this.#run(api, this.#running, wantedBy(state, needed));
	}

	/** Stops the current sweep until another one is needed, or everything is read again. */
	cancel(): void {
		if (this.#running === undefined) return;
		this.#running.cancelled = true;
		this.#running.controller.abort();
	}

	/** The next look at the view starts it once more. */
	again(): void {
		this.#past.clear();
	}

	#isDue(state: DeckState, kind: Sweep['kind']): boolean {
		const past = this.#past.get(kind);
		if (past === undefined) return true;
		if (past.outcome === 'cancelled') return past.wanted !== wantedBy(state, kind);
		const age = Date.now() - past.at;
		if (age < Math.max(again.polls * state.intervalMs, again.timesItsCost * past.ms)) return false;
		// Streams keep their order until the next walk; only those that nobody asked for yet are worth another one.
		if (kind === 'consumers' || past.outcome === 'failed' || mustList(state) || hasNewStreams(state)) return true;
		// Which server leads changes without anybody's doing.
		return isFiltered(state) && age >= again.pollsOfFilter * state.intervalMs;
	}

	async #run(api: Api, running: Running, wanted: string): Promise<void> {
		const { kind, controller } = running;
		const startedAt = Date.now();
		const signal = AbortSignal.any([controller.signal, this.#stopped]);
		let shownAt = 0;
		const onProgress = (done: number, total: number | undefined): void => {
			const now = Date.now();
			if (signal.aborted || now - startedAt < showAfterMs || now - shownAt < progressEveryMs) return;
			shownAt = now;
			this.#store.setState({ sweep: { kind, done, total, startedAt } });
		};
		// Also before the first page: what takes long can be seen, and stopped.
		const unanswered = setTimeout(() => onProgress(0, undefined), showAfterMs + 1);
		const swept = await sweepAll(api, kind, { onProgress, signal }).catch(failedBy);
		clearTimeout(unanswered);
		this.#running = undefined;
		if (this.#stopped.aborted) return;
		const at = Date.now();
		const cost = { wanted, at, ms: at - startedAt };
		const repeated = this.#past.get(kind)?.outcome === 'failed';
		if (running.cancelled) this.#past.set(kind, { ...cost, outcome: 'cancelled' });
		else if (!signal.aborted && !isLost(swept))
			this.#past.set(kind, { ...cost, outcome: swept.ok ? 'done' : 'failed' });
		this.#store.setState((state) => ({
			...(swept.ok && !signal.aborted && { ...swept.patch(state), swept: { ...state.swept, [kind]: at } }),
			sweep: undefined,
			sweepProblem: swept.ok || signal.aborted || isLost(swept) ? undefined : { kind, problem: swept.problem, at },
		}));
		if (!repeated) this.#say(running, swept);
	}

	#say({ cancelled, controller }: Running, swept: Swept): void {
		if (cancelled) toast(this.#store, 'info', 'Stopped. The list shows older values; press r to start again.');
		else if (!swept.ok && !controller.signal.aborted && !isLost(swept))
			toast(this.#store, 'bad', `jetdeck could not read every row: ${swept.problem.message}`);
	}
}

const failedBy = (fault: unknown): Swept => ({ ok: false, problem: faultProblem('', fault) });

/** The connection went away under it: it begins again with the next one. */
function isLost(swept: Swept): boolean {
	return !swept.ok && swept.problem.kind === 'disconnected';
}

/** A sweep of streams is for one order of the lists whose rows are streams; consumers need it whatever the order. */
function wantedBy({ lists }: DeckState, kind: Sweep['kind']): string {
	if (kind === 'consumers') return kind;
	return [...lists]
		.filter(([id, { sort, filter }]) => rowsAre(id) === 'stream' && (sort !== undefined || wordsIn(filter).length > 0))
		.map(([id, { sort, filter }]) => `${id} ${sort?.column ?? ''} ${wordsIn(filter).join(' ')}`)
		.toSorted()
		.join('\0');
}

/** A list of streams shows those whose infos fit a word. */
const isFiltered = ({ lists }: DeckState): boolean =>
	[...lists].some(([id, { filter }]) => rowsAre(id) === 'stream' && wordsIn(filter).length > 0);

function hasNewStreams({ streamNames, streams }: DeckState): boolean {
	return latest(streamNames)?.some((name) => !streams.entries.has(name)) ?? false;
}
