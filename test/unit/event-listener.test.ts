import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Link, LinkProblem, Message } from '../../src/nats/link.ts';
import { EventListener } from '../../src/store/events/event-listener.ts';
import { LossToasts } from '../../src/store/events/loss-toasts.ts';
import type { DeckState } from '../../src/store/state.ts';
import { consumerKey } from '../../src/store/view.ts';
import { deckState, streamInfo, withStreams } from '../support/state.ts';

const advisories = '$JS.EVENT.ADVISORY.';
const bytes = (body: object): Uint8Array => new TextEncoder().encode(JSON.stringify(body));

interface Server {
	/** Subjects that the user may not subscribe to. */
	readonly refused?: readonly string[];
	/** Whether a server replies as to the system account. */
	readonly isSystem?: () => Promise<boolean>;
}

/** A listener whose subscriptions are handed messages by the test; `at`: what is subscribed to. */
function listening(wantsAll: () => boolean, lingersMs?: number, { refused = [], isSystem }: Server = {}) {
	vi.useFakeTimers();
	onTestFinished(() => void vi.useRealTimers());
	const store = createStore<DeckState>(() => deckState(withStreams([streamInfo('A')])));
	const at = new Map<string, (message: Message) => void>();
	let refuse = (): void => {};
	const twice = new Set<string>();
	const data = bytes({ server: {}, statsz: {} });
	const link = {
		target: store.getState().target,
		status: () => ({ phase: 'closed' }),
		subscribe: (subject: string, onMessage: (message: Message) => void, onEnd: (problem: LinkProblem) => void) => {
			let isOver = false;
			const end = (): void => {
				if (!isOver && !twice.delete(subject)) at.delete(subject);
				isOver = true;
			};
			if (at.has(subject)) twice.add(subject);
			at.set(subject, onMessage);
			refuse = () => {
				end();
				onEnd({ kind: 'permission-subscribe', subject, message: '' });
			};
			if (refused.includes(subject)) queueMicrotask(refuse);
			return end;
		},
		roundTrip: async () => 1,
		request: async () => ((await isSystem?.()) ? { ok: true, message: { data } } : { ok: false }),
		withoutOwnSecrets: (text: string) => text,
	} as unknown as Link;
	const wiring = { outdated: () => {}, refused: () => {}, wantsAll, ...(lingersMs !== undefined && { lingersMs }) };
	const listener = new EventListener(store, link, wiring);
	onTestFinished(() => listener.stop());
	const say = (subject: string, body: object): void =>
		at.get(`${advisories}>`)?.({ subject: `${advisories}${subject}`, data: bytes(body), headers: [] });
	return { store, at, twice, listener, say, refuseLast: () => refuse(), events: () => store.getState().events };
}

const quorumLost = { type: 'io.nats.jetstream.advisory.v1.stream_quorum_lost', stream: 'A', replicas: [] };

