import { describe, expect, it } from 'vitest';
import { goTo, sortBy } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import { headerSpans } from '../../src/views/header.ts';
import { listDatum } from '../../src/views/list-datum.ts';
import { currentList } from '../../src/views/places.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { gateBefore } from '../support/api-gate.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, createStreams, raw } from '../support/jetstream.ts';
import { startServer } from '../support/servers.ts';

const header = (state: DeckState): string =>
	headerSpans(state)
		.right.map(({ text }) => text)
		.join('');

describe('a server that says nothing', () => {
	it('is not said to be live, although its connection stands', async () => {
		const server = await startServer();
		await createStreams(await connect(server), ['LOGS']);
		const deck = await openTestDeck({ server: server.url, timeout: 1000 });
		await seen(deck, 'it to be live', (state) => state.heardAt !== undefined && header(state).includes('● live'));
		await server.freeze();
		try {
			await seen(deck, 'it to be slow', (state) => /◐ slow · data \ds old/.test(header(state)));
			expect(deck.store.getState().link.phase).toBe('connected');
		} finally {
			server.thaw();
		}
		await seen(deck, 'it to be live again', (state) => header(state).includes('● live'));
	});

	it('is not said to be live where nothing is asked of it either', { timeout: 60_000 }, async () => {
		const config = 'accounts { $SYS { users: [ { user: sys, password: sys } ] } }';
		const server = await startServer({ config, jetstream: false });
		const login = { user: 'sys', password: 'sys' };
		// As with leaf nodes of other domains: what the system account asks of JetStream gets no reply.
		(await connect(server, login)).subscribe('$JS.API.>', () => {});
		const deck = await openTestDeck({ server: server.url, ...login, timeout: 1000 });
		deck.store.setState((state) => goTo(state, { kind: 'events' }));
		const tried = { account: [0], streamNames: [0] };
		deck.store.subscribe((after, before) => {
			for (const of of ['account', 'streamNames'] as const)
				if (after[of].phase === 'failed' && after[of] !== before[of]) tried[of].unshift(Date.now());
		});
		// What fails is asked for ever more seldom: neither is asked for now.
		const rests = ([last = 0, previous = 0]: readonly number[]): boolean =>
			previous > 0 && last + 1.5 * (last - previous) > Date.now() + 2_500;
		await seen(deck, 'a long wait', () => Object.values(tried).every(rests), 40_000);
		expect(header(deck.store.getState())).toContain('● live');
		await server.freeze();
		const frozenAt = Date.now();
		try {
			await seen(deck, 'it to be slow', (state) => /◐ slow · data \ds old/.test(header(state)));
			expect(deck.store.getState().heardAt).toBeLessThan(frozenAt + 1_000);
		} finally {
			server.thaw();
		}
		await seen(deck, 'it to be live again', (state) => header(state).includes('● live'));
	});

	it('and takes longer than the interval to answer is not said to be live at that interval', async () => {
		const server = await startServer();
		const link = await connect(server);
		await createStreams(link, ['LOGS']);
		const gate = await gateBefore(link, () => false);
		const deck = await openTestDeck({ server: server.url, jsApiPrefix: gate.prefix, timeout: 10_000 });
		await seen(deck, 'it to be live', (state) => header(state).includes('● live 0.5s'));
		gate.delay(2500);
		await seen(deck, 'its pace', (state) => /◐ slow, every [345]s/.test(header(state)));
		gate.delay(0);
		await seen(deck, 'it to be live again', (state) => header(state).includes('● live 0.5s'));
	});

	it('has a sweep that waits for it be seen and stopped', async () => {
		const server = await startServer();
		const names = Array.from({ length: 300 }, (_, at) => `S${at}`);
		const link = await connect(server);
		await createStreams(link, names);
		const gate = await gateBefore(link, (subject) => subject === 'STREAM.LIST');
		const deck = await openTestDeck({ server: server.url, jsApiPrefix: gate.prefix, timeout: 20_000 });
		await seen(deck, 'the names', ({ streamNames }) => streamNames.phase === 'ready');
		deck.store.setState((state) => sortBy(state, 'streams', 'messages', true));
		await seen(deck, 'the sweep', ({ sweep }) => sweep?.done === 0);
		deck.cancelSweep();
		await seen(
			deck,
			'its end',
			({ sweep, toasts }) => sweep === undefined && toasts.some(({ text }) => text.startsWith('Stopped.')),
		);
	});
});

