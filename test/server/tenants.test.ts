import { expect, it } from 'vitest';
import { planKick } from '../../src/changes/plan/kick.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { goTo } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import type { View } from '../../src/store/view.ts';
import { linesOf } from '../../src/views/text-lines.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, createConsumers, createStreams } from '../support/jetstream.ts';
import { reached } from '../support/links.ts';
import { carriedOut } from '../support/proposals.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';

const config = `
	server_name: n1
	accounts {
		APP { jetstream { max_file: 1Gb }, users: [ { user: app, password: s } ] }
		OTHER { users: [ { user: other, password: s } ] }
		$SYS { users: [ { user: sys, password: s } ] }
	}`;

const as = (user: string, { url }: TestServer) => ({ server: url, user, password: 's' });

async function deckAt(server: TestServer, user: string, view: View): Promise<Deck> {
	const deck = await openTestDeck(as(user, server));
	await seen(deck, 'which account it is', ({ system }) => system.own !== undefined);
	deck.store.setState((state) => goTo(state, view));
	return deck;
}

const textOf = (state: DeckState): string =>
	linesOf(state)
		.map((each) => each.map(({ text }) => text).join(''))
		.join('\n');

it.each(serverLines)(
	'the system account sees connections and accounts, and opens one: %s',
	{ timeout: 60_000 },
	async (line) => {
		const server = await startServer({ line, config });
		const app = await connect(server, as('app', server));
		await connect(server, as('other', server));
		await createStreams(app, ['JOBS'], { storage: 'file' });
		await createConsumers(app, 'JOBS', ['worker']);
		const deck = await deckAt(server, 'sys', { kind: 'connections', account: 'APP' });
		const [connection] = await seen(deck, 'the connection of APP', ({ servers: { connections } }) => {
			const all = [...connections.entries.values()];
			return all.length === 1 && all[0]?.rates.in_msgs !== undefined && all;
		});
		expect(connection).toMatchObject({ account: 'APP', user: 'app', name: 'jetdeck', server: 'n1', pending: 0 });
		expect(connection?.library).toMatch(/^nats\.js \d/);
		for (let at = 0; at < 50; at++) await app.request('JOBS', 'x');
		await seen(deck, 'a rate', ({ servers: { connections } }) =>
			[...connections.entries.values()].some(({ rates }) => Number(rates.in_msgs) > 0),
		);

		deck.store.setState((state) => goTo(state, { kind: 'connections' }));
		const accounts = await seen(deck, 'all', ({ servers: { connections } }) => {
			const names = [...connections.entries.values()].map(({ account }) => account).sort();
			return names.length === 3 && names;
		});
		expect(accounts).toEqual(['$SYS', 'APP', 'OTHER']);

		deck.store.setState((state) => goTo(state, { kind: 'accounts' }));
		const found = await seen(deck, 'the account', ({ servers }) => {
			const entry = servers.accounts.entries.get('APP');
			return entry?.jetstream !== undefined && entry.connections !== undefined && entry;
		});
		expect(found).toMatchObject({ connections: 1, jetstream: { memory: 0, reservedStorage: 1_073_741_824 } });
		const other = deck.store.getState().servers.accounts.entries.get('OTHER');
		expect([other?.connections, other?.jetstream]).toEqual([1, undefined]);

		deck.store.setState((state) => goTo(state, { kind: 'account-detail', account: 'APP' }));
		const text = await seen(deck, 'the streams', (state) => {
			const said = textOf(state);
			return said.includes('worker') && said;
		});
		// Without the list of all accounts, whoever opens it at once sees the same.
		const direct = await deckAt(server, 'sys', { kind: 'account-detail', account: 'APP' });
		await seen(direct, 'what the account stores and who is connected', (state) =>
			[/Connections +1\b/, /Storage, all copies +[\d.]+ KiB/].every((pattern) => pattern.test(textOf(state))),
		);
		expect(text).toMatch(/Read only: .*JOBS +50 +[\d.]+ KiB +1 .*worker +JOBS +50 +0 +0 +0/s);
	},
);

it('an account sees its own connections, and no names of users', { timeout: 60_000 }, async () => {
	const server = await startServer({ config });
	await connect(server, as('app', server));
	await connect(server, as('other', server));
	const deck = await deckAt(server, 'app', { kind: 'connections' });
	const all = await seen(
		deck,
		'its connections',
		({ servers: { connections } }) => connections.entries.size === 2 && [...connections.entries.values()],
	);
	expect(all.map(({ user }) => user)).toEqual([undefined, undefined]);
});

it('kicks a client, of which the server says why where it cannot', { timeout: 60_000 }, async () => {
	const server = await startServer({ line: '2.10', config });
	const app = await connect(server, as('app', server));
	const deck = await deckAt(server, 'sys', { kind: 'connections', account: 'APP' });
	const first = await seen(deck, 'the client', ({ servers: { connections } }) => [...connections.entries.values()][0]);
	const lost = reached(app, 'reconnecting');
	expect(await carriedOut(deck, planKick(first, false))).toMatchObject([{ kind: 'done' }]);
	await lost;
	await reached(app, 'connected');
	await seen(
		deck,
		'another connection of it',
		({ servers: { connections } }) => [...connections.entries.values()][0]?.cid !== first.cid,
	);
	const [again] = await carriedOut(deck, planKick(first, false));
	expect(again).toMatchObject({ kind: 'refused' });
});
