import { waitAfter } from './back-off.ts';
import type { Resource } from './resource.ts';

interface Past {
	/** When it was last answered, ms since the epoch. */
	readonly at: number;
	readonly failures: number;
	/** Left alone until then. */
	readonly notBefore: number;
	/** What was answered is known to be true no more. */
	readonly outdated: boolean;
	/** Milliseconds from the last request to its reply. */
	readonly took: number;
}

interface Question {
	readonly since: number;
	/** Its pending reply will be out of date. */
	outdated: boolean;
}

const never: Past = { at: 0, failures: 0, notBefore: 0, outdated: true, took: 0 };

/** A little early is on time: timers are not exact, and a poll that is missed is a whole interval late. */
const onTime = 0.9;
/** After this multiple of its pace it does not wait for the next poll: it has been out of view for a while. */
const overdue = 2.5;

/** What was asked when, and hence what is due. Each resource backs off alone, and is never asked twice at once. */
export class Schedule {
	readonly #past = new Map<string, Past>();
	/** Under way. */
	readonly #asking = new Map<string, Question>();

	/** Resources that are due, except those with a pending reply. */
	due(resources: readonly Resource[], now: number, intervalMs: number): readonly Resource[] {
		return resources.filter((resource) => this.#isDue(resource, now, intervalMs * onTime));
	}

	/** Whether something is wanted that was never asked for, is known to be out of date, or is long overdue. */
	lacks(resources: readonly Resource[], now: number, intervalMs: number): boolean {
		return resources.some((resource) => this.#isDue(resource, now, intervalMs * overdue));
	}

	asked(key: string, now = Date.now()): void {
		this.#asking.set(key, { since: now, outdated: false });
	}

	answered(key: string, ok: boolean, now: number): void {
		const { since = now, outdated = false } = this.#asking.get(key) ?? {};
		this.#asking.delete(key);
		const failures = ok ? 0 : (this.#past.get(key)?.failures ?? 0) + 1;
		this.#past.set(key, { at: now, failures, notBefore: now + waitAfter(failures), outdated, took: now - since });
	}

	/** Whether any reply is pending. */
	get waiting(): boolean {
		return this.#asking.size > 0;
	}

	/** To be asked again at the next poll, whenever it was last; also when it is being asked just now. */
	outdate(key: string): void {
		const past = this.#past.get(key);
		if (past !== undefined) this.#past.set(key, { ...past, outdated: true });
		const asking = this.#asking.get(key);
		if (asking !== undefined) asking.outdated = true;
	}

	/** Everything is due, and no failure is remembered. */
	forget(): void {
		this.#past.clear();
		for (const asking of this.#asking.values()) asking.outdated = true;
	}

	/**
	 * Milliseconds of the slowest reply, finished or pending, of the resources requested with each poll. Failures are shown where
	 * their data is.
	 */
	slowest(resources: readonly Resource[], now: number): number {
		const answered = resources.flatMap(({ key, every }) => {
			const { at, failures, took } = this.#past.get(key) ?? never;
			const since = this.#asking.get(key)?.since ?? now;
			return every > 1 || at === 0 || failures > 0 ? [] : [Math.max(took, now - since)];
		});
		return Math.max(0, ...answered);
	}

	/** Keeps no memory of what nobody looks at any more. */
	prune(longAgo: number): void {
		for (const [key, { at }] of this.#past) if (at < longAgo && !this.#asking.has(key)) this.#past.delete(key);
	}

	#isDue({ key, every }: Resource, now: number, paceMs: number): boolean {
		if (this.#asking.has(key)) return false;
		const { at, notBefore, outdated } = this.#past.get(key) ?? never;
		return now >= notBefore && (outdated || now - at >= every * paceMs);
	}
}
