import { describe, expect, it } from 'vitest';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { lastKnown, latest, unknown } from '../../src/store/datum.ts';
import { goTo } from '../../src/store/nav.ts';
import { headerSpans } from '../../src/views/header.ts';
import { openTestDeck, seen, settingsFor, ticks, watchRequests } from '../support/decks.ts';
import { connect, createStreams, raw } from '../support/jetstream.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';

interface Denials {
	readonly publish?: readonly string[];
	readonly subscribe?: readonly string[];
}

/** A server with a user `all` and a user `some` to whom this is denied; with two streams, of which LOGS has a consumer. */
async function serverDenying(
	{ publish = [], subscribe = [] }: Denials,
	line: ServerLine = 'newest',
): Promise<TestServer> {
	const deny = (subjects: readonly string[]) => `{ deny: ${JSON.stringify(subjects)} }`;
	const server = await startServer({
		line,
		config: `accounts { A { jetstream: enabled, users: [
			{ user: all, password: a },
			{ user: some, password: s, permissions { publish: ${deny(publish)}, subscribe: ${deny(subscribe)} } }
		] } }`,
	});
	const link = await connect(server, { user: 'all', password: 'a' });
	await createStreams(link, ['LOGS', 'ORDERS'], { storage: 'file' });
	const config = { durable_name: 'READER', ack_policy: 'explicit' };
	await raw(link, '$JS.API.CONSUMER.CREATE.LOGS.READER', { stream_name: 'LOGS', config });
	return server;
}

function openAs(server: TestServer, user = 'some', intervalMs = 500): Promise<Deck> {
	return openTestDeck({ server: server.url, user, password: user.slice(0, 1) }, { intervalMs });
}

const infos = (deck: Deck) =>
	seen(deck, 'both infos', ({ streams }) => {
		const found = ['LOGS', 'ORDERS'].map((name) => streams.entries.get(name)?.info.phase);
		return found.every((phase) => phase === 'ready');
	});

describe.each(serverLines)('a user of the %s line who may not do all', (line) => {
	it('sees the streams by LIST where NAMES is denied, and the denial', async () => {
		const server = await serverDenying({ publish: ['$JS.API.STREAM.NAMES'] }, line);
		const deck = await openAs(server);
		await infos(deck);
		expect(deck.store.getState()).toMatchObject({ streamNames: { phase: 'ready', value: ['LOGS', 'ORDERS'] } });
		expect([...deck.store.getState().denied.values()]).toMatchObject([
			{ endpoint: 'stream.names', subject: '$JS.API.STREAM.NAMES', operation: 'publish' },
		]);
	});

	it('sees each stream by INFO where LIST is denied', async () => {
		const server = await serverDenying({ publish: ['$JS.API.STREAM.LIST', '$JS.API.CONSUMER.LIST.>'] }, line);
		const deck = await openAs(server);
		await infos(deck);
		deck.store.setState((state) => goTo(state, { kind: 'stream', stream: 'LOGS', pane: 'consumers' }));
		await seen(deck, 'the consumer', ({ consumers }) => consumers.entries.get('LOGS\0READER')?.info.phase === 'ready');
		expect([...deck.store.getState().denied.keys()].toSorted()).toEqual([
			'$JS.API.CONSUMER.LIST.LOGS',
			'$JS.API.STREAM.LIST',
		]);
	});

	it('sees what LIST says where INFO is denied', async () => {
		const server = await serverDenying({ publish: ['$JS.API.STREAM.INFO.>', '$JS.API.CONSUMER.INFO.>'] }, line);
		const deck = await openAs(server);
		deck.store.setState((state) => goTo(state, { kind: 'stream', stream: 'LOGS', pane: 'overview' }));
		const at = await seen(deck, 'the stream', ({ streams }) => {
			const info = streams.entries.get('LOGS')?.info;
			return info?.phase === 'ready' && info.at;
		});
		await seen(
			deck,
			'it to be renewed',
			({ streams }) => (lastKnown(streams.entries.get('LOGS')?.info ?? unknown)?.at ?? 0) > at,
		);
		deck.store.setState((state) =>
			goTo(state, { kind: 'consumer', stream: 'LOGS', consumer: 'READER', pane: 'overview' }),
		);
		await seen(deck, 'the consumer', ({ consumers }) => consumers.entries.get('LOGS\0READER')?.info.phase === 'ready');
	});

	it('sees the rest where the account is denied', async () => {
		const server = await serverDenying({ publish: ['$JS.API.INFO'] }, line);
		const deck = await openAs(server);
		await infos(deck);
		expect(deck.store.getState().account).toMatchObject({
			phase: 'failed',
			problem: { kind: 'permission-publish', subject: '$JS.API.INFO', advice: expect.stringContaining('$JS.API.INFO') },
		});
	});

	it('looks at names more often where advisories are denied, and says so', async () => {
		const server = await serverDenying({ subscribe: ['$JS.EVENT.>'] }, line);
		const deck = await openAs(server);
		await infos(deck);
		await seen(deck, 'the denial', ({ advisories }) => !advisories);
		const { denied } = deck.store.getState();
		expect(denied.get('$JS.EVENT.ADVISORY.STREAM.CREATED.*')).toMatchObject({ operation: 'subscribe' });
		expect(denied.get('$JS.EVENT.ADVISORY.STREAM.CREATED.*')?.endpoint).toBeUndefined();
		const link = await connect(server, { user: 'all', password: 'a' });
		const requests = await watchRequests(link);
		await ticks(deck, 6);
		expect(requests).toContain('STREAM.NAMES');
	});
});

