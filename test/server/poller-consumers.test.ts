import { beforeAll, describe, expect, it } from 'vitest';
import { latest } from '../../src/store/datum.ts';
import { goTo } from '../../src/store/nav.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { openTestDeck, seen, watchRequests } from '../support/decks.ts';
import { connect, createConsumers, createStreams } from '../support/jetstream.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';

describe.each(serverLines)('the consumers of an account of the %s line', (line) => {
	let server: TestServer;
	beforeAll(async () => {
		server = await startServer({
			line,
			config: `accounts { A { jetstream: enabled, users: [
				{ user: all, password: a },
				{ user: deaf, password: d, permissions { subscribe: { deny: "$JS.EVENT.>" } } },
				{ user: one, password: o, permissions { publish: { deny: ["$JS.API.STREAM.LIST", "$JS.API.CONSUMER.LIST.EMPTY"] } } }
			] } }`,
		});
		const link = await connect(server, { user: 'all', password: 'a' });
		await createStreams(link, ['EMPTY', 'LOGS', 'ORDERS']);
		await createConsumers(link, 'LOGS', ['L1', 'L2']);
		await createConsumers(link, 'ORDERS', ['O1']);
	});

	const all = ['LOGS\0L1', 'LOGS\0L2', 'ORDERS\0O1'];

	it.each(['lag', 'consumers'] as const)(
		'are all listed in the view %s, of the streams that have some',
		async (kind) => {
			const deck = await openTestDeck({ server: server.url, user: 'all', password: 'a' });
			await seen(deck, 'the names', ({ streamNames }) => streamNames.phase === 'ready');
			const requests = await watchRequests(await connect(server, { user: 'all', password: 'a' }));
			deck.store.setState((state) => goTo(state, { kind }));
			await seen(deck, 'the rows', (state) => rowsOf(state, kind).length === 3);
			expect(rowsOf(deck.store.getState(), kind).toSorted()).toEqual(all);
			expect(requests).not.toContain('CONSUMER.LIST.EMPTY');
			await seen(deck, 'fresh rows', () => requests.includes('CONSUMER.INFO.LOGS.L1'));
		},
	);

	it('are walked over again for what came and went, though nobody tells', async () => {
		const deck = await openTestDeck({ server: server.url, user: 'deaf', password: 'd' });
		await seen(deck, 'no advisories', ({ advisories }) => !advisories);
		// The names of a stream's consumers were read before: they do not keep what is gone.
		deck.store.setState((state) => goTo(state, { kind: 'stream', stream: 'ORDERS', pane: 'consumers' }));
		await seen(deck, 'the names', ({ consumerNames }) => consumerNames.entries.get('ORDERS')?.phase === 'ready');
		deck.store.setState((state) => goTo(state, { kind: 'consumers' }));
		await seen(deck, 'the rows', (state) => rowsOf(state, 'consumers').length === 3);
		const link = await connect(server, { user: 'all', password: 'a' });
		await createConsumers(link, 'EMPTY', ['E1']);
		await createConsumers(link, 'ORDERS', ['O2']);
		await link.request('$JS.API.CONSUMER.DELETE.ORDERS.O1', '');
		const changed = ['EMPTY\0E1', 'LOGS\0L1', 'LOGS\0L2', 'ORDERS\0O2'];
		await seen(deck, 'the other rows', (state) => rowsOf(state, 'consumers').join() === changed.join());
		expect([...deck.store.getState().consumers.entries.keys()].toSorted()).toEqual(changed);
		await link.request('$JS.API.CONSUMER.DELETE.EMPTY.E1', '');
		await link.request('$JS.API.CONSUMER.DELETE.ORDERS.O2', '');
		await createConsumers(link, 'ORDERS', ['O1']);
	});

	it('are listed also where not every stream may be asked', async () => {
		const deck = await openTestDeck({ server: server.url, user: 'one', password: 'o' });
		await seen(deck, 'the names', ({ streamNames }) => streamNames.phase === 'ready');
		deck.store.setState((state) => goTo(state, { kind: 'lag' }));
		await seen(deck, 'the rows', (state) => rowsOf(state, 'lag').length === 3);
		expect(deck.store.getState().swept.consumers).toBeDefined();
		await seen(deck, 'what is denied', ({ denied }) => denied.has('$JS.API.CONSUMER.LIST.EMPTY'));
	});

	it('leave at once when their INFO says that they are gone, and streams likewise', async () => {
		const link = await connect(server, { user: 'all', password: 'a' });
		await createStreams(link, ['GONE']);
		await createConsumers(link, 'GONE', ['G1']);
		const deck = await openTestDeck({ server: server.url, user: 'deaf', password: 'd' }, { intervalMs: 2000 });
		deck.store.setState((state) => goTo(state, { kind: 'lag' }));
		await seen(deck, 'its row', (state) => rowsOf(state, 'lag').includes('GONE\0G1'));
		const swept = deck.store.getState().swept.consumers;
		await link.request('$JS.API.CONSUMER.DELETE.GONE.G1', '');
		await seen(deck, 'it to go', (state) => !rowsOf(state, 'lag').includes('GONE\0G1'));
		expect(deck.store.getState().swept.consumers).toBe(swept);
		deck.store.setState((state) => goTo(state, { kind: 'stream', stream: 'GONE', pane: 'overview' }));
		await seen(deck, 'the stream', ({ streams }) => streams.entries.get('GONE')?.info.phase === 'ready');
		await link.request('$JS.API.STREAM.DELETE.GONE', '');
		await seen(deck, 'its name to go', ({ streamNames }) => latest(streamNames)?.includes('GONE') === false);
	});
});