describe('what is there no more', () => {
	it('is said in the view of a stream that was deleted, and not read for ever', async () => {
		const server = await startServer();
		const link = await connect(server);
		await createStreams(link, ['LOGS', 'ORDERS']);
		const deck = await openTestDeck({ server: server.url });
		deck.store.setState((state) => goTo(state, { kind: 'stream', stream: 'LOGS', pane: 'overview' }));
		const shown = (state: DeckState) => listDatum(state, currentList(state));
		await seen(deck, 'the stream', (state) => shown(state).phase === 'ready');
		await link.request('$JS.API.STREAM.DELETE.LOGS', '');
		await seen(deck, 'its end', (state) => shown(state).phase === 'failed');
		const phases = new Set<string>();
		const stop = deck.store.subscribe((state) => phases.add(shown(state).phase));
		const { lastTick } = deck.store.getState();
		await seen(deck, 'some polls', (state) => (state.lastTick?.at ?? 0) > (lastTick?.at ?? 0) + 2_500);
		stop();
		expect([...phases]).toEqual(['failed']);
	});

	it('costs no more than a poll each two seconds, however often advisories tell of it', async () => {
		const server = await startServer();
		const link = await connect(server);
		await createStreams(link, ['LOGS']);
		const deck = await openTestDeck({ server: server.url }, { intervalMs: 60_000 });
		await seen(deck, 'the stream', ({ streams }) => streams.entries.get('LOGS')?.info.phase === 'ready');
		let polls = 0;
		deck.store.subscribe((after, before) => {
			if (after.lastTick !== before.lastTick) polls += 1;
		});
		const until = Date.now() + 5_000;
		let made = 0;
		for (; Date.now() < until; made += 1) {
			await createStreams(link, ['STORM']);
			await link.request('$JS.API.STREAM.DELETE.STORM', '');
		}
		expect(made).toBeGreaterThan(20);
		expect(polls).toBeGreaterThan(0);
		// One for each burst, and one more where a poll is followed by what its answer made out of date.
		expect(polls).toBeLessThanOrEqual(8);
	});
});

it('lists who is behind also where consumers may only be asked one by one', async () => {
	const config = `accounts { A { jetstream: enabled, users: [
		{ user: all, password: a },
		{ user: some, password: s, permissions { publish: { deny: ["$JS.API.CONSUMER.LIST.>"] } } }
	] } }`;
	const server = await startServer({ config });
	const link = await connect(server, { user: 'all', password: 'a' });
	await createStreams(link, ['LOGS']);
	for (const name of ['ONE', 'TWO']) {
		const body = { stream_name: 'LOGS', config: { durable_name: name, ack_policy: 'explicit' } };
		await raw(link, `$JS.API.CONSUMER.CREATE.LOGS.${name}`, body);
	}
	const deck = await openTestDeck({ server: server.url, user: 'some', password: 's' });
	deck.store.setState((state) => goTo(state, { kind: 'lag' }));
	await seen(deck, 'both', (state) => rowsOf(state, 'lag').length === 2);
	expect(deck.store.getState().toasts).toEqual([]);
});

it('says why it cannot list who is behind, once', async () => {
	const config = `accounts { A { jetstream: enabled, users: [
		{ user: all, password: a },
		{ user: some, password: s, permissions { publish: { deny: ["$JS.API.CONSUMER.>"] } } }
	] } }`;
	const server = await startServer({ config });
	const link = await connect(server, { user: 'all', password: 'a' });
	await createStreams(link, ['LOGS']);
	const body = { stream_name: 'LOGS', config: { durable_name: 'ONE', ack_policy: 'explicit' } };
	await raw(link, '$JS.API.CONSUMER.CREATE.LOGS.ONE', body);
	const deck = await openTestDeck({ server: server.url, user: 'some', password: 's' });
	deck.store.setState((state) => goTo(state, { kind: 'lag' }));
	const said = await seen(deck, 'the reason', (state) => {
		const datum = listDatum(state, 'lag');
		return datum.phase === 'failed' && datum.problem.message;
	});
	expect(said).toContain('$JS.API.CONSUMER.LIST.LOGS');
	const { sweepProblem } = deck.store.getState();
	await seen(deck, 'another try', (state) => (state.sweepProblem?.at ?? 0) > (sweepProblem?.at ?? 0));
	expect(deck.store.getState().toasts.filter(({ tone }) => tone === 'bad')).toHaveLength(1);
});