describe('what is listened to', () => {
	it('is everything when somebody looked at events before there was a connection', async () => {
		const { at, listener, events } = listening(() => true);
		listener.connected();
		await vi.advanceTimersByTimeAsync(0);
		expect(events().all).toBe(true);
		expect([...at.keys()]).toEqual([`${advisories}>`, '$JS.EVENT.METRIC.>']);
	});

	it('is only the news again some time after the last look at events', async () => {
		let looks = true;
		const { at, listener, events, store } = listening(() => looks, 60_000);
		listener.connected();
		looks = false;
		listener.looked(store.getState());
		await vi.advanceTimersByTimeAsync(59_000);
		looks = true;
		listener.looked(store.getState());
		looks = false;
		listener.looked(store.getState());
		await vi.advanceTimersByTimeAsync(59_000);
		expect(events().all).toBe(true);
		expect(events().allSince?.at).toBe(Date.now() - 118_000);
		await vi.advanceTimersByTimeAsync(1_000);
		expect(events()).toMatchObject({ all: false, allSince: undefined });
		expect(at.has('$JS.EVENT.METRIC.>')).toBe(false);
		expect(at.has(`${advisories}>`)).toBe(false);
		expect(at.has(`${advisories}STREAM.QUORUM_LOST.*`)).toBe(true);
	});

	it('is in the system account also when servers leave, and who leads the meta group', async () => {
		let looks = false;
		const { at, listener, store } = listening(() => looks, 60_000);
		listener.connected();
		const leaving = ['$SYS.SERVER.*.LAMEDUCK', '$SYS.SERVER.*.SHUTDOWN', `${advisories}DOMAIN.LEADER_ELECTED`];
		const heard = () => leaving.filter((subject) => at.has(subject));
		expect(heard()).toEqual([]);
		listener.ofSystem();
		expect(heard()).toEqual(leaving);
		for (const next of [true, false]) {
			looks = next;
			listener.looked(store.getState());
			await vi.advanceTimersByTimeAsync(60_000);
		}
		expect(heard()).toEqual(leaving);
		listener.connected();
		expect(heard()).toEqual([]);
	});
});

describe('in the system account', () => {
	const server = '$SYS.SERVER.*.SHUTDOWN';
	const connections = '$SYS.ACCOUNT.*.CONNECT';
	const afterMs = (ms: number, is: boolean) => () =>
		new Promise<boolean>((resolve) => setTimeout(() => resolve(is), ms));

	it('is complete once it is known to be that, and the server took its subjects too', async () => {
		const { at, listener, events } = listening(() => true, 60_000, { isSystem: afterMs(3_000, true) });
		listener.connected();
		await vi.advanceTimersByTimeAsync(2_900);
		expect(events()).toMatchObject({ all: true, isSystem: undefined, allSince: undefined });
		await vi.advanceTimersByTimeAsync(100);
		expect([at.has(server), at.has(connections)]).toEqual([true, true]);
		expect(events()).toMatchObject({ isSystem: true, allSince: { at: Date.now() } });
	});

	it('hears servers all the time, whenever it is known, also where no reply says so in time', async () => {
		let looks = false;
		const { at, twice, listener, events, store } = listening(() => looks, 60_000, { isSystem: afterMs(3_000, false) });
		listener.connected();
		listener.ofSystem();
		looks = true;
		listener.looked(store.getState());
		expect([at.has(server), at.has(connections)]).toEqual([true, true]);
		await vi.advanceTimersByTimeAsync(0);
		expect([at.has(server), at.has(connections), twice.size]).toEqual([true, true, 0]);
		expect(events()).toMatchObject({ isSystem: true, allSince: { at: Date.now() } });

		for (const knownAfter of [1_000, 5_000]) {
			listener.connected();
			await vi.advanceTimersByTimeAsync(knownAfter);
			expect(events().isSystem).toBe(knownAfter > 3_000 ? false : undefined);
			listener.ofSystem();
			expect(events()).toMatchObject({ isSystem: true, allSince: undefined });
			const since = Date.now();
			await vi.advanceTimersByTimeAsync(5_000);
			expect([at.has(server), at.has(connections), twice.size]).toEqual([true, true, 0]);
			expect(events()).toMatchObject({ isSystem: true, allSince: { at: since, after: 0 } });
		}
	});

	it('hears nothing twice where advisories as a whole are refused', async () => {
		const { at, twice, listener } = listening(() => true, 60_000, { refused: [`${advisories}>`] });
		listener.connected();
		listener.ofSystem();
		await vi.advanceTimersByTimeAsync(0);
		expect([at.has(server), at.has(`${advisories}DOMAIN.LEADER_ELECTED`), twice.size]).toEqual([true, true, 0]);
	});
});

