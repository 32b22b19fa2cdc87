import { mostInformative } from './connect-problem.ts';
import type { Way } from './dial.ts';
import type { ConnectProblem } from './link.ts';
import type { ServerAddress } from './server-url.ts';
import { openSession, type Session } from './session.ts';

/** How long to wait for a server before trying the next one too. */
const headStartMs = 300;
/** How long to wait for announced servers after all given ones have failed. */
const graceMs = 1_000;

/**
 * The race for one connection: servers are tried side by side, each a little after the one before, and the first that accepts wins.
 * An address that swallows packets, such as one that a cluster advertises to its inside, delays none of the others:
 * its attempt continues while the others are tried again.
 */
export class Race {
	readonly #way: Way;
	/** Called when an attempt begins or ends. */
	readonly #onChange: () => void;
	readonly #running = new Map<ServerAddress, Promise<ConnectProblem | undefined>>();
	readonly #over = new AbortController();
	readonly #won: Promise<Session>;
	#win: (session: Session) => void = () => {};

	/** @param closing ends it, with nobody as the winner */
	constructor(way: Way, closing: AbortSignal, onChange: () => void) {
		this.#way = way;
		this.#onChange = onChange;
		this.#won = new Promise((resolve) => {
			this.#win = resolve;
		});
		if (closing.aborted) this.stop();
		closing.addEventListener('abort', () => this.stop(), { once: true, signal: this.#over.signal });
	}

	/** Servers that have not answered yet. */
	get trying(): readonly string[] {
		return [...this.#running.keys()].map(({ shown }) => shown);
	}

	/** Cancels all attempts. */
	stop(): void {
		this.#over.abort();
	}

	/**
	 * Tries every server once, the given ones first; a server whose former attempt still runs is not tried again.
	 * @returns the connection, or why the failed attempts failed
	 */
	async round(given: readonly ServerAddress[], learnt: readonly ServerAddress[]): Promise<Session | ConnectProblem> {
		const tried = await this.#inTurn([...given, ...learnt]);
		const of = (servers: readonly ServerAddress[]) => Promise.all(servers.map((address) => tried.get(address)));
		const failed: (ConnectProblem | undefined)[] = [];
		const ended = async (): Promise<ConnectProblem> => {
			const problems = await of(given);
			for (const address of learnt) void tried.get(address)?.then((problem) => failed.push(problem));
			await Promise.race([of(learnt), pause(graceMs)]);
			return mostInformative([...failed, ...problems].filter((problem) => problem !== undefined));
		};
		return Promise.race([this.#won, ended()]);
	}

	/** Waits for something else; a server that accepts late ends the wait. */
	async during(wait: Promise<void>): Promise<Session | undefined> {
		return Promise.race([this.#won, wait.then(() => undefined)]);
	}

	/** Begins with each server when the one before has failed, or has had its head start. */
	async #inTurn(
		servers: readonly ServerAddress[],
	): Promise<ReadonlyMap<ServerAddress, Promise<ConnectProblem | undefined>>> {
		const tried = new Map<ServerAddress, Promise<ConnectProblem | undefined>>();
		for (const address of servers) {
			if (this.#over.signal.aborted) break;
			if (this.#running.has(address)) continue;
			const attempt = this.#try(address);
			tried.set(address, attempt);
			await Promise.race([attempt, pause(headStartMs)]);
		}
		return tried;
	}

	#try(address: ServerAddress): Promise<ConnectProblem | undefined> {
		const attempt = openSession(this.#way, address, this.#over.signal).then(async (result) => {
			this.#running.delete(address);
			const isOver = this.#over.signal.aborted;
			if (!('connection' in result)) {
				if (!isOver) this.#onChange();
				return result;
			}
			if (isOver) await result.connection.close();
			else {
				this.stop();
				this.#win(result);
			}
			return undefined;
		});
		this.#running.set(address, attempt);
		this.#onChange();
		return attempt;
	}
}

/** Keeps no process alive: the attempts do. */
function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
