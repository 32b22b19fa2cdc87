import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { propose } from '../../src/changes/propose.ts';
import type { Api } from '../../src/jetstream/request.ts';
import type { Servers } from '../../src/jetstream/system/servers.ts';
import { joined, type Patch, type Resource } from '../../src/store/resource.ts';
import { askAll } from '../../src/store/round.ts';
import { Schedule } from '../../src/store/schedule.ts';
import { stillDeck } from '../support/draw.tsx';
import { deckState } from '../support/state.ts';
import { until } from '../support/until.ts';

beforeEach(() => {
	vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
	vi.restoreAllMocks();
});

const fault = new Error('broken on purpose');

describe('a fault of one part', () => {
	it('keeps no other question of a poll from being asked, and is asked again', async () => {
		const schedule = new Schedule();
		const arrived: Patch[] = [];
		const faults: unknown[] = [];
		const good: Resource = { key: 'good', every: 1, fetch: async () => ({ ok: true, patch: () => ({ now: 5 }) }) };
		const bad: Resource = { key: 'bad', every: 1, fetch: () => Promise.reject(fault) };
		await askAll([bad, good], {
			api: {} as Api,
			servers: {} as Servers,
			signal: new AbortController().signal,
			schedule,
			arrive: (patch) => arrived.push(patch),
			longestMs: 60_000,
			failed: (each) => faults.push(each),
		});
		expect(faults).toEqual([fault]);
		expect(arrived).toHaveLength(2);
		expect(schedule.due([bad], Date.now() + 600_000, 1_000)).toEqual([bad]);
	});

	it('keeps no other answer from being written', () => {
		const faults: unknown[] = [];
		const bad: Patch = () => {
			throw fault;
		};
		const patch = joined([() => ({ now: 1 }), bad, () => ({ touchedAt: 2 })], (each) => faults.push(each));
		expect(patch(deckState())).toEqual({ now: 1, touchedAt: 2 });
		expect(faults).toEqual([fault]);
	});

	it('ends the wait for a plan, and nothing is proposed', async () => {
		const { deck } = stillDeck(deckState());
		propose(deck.store, { api: deck.api(), link: deck.link() }, 'it', () => Promise.reject(fault));
		expect(deck.store.getState().overlay?.kind).toBe('wait');
		await until(() => deck.store.getState().overlay === undefined, { what: 'the wait to end' });
		expect(deck.store.getState().toasts.at(-1)?.text).toMatch(/broken on purpose\. Nothing was sent\.$/);
	});
});

it('a line of the console that a fault ends is over, and says why', async () => {
	const gather = (): never => {
		throw fault;
	};
	const { deck } = stillDeck(deckState({ link: deckState().link }), { gather });
	const line = { verb: 'request', subject: 'a', subjectAt: 0, headers: [], notes: [], raw: false } as const;
	const message = { subject: 'a', payload: '' };
	const verdict = deck.api().raw.verdict('a');
	deck.console.run('req a', { line: line as never, message, verdict, notes: [] }, 'publish');
	await until(() => deck.store.getState().console.exchanges[0]?.phase === 'over', { what: 'the line to be over' });
	expect(deck.store.getState().console.exchanges[0]?.problem?.message).toMatch(/broken on purpose/);
	expect(deck.console.stop()).toBe(false);
});