it.each([
	[`${advisories}>`, true],
	['$JS.EVENT.METRIC.>', false],
])('is never complete where %s is refused', async (subject, hasNews) => {
	const { at, listener, events } = listening(() => true, 60_000, { refused: [subject] });
	listener.connected();
	await vi.advanceTimersByTimeAsync(10_000);
	expect(events()).toMatchObject({ all: true, isSystem: false, allSince: undefined });
	expect(at.has(`${advisories}STREAM.QUORUM_LOST.*`)).toBe(hasNews);
});

it('is complete no more once a subscription ends, such as by other permissions', async () => {
	const { listener, refuseLast, events } = listening(() => true);
	listener.connected();
	await vi.advanceTimersByTimeAsync(0);
	expect(events().allSince).toBeDefined();
	refuseLast();
	expect(events().allSince).toBeUndefined();
});

describe('what comes faster than it can be read', () => {
	it('is counted, but losses are read, and what comes afterwards is complete', async () => {
		const { listener, say, events } = listening(() => true);
		listener.connected();
		await vi.advanceTimersByTimeAsync(1_000);
		for (let at = 0; at < 5_000; at += 1) say('X', { type: 'x' });
		say('STREAM.QUORUM_LOST.A', quorumLost);
		await vi.advanceTimersByTimeAsync(300);
		expect(events()).toMatchObject({ dropped: 1_000, allSince: { at: Date.now() - 50, after: 4_001 } });
		expect([...events().lost.keys()]).toEqual(['A']);
	});

	it('is bounded in time: what takes long to read leaves time for keys', async () => {
		const { listener, say, events } = listening(() => true);
		listener.connected();
		const clock = vi.spyOn(performance, 'now');
		onTestFinished(() => clock.mockRestore());
		let now = 1_000;
		// The first one takes 150 ms: a few are read all the same.
		clock.mockImplementation(() => {
			now += now === 1_001 ? 150 : 1;
			return now;
		});
		for (let at = 0; at < 25; at += 1) say('X', { type: 'x' });
		await vi.advanceTimersByTimeAsync(300);
		expect(events()).toMatchObject({ total: 25, dropped: 5 });
	});

	it('begins anew after a while, also where all that came was no news', async () => {
		const { listener, say, events } = listening(() => true);
		listener.connected();
		const read = { type: 'io.nats.jetstream.advisory.v1.api_audit', subject: '$JS.API.STREAM.LIST', response: '{}' };
		const clock = vi.spyOn(performance, 'now');
		onTestFinished(() => clock.mockRestore());
		let now = 1_000;
		clock.mockImplementation(() => {
			now += 50;
			return now;
		});
		for (let at = 0; at < 2; at += 1) say('API', read);
		now += 1_000;
		say('X', { type: 'x' });
		await vi.advanceTimersByTimeAsync(300);
		expect(events()).toMatchObject({ total: 1, dropped: 0 });
	});
});

describe('the toast of a lost quorum', () => {
	it('names streams that exist, once while it lasts and not again soon', () => {
		const store = createStore<DeckState>(() => deckState({ ...withStreams([streamInfo('A')]), toasts: [] }));
		const toasts = new LossToasts(store);
		const said = (keys: readonly string[], now: number): number => {
			const before = store.getState().toasts.at(-1)?.id;
			toasts.say(new Map(keys.map((key) => [key, now])), now);
			return store.getState().toasts.at(-1)?.id === before ? 0 : 1;
		};
		expect(said(['NOWHERE', consumerKey('NOWHERE', 'c')], 0)).toBe(0);
		expect(said(['NOWHERE', 'A'], 1_000)).toBe(1);
		expect(store.getState().toasts.at(-1)?.text).toBe('Quorum lost: A. 6 lists the events.');
		expect(said(['A'], 100_000)).toBe(0);
		expect(said([consumerKey('A', 'c'), 'A'], 100_000)).toBe(1);
		expect(said([], 101_000)).toBe(0);
		expect(said(['A'], 101_500)).toBe(1);
	});
});
