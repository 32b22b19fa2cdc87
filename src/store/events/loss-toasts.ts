import type { StoreApi } from 'zustand/vanilla';
import { plural } from '../../format/integer.ts';
import { memo } from '../../format/memo.ts';
import { latest } from '../datum.ts';
import type { DeckState } from '../state.ts';
import { toast } from '../toast.ts';
import { type Heard, lossLastsMs } from './heard.ts';

/** In one toast. */
const mostNamed = 3;
/** Any user may publish advisories: no more names are remembered. */
const mostSaid = 1_000;

const setOf = memo((names: readonly string[]): ReadonlySet<string> => new Set(names));

/** Says that a quorum is lost: once while it lasts, and no more than once in the time that a loss lasts. */
export class LossToasts {
	readonly #store: StoreApi<DeckState>;
	readonly #said = new Map<string, number>();

	constructor(store: StoreApi<DeckState>) {
		this.#store = store;
	}

	say(lost: Heard['lost'], now: number): void {
		for (const [key, at] of this.#said) if (!lost.has(key) && now - at > lossLastsMs) this.#said.delete(key);
		const names = setOf(latest(this.#store.getState().streamNames) ?? []);
		// A stream that does not exist cannot lose its quorum.
		const keys = [...lost.keys()]
			.filter((key) => !this.#said.has(key) && names.has(key.split('\0', 1)[0] ?? ''))
			.slice(0, mostSaid - this.#said.size);
		for (const key of keys) this.#said.set(key, now);
		if (keys.length > 0) this.#toast(keys);
	}

	#toast(keys: readonly string[]): void {
		const named = keys.slice(0, mostNamed).map((key) => key.replace('\0', ' › '));
		const more = keys.length > mostNamed ? `, and ${plural(keys.length - mostNamed, 'more', 'more')}` : '';
		const quorums = keys.length === 1 ? 'Quorum' : 'Quorums';
		toast(this.#store, 'bad', `${quorums} lost: ${named.join(', ')}${more}. 6 lists the events.`);
	}
}
