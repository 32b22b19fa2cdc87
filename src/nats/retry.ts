import type { ConnectProblem } from './link.ts';

const firstWaitMs = 250;
const longestWaitMs = 5_000;
/** Up to this part of a wait is added at random, so that many clients do not come back at the same moment. */
const jitter = 0.2;

/** What does not change by itself soon is not asked for four times a second. */
const slowKinds: ReadonlySet<ConnectProblem['kind']> = new Set(['auth', 'auth-expired', 'tls', 'config', 'not-nats']);

/**
 * How long to wait after a failed attempt, in milliseconds: 250 ms, doubling up to 5 s.
 * @param attempt counted from 1
 */
export function nextWaitMs(attempt: number, problem: ConnectProblem, random: () => number = Math.random): number {
	const doubled = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));
	const base = slowKinds.has(problem.kind) ? longestWaitMs : doubled;
	return Math.round(base * (1 + jitter * random()));
}

/** A wait that can be ended early. */
export class Pause {
	#end: (() => void) | undefined;

	wait(ms: number): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(() => this.end(), ms);
			this.#end = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	/** Ends the present wait; without one nothing happens. */
	end(): void {
		const end = this.#end;
		this.#end = undefined;
		end?.();
	}
}
