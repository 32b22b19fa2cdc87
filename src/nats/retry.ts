import type { ConnectProblem, ServerIdentity } from './link.ts';

const firstWaitMs = 250;
const longestWaitMs = 5_000;
/** Up to this part of a wait is added at random, so that many clients do not reconnect at the same moment. */
const jitter = 0.2;

/** Problems that rarely go away by themselves are not retried four times a second. */
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

/** A lost connection, and how long to wait before the next attempt. */
export interface LostConnection {
	readonly server: ServerIdentity;
	readonly problem: ConnectProblem;
	readonly waitMs: number;
}

/** A connection that ended sooner than this counts as a failure. */
const steadyMs = 5_000;

/**
 * Counts connections that were lost soon after they were made, for example by a server that accepts a login and then hangs up.
 * Without a wait between them jetdeck would reconnect as fast as the network allows.
 */
export class Flapping {
	#count = 0;

	/**
	 ** Records a loss and returns how long to wait before the next attempt, in milliseconds: 0 for the first.
	 * @param livedMs how long the connection was up
	 */
	lost(livedMs: number, problem: ConnectProblem): number {
		this.#count = livedMs < steadyMs ? this.#count + 1 : 0;
		return this.#count < 2 ? 0 : nextWaitMs(this.#count, problem);
	}
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

	/** Ends the current wait, if any. */
	end(): void {
		const end = this.#end;
		this.#end = undefined;
		end?.();
	}
}
