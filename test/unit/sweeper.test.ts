import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Api } from '../../src/jetstream/request.ts';
import { changeList } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import { Sweeper } from '../../src/store/sweeper.ts';
import { sampleState } from '../support/state.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How many walks over the streams begin in a minute and a half. */
async function walks(filter: string): Promise<number> {
	let walked = 0;
	const value = { items: [], total: 0, nameless: 0, names: new Set(), silent: new Map(), offline: {} };
	const pages = async () => {
		walked += 1;
		return { ok: true, value, at: 0, ms: 0 };
	};
	const state = sampleState();
	const store = createStore<DeckState>(() => ({ ...state, ...changeList(state, 'streams', { filter }) }));
	const api = { pages } as unknown as Api;
	const sweeper = new Sweeper(store, () => api, new AbortController().signal);
	for (let at = 0; at < 90; at += 1) {
		sweeper.follow('streams');
		await vi.advanceTimersByTimeAsync(1_000);
	}
	return walked;
}

it('reads all streams again a minute later where a filter asks who leads them, for that changes by itself', async () => {
	expect(await walks('leader:n2')).toBe(2);
	expect(await walks('orders')).toBe(1);
});
