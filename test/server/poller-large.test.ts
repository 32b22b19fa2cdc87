import { beforeAll, describe, expect, it } from 'vitest';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { openApi } from '../../src/jetstream/request.ts';
import { lastKnown, latest, unknown } from '../../src/store/datum.ts';
import { changeList, goTo, moveCursorBy } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { visibleIds } from '../../src/views/visible.ts';
import { openTestDeck, seen, ticks, watchRequests } from '../support/decks.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const many = 2_000;
const names = Array.from({ length: many }, (_, at) => `S${String(at).padStart(4, '0')}`);

let server: TestServer;
beforeAll(async () => {
	server = await startServer({
		config:
			'accounts { A { jetstream: enabled, users: [{ user: a, password: a }, { user: l, password: l, permissions { publish: { deny: "$JS.API.STREAM.LIST" } } }] } }',
	});
	await createStreams(await connect(server, user), names);
});

const user = { user: 'a', password: 'a' };

function allVisible(deck: Deck) {
	return seen(deck, 'the visible rows', (state) => {
		const ids = visibleIds(state);
		return ids.length > 20 && ids.every((name) => state.streams.entries.get(name)?.info.phase === 'ready') && ids;
	});
}

function sortBy(deck: Deck, column: string): void {
	deck.store.setState((state) => changeList(state, 'streams', { sort: { column, descending: true } }));
}

function swept(deck: Deck, after = 0) {
	return seen(deck, 'the sweep to end', (state) => (state.swept.streams ?? 0) > after && state.swept.streams);
}

const pagesOfAll = Math.ceil(many / 256);
/** The watch reads a page now and then, but not so many in a few polls. */
const mostOfWatch = 4;

function pagesIn(requests: readonly string[]): number {
	return requests.filter((subject) => subject === 'STREAM.LIST').length;
}

/** For `watchRequests`: does this once, as soon as a walk for an order has asked for a page. */
function atFirstPage(deck: Deck, act: () => void): (subject: string) => void {
	let done = false;
	return (subject) => {
		const isOrdered = deck.store.getState().lists.get('streams')?.sort !== undefined;
		if (done || subject !== 'STREAM.LIST' || !isOrdered) return;
		done = true;
		act();
	};
}

/** The states in which the names were something else. */
function watchNames(deck: Deck): DeckState['streamNames'][] {
	const pictures: DeckState['streamNames'][] = [];
	deck.store.subscribe(({ streamNames }) => {
		if (pictures.at(-1) !== streamNames) pictures.push(streamNames);
	});
	return pictures;
}

