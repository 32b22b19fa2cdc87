import { waitAfter } from './back-off.ts';
import type { Resource } from './resource.ts';

interface Past {
	/** When it was last answered, ms since the epoch. */
	readonly at: number;
	readonly failures: number;
	/** Left alone until then. */
	readonly notBefore: number;
	readonly outdated: boolean;
}

const never: Past = { at: 0, failures: 0, notBefore: 0, outdated: true };

/** What was asked when, and hence what is due. Each resource backs off alone. */
export class Schedule {
	readonly #past = new Map<string, Past>();
	readonly #asking = new Set<string>();

	/** Those that are due; one whose answer is still awaited never is. */
	due(resources: readonly Resource[], now: number, intervalMs: number): readonly Resource[] {
		return resources.filter(({ key, every }) => {
			if (this.#asking.has(key)) return false;
			const { at, notBefore, outdated } = this.#past.get(key) ?? never;
			// A little early is on time: timers are not exact, and a poll that is missed is a whole interval late.
			return now >= notBefore && (outdated || now - at >= every * intervalMs * 0.9);
		});
	}

	/** Whether something is wanted that was never asked for, or is known to be out of date. */
	lacks(resources: readonly Resource[], now: number): boolean {
		return resources.some(({ key }) => {
			const { notBefore, outdated } = this.#past.get(key) ?? never;
			return outdated && now >= notBefore && !this.#asking.has(key);
		});
	}

	asked(key: string): void {
		this.#asking.add(key);
	}

	answered(key: string, ok: boolean, now: number): void {
		this.#asking.delete(key);
		const failures = ok ? 0 : (this.#past.get(key)?.failures ?? 0) + 1;
		this.#past.set(key, { at: now, failures, notBefore: now + waitAfter(failures), outdated: false });
	}

	/** To be asked again at the next poll, whenever it was last. */
	outdate(key: string): void {
		const past = this.#past.get(key);
		if (past !== undefined) this.#past.set(key, { ...past, outdated: true });
	}

	/** Everything is due, and no failure is remembered. */
	forget(): void {
		this.#past.clear();
		this.#asking.clear();
	}

	/** Keeps no memory of what nobody looks at any more. */
	prune(longAgo: number): void {
		for (const [key, { at }] of this.#past) if (at < longAgo && !this.#asking.has(key)) this.#past.delete(key);
	}
}
