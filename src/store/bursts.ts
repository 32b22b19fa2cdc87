/** Advisories come in bursts: one poll for all of them; where they never end, no more often than this. */
const burstMs = 300;
const betweenBurstsMs = 2_000;
/** Any user may publish advisories: further names wait for the next poll. */
const mostTold = 10_000;

/** Collects what advisories make out of date, and hands it over a burst at a time. */
export class Bursts {
	readonly #told = new Set<string>();
	readonly #hand: (keys: ReadonlySet<string>) => void;
	#timer: NodeJS.Timeout | undefined;
	#last = 0;

	constructor(hand: (keys: ReadonlySet<string>) => void) {
		this.#hand = hand;
	}

	/** @param intervalMs no burst waits longer after the last one than a poll would */
	tell(keys: readonly string[], intervalMs: number): void {
		for (const key of keys) if (this.#told.size < mostTold) this.#told.add(key);
		if (this.#timer !== undefined) return;
		const pause = this.#last + Math.min(intervalMs, betweenBurstsMs) - Date.now();
		this.#timer = setTimeout(() => this.#over(), Math.max(burstMs, pause));
	}

	stop(): void {
		clearTimeout(this.#timer);
	}

	#over(): void {
		this.#timer = undefined;
		this.#last = Date.now();
		const told = new Set(this.#told);
		this.#told.clear();
		this.#hand(told);
	}
}