describe(`an account with ${many} streams`, () => {
	it('shows the first names before all of them are in', async () => {
		const deck = await openTestDeck({ server: server.url, ...user });
		const pictures = watchNames(deck);
		await seen(deck, 'all the names', ({ streamNames }) => streamNames.phase === 'ready');
		const seenOf = pictures.map((datum) => [datum.phase, lastKnown(datum)?.value.length]);
		expect(seenOf).toEqual([
			['loading', undefined],
			['loading', 1024],
			['ready', many],
		]);
	});

	it('asks for the visible rows only, with a hundredth of the bytes of listing 10,000', async () => {
		const link = await connect(server, user);
		const api = openApi(link, { readOnly: true });
		const before = link.traffic().inBytes;
		const listed = await api.pages('stream.list', {});
		expect(listed).toMatchObject({ ok: true, value: { total: many } });
		const everything = (link.traffic().inBytes - before) * (10_000 / many);
		const deck = await openTestDeck({ server: server.url, ...user });
		expect((await allVisible(deck)).length).toBeGreaterThanOrEqual(36);
		await ticks(deck, 3);
		const start = deck.link().traffic().inBytes;
		// As many as it takes until the names are read again.
		const rounds = 15;
		await ticks(deck, rounds);
		const perTick = (deck.link().traffic().inBytes - start) / rounds;
		expect(perTick).toBeLessThanOrEqual(everything / 100);
		expect(deck.store.getState().streams.entries.size).toBeLessThan(100);
	});

	it('asks at once for rows that are scrolled to, and for no others', async () => {
		const deck = await openTestDeck({ server: server.url, ...user }, { intervalMs: 60_000 });
		await allVisible(deck);
		await seen(deck, 'the first look at others', ({ watch }) => watch.next !== undefined);
		const requests = await watchRequests(await connect(server, user));
		deck.store.setState((state) => moveCursorBy(state, 'streams', rowsOf(state, 'streams'), 1000, 38));
		const rows = await allVisible(deck);
		expect(rows).toContain('S1000');
		await until(() => requests.length >= rows.length, { what: 'every request' });
		expect(requests.toSorted()).toEqual(rows.map((name) => `STREAM.INFO.${name}`));
	});

	it('lets go of rows that left the view', async () => {
		const deck = await openTestDeck({ server: server.url, ...user }, { size: { columns: 120, rows: 300 } });
		const more = Array.from({ length: 600 }, (_, at) => `T${String(at).padStart(4, '0')}`);
		const link = await connect(server, user);
		await createStreams(link, more);
		await seen(deck, 'the names', ({ streamNames }) => latest(streamNames)?.length === many + more.length);
		let largest = 0;
		const stop = deck.store.subscribe(({ streams }) => {
			largest = Math.max(largest, streams.entries.size);
		});
		for (let page = 0; page < 10; page += 1) {
			await allVisible(deck);
			deck.store.setState((state) => moveCursorBy(state, 'streams', rowsOf(state, 'streams'), 280, 290));
		}
		await allVisible(deck);
		stop();
		expect(largest).toBeGreaterThan(1500);
		expect(deck.store.getState().streams.entries.size).toBeLessThanOrEqual(2000);
		await Promise.all(more.map((name) => link.request(`$JS.API.STREAM.DELETE.${name}`, '')));
	});

	it('is walked over once for an order that needs every value, and not again for another', async () => {
		const deck = await openTestDeck({ server: server.url, ...user }, { intervalMs: 5000 });
		await allVisible(deck);
		await seen(deck, 'the first look at others', ({ watch }) => watch.next !== undefined);
		const requests = await watchRequests(await connect(server, user));
		sortBy(deck, 'messages');
		const first = await swept(deck);
		expect(deck.store.getState().streams.entries.size).toBeGreaterThanOrEqual(many);
		expect(deck.store.getState().sweep).toBeUndefined();
		sortBy(deck, 'bytes');
		deck.setInterval(500);
		await ticks(deck, 4);
		expect(pagesIn(requests)).toBeGreaterThanOrEqual(pagesOfAll);
		expect(pagesIn(requests)).toBeLessThan(pagesOfAll + mostOfWatch);
		deck.refresh();
		await swept(deck, first);
	});

	it('is not walked over again once that was stopped, until it is wanted anew', async () => {
		const deck = await openTestDeck({ server: server.url, ...user });
		await allVisible(deck);
		const observer = await connect(server, user);
		const requests = await watchRequests(
			observer,
			atFirstPage(deck, () => deck.cancelSweep()),
		);
		sortBy(deck, 'messages');
		await seen(deck, 'a word about it', ({ toasts }) => toasts.some(({ text }) => text.startsWith('Stopped')));
		// What had left already is seen by now.
		await deck.link().roundTrip();
		await observer.roundTrip();
		const asked = pagesIn(requests);
		expect(asked).toBeLessThan(pagesOfAll);
		await createStreams(await connect(server, user), ['ZNEW']);
		await seen(deck, 'a new name', ({ streamNames }) => latest(streamNames)?.includes('ZNEW'));
		// Longer than until a walk that had ended would be repeated for the new one.
		await ticks(deck, 8);
		expect(pagesIn(requests)).toBeLessThan(asked + mostOfWatch);
		expect(deck.store.getState().swept.streams).toBeUndefined();
		sortBy(deck, 'bytes');
		await swept(deck);
	});

	it('is no longer walked over once nobody looks', async () => {
		const deck = await openTestDeck({ server: server.url, ...user });
		await allVisible(deck);
		const leave = () => deck.store.setState((state) => goTo(state, { kind: 'account' }));
		await watchRequests(await connect(server, user), atFirstPage(deck, leave));
		sortBy(deck, 'messages');
		await seen(deck, 'the account', ({ views }) => views.at(-1)?.kind === 'account');
		await ticks(deck, 3);
		expect(deck.store.getState().swept.streams).toBeUndefined();
		expect(deck.store.getState().toasts).toEqual([]);
		deck.store.setState((state) => goTo(state, { kind: 'streams' }));
		await swept(deck);
	});

	it('is asked stream by stream where LIST is denied, with progress', async () => {
		const deck = await openTestDeck({ server: server.url, user: 'l', password: 'l' });
		await allVisible(deck);
		const progress: (readonly [number, number | undefined])[] = [];
		deck.store.subscribe(({ sweep }) => {
			if (sweep !== undefined) progress.push([sweep.done, sweep.total]);
		});
		// A server that takes its time: progress is shown only of what lasts.
		await server.freeze();
		sortBy(deck, 'messages');
		await seen(deck, 'a sweep', ({ sweep }) => sweep !== undefined);
		const shownAt = Date.now();
		await until(() => Date.now() - shownAt > 200, { what: 'the next progress to be due' });
		server.thaw();
		await swept(deck);
		const counted = progress.filter(([, total]) => total !== undefined);
		expect(counted.length).toBeGreaterThan(0);
		for (const [done, total] of counted) {
			expect(total).toBeGreaterThanOrEqual(many);
			expect(done).toBeLessThanOrEqual(total ?? 0);
		}
		const { streams, streamNames } = deck.store.getState();
		const known = latest(streamNames)?.filter(
			(name) => latest(streams.entries.get(name)?.info ?? unknown) !== undefined,
		);
		expect(known?.length).toBeGreaterThanOrEqual(many);
	});
});
