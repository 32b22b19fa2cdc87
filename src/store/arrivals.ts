import type { Patch } from './resource.ts';

/** Answers that come between polls are written together. */
const lateMs = 200;

/** What arrived and is not written into the state yet. */
export class Arrivals {
	readonly #write: () => void;
	#patches: Patch[] = [];
	#late: NodeJS.Timeout | undefined;
	#stopped = false;

	/** @param write runs if no poll writes it */
	constructor(write: () => void) {
		this.#write = write;
	}

	/** Written with the current poll, or soon. */
	arrive(patch: Patch, polling: boolean): void {
		if (this.#stopped) return;
		this.keep(patch);
		if (!polling) this.#late ??= setTimeout(this.#write, lateMs);
	}

	/** Not worth an update of its own: it waits for the next one. */
	keep(patch: Patch): void {
		this.#patches.push(patch);
	}

	take(): readonly Patch[] {
		clearTimeout(this.#late);
		this.#late = undefined;
		const taken = this.#patches;
		this.#patches = [];
		return taken;
	}

	stop(): void {
		this.#stopped = true;
		clearTimeout(this.#late);
	}
}