/** What the header says from now on in place of being live. */
function whatElseIsSaid(deck: Deck): readonly string[] {
	const others: string[] = [];
	deck.store.subscribe((state) => {
		const said = headerSpans(state)
			.right.map(({ text }) => text)
			.join('');
		if (!/^● live [\d.]+s$/.test(said)) others.push(said);
	});
	return others;
}

describe('a user who may not do all', () => {
	it('is not called slow where everything is denied, and hence asked for ever more seldom', async () => {
		const server = await serverDenying({ publish: ['$JS.API.>'] });
		const deck = await openAs(server);
		await seen(deck, 'the denials', ({ denied }) => denied.size > 1);
		const slow = whatElseIsSaid(deck);
		// Two polls missed would be called slow; the fourth refusal is left alone for 8 s.
		await ticks(deck, 14);
		expect(slow).toEqual([]);
	});

	it('is not called slow where no request can hold the name of a stream', async () => {
		const server = await startServer();
		const deck = await openTestDeck({ server: server.url });
		await seen(deck, 'the names', ({ streamNames }) => streamNames.phase === 'ready');
		deck.store.setState((state) => goTo(state, { kind: 'stream', stream: 'a\u0007b', pane: 'overview' }));
		const slow = whatElseIsSaid(deck);
		await ticks(deck, 14);
		expect(slow).toEqual([]);
	});

	it('is not asked about twice in a row: what is denied is left alone for longer and longer', async () => {
		const server = await serverDenying({ publish: ['$JS.API.INFO'] });
		const deck = await openAs(server);
		deck.store.setState((state) => goTo(state, { kind: 'account' }));
		const problems = new Set<number>();
		const stop = deck.store.subscribe(({ account }) => {
			if (account.phase === 'failed') problems.add(account.at);
		});
		await ticks(deck, 8);
		stop();
		// Half a second between polls, 2 s and then 4 s between the questions.
		expect(problems.size).toBeLessThanOrEqual(3);
		expect(problems.size).toBeGreaterThanOrEqual(1);
	});

	it('is told what is denied once neither NAMES nor LIST is permitted', async () => {
		const deck = await openAs(await serverDenying({ publish: ['$JS.API.STREAM.NAMES', '$JS.API.STREAM.LIST'] }));
		await seen(deck, 'LIST to be denied', ({ denied }) => denied.has('$JS.API.STREAM.LIST'));
		expect(deck.store.getState().streamNames).toMatchObject({
			phase: 'failed',
			problem: { kind: 'permission-publish' },
		});
	});

	it('is forgotten when another one connects, and with a new connection', async () => {
		const server = await serverDenying({ publish: ['$JS.API.STREAM.NAMES'], subscribe: ['$JS.EVENT.>'] });
		const deck = await openAs(server);
		await seen(deck, 'the denials', ({ denied, advisories }) => !advisories && denied.has('$JS.API.STREAM.NAMES'));
		let forgotten = false;
		const stop = deck.store.subscribe(({ denied, advisories }) => {
			if (advisories && denied.size === 0) forgotten = true;
		});
		await server.restart();
		await seen(deck, 'the denials to be forgotten', () => forgotten);
		stop();
		await seen(deck, 'them to be learnt again', ({ denied, advisories }) => !advisories && denied.size > 0);
		deck.connect(await settingsFor({ server: server.url, user: 'all', password: 'a' }));
		await seen(deck, 'the names', ({ streamNames }) => latest(streamNames)?.length === 2);
		await ticks(deck, 2);
		expect(deck.store.getState()).toMatchObject({ advisories: true, denied: new Map() });
	});
});
