import type { StoreApi } from 'zustand/vanilla';
import type { Api } from '../jetstream/request.ts';
import type { DeckState, Sweep } from './state.ts';
import { sweepAll } from './sweep.ts';
import { toast } from './toast.ts';

/** A walk that is over sooner shows no progress: it would only flicker. */
const showAfterMs = 250;
const progressEveryMs = 100;
/** A list of consumers is walked again after this many polls, and after so many times what the last walk took. */
const again = { polls: 5, timesItsCost: 20 } as const;

/** Runs one sweep at a time, says how far it is, and repeats those that a view lives on. */
export class Sweeper {
	readonly #store: StoreApi<DeckState>;
	readonly #api: () => Api | undefined;
	readonly #stopped: AbortSignal;
	#running: AbortController | undefined;
	/** What the last one was for, and how long it took, ms. Kept from being repeated once it was cancelled. */
	#last: { readonly wanted: string; readonly at: number; readonly ms: number; readonly cancelled: boolean } | undefined;

	constructor(store: StoreApi<DeckState>, api: () => Api | undefined, stopped: AbortSignal) {
		this.#store = store;
		this.#api = api;
		this.#stopped = stopped;
	}

	/** Starts what the view needs, when it was not done for it yet or is due again. */
	follow(needed: Sweep['kind'] | undefined): void {
		const state = this.#store.getState();
		if (needed === undefined || this.#running !== undefined) return;
		if (state.link.phase !== 'connected' || state.streamNames.phase === 'unknown') return;
		const wanted = wantedBy(state, needed);
		const last = this.#last?.wanted === wanted ? this.#last : undefined;
		if (last === undefined) this.start(needed);
		else if (!last.cancelled && needed === 'consumers') {
			const pause = Math.max(again.polls * state.intervalMs, again.timesItsCost * last.ms);
			if (Date.now() - last.at >= pause) this.start(needed);
		}
	}

	start(kind: Sweep['kind']): void {
		const api = this.#api();
		if (api === undefined || this.#running !== undefined || this.#stopped.aborted) return;
		this.#running = new AbortController();
		void this.#run(api, kind, this.#running);
	}

	cancel(): void {
		this.#running?.abort();
	}

	/** The next look at the view starts it once more. */
	again(): void {
		this.#last = undefined;
	}

	async #run(api: Api, kind: Sweep['kind'], running: AbortController): Promise<void> {
		const startedAt = Date.now();
		const wanted = wantedBy(this.#store.getState(), kind);
		const signal = AbortSignal.any([running.signal, this.#stopped]);
		let shownAt = 0;
		const onProgress = (done: number, total: number | undefined): void => {
			const now = Date.now();
			if (signal.aborted || now - startedAt < showAfterMs || now - shownAt < progressEveryMs) return;
			shownAt = now;
			this.#store.setState({ sweep: { kind, done, total, startedAt } });
		};
		const swept = await sweepAll(api, kind, { onProgress, signal });
		this.#running = undefined;
		if (this.#stopped.aborted) return;
		const at = Date.now();
		this.#last = { wanted, at, ms: at - startedAt, cancelled: running.signal.aborted };
		this.#store.setState((state) => ({
			...(swept.ok && { ...swept.patch(state), swept: { ...state.swept, [kind]: at } }),
			sweep: undefined,
		}));
		if (running.signal.aborted) toast(this.#store, 'info', 'Stopped. The list shows what was known; r starts again.');
		else if (!swept.ok) toast(this.#store, 'bad', `Not every row could be asked for: ${swept.message}`);
	}
}

/** A sweep is for one list of names and, of the streams, for one order; consumers need it whatever the order. */
function wantedBy({ lists, streamNames }: DeckState, kind: Sweep['kind']): string {
	if (kind === 'consumers') return kind;
	const { sort, filter = '' } = lists.get('streams') ?? {};
	const bySubject = filter.startsWith('subject:') ? 'by subject' : '';
	const names = 'value' in streamNames ? streamNames.value.length : 0;
	return `${kind} ${names} ${sort?.column ?? ''} ${bySubject}`;
}
