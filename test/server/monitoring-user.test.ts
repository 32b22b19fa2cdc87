import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { goTo } from '../../src/store/nav.ts';
import type { View } from '../../src/store/view.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { root } from '../support/build.ts';
import { openTestDeck, seen, ticks } from '../support/decks.ts';
import { connect, createConsumers, createStreams } from '../support/jetstream.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

/** The permissions that the README gives to a user who only looks, as they stand there. */
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const permissions = /^permissions: (\{.*?^\})/ms.exec(readme)?.[1] ?? '';

const places: readonly View[] = [
	{ kind: 'account' },
	{ kind: 'streams' },
	{ kind: 'consumers' },
	{ kind: 'lag' },
	{ kind: 'events' },
	{ kind: 'stream', stream: 'LOGS', pane: 'overview' },
	{ kind: 'stream', stream: 'LOGS', pane: 'consumers' },
	{ kind: 'stream', stream: 'LOGS', pane: 'subjects' },
	{ kind: 'stream', stream: 'LOGS', pane: 'messages' },
	{ kind: 'consumer', stream: 'LOGS', consumer: 'C', pane: 'overview' },
	{ kind: 'message', stream: 'LOGS', seq: 1, as: 'auto' },
];

it.each(serverLines)('the README’s monitoring user sees every screen on the %s line', async (line) => {
	expect(permissions).toContain('$JS.API.STREAM.NAMES');
	const config = `accounts { A { jetstream: enabled, users: [
		{ user: all, password: a },
		{ user: monitor, password: m, permissions ${permissions} }
	] } }`;
	const server = await startServer({ config, line });
	const link = await connect(server, { user: 'all', password: 'a' });
	await createStreams(link, ['LOGS'], { subjects: ['logs.>'] });
	await createConsumers(link, 'LOGS', ['C']);
	await link.request('logs.a', 'x');
	const deck = await openTestDeck({ server: server.url, user: 'monitor', password: 'm' });
	await seen(deck, 'the streams', (state) => rowsOf(state, 'streams').length === 1);
	for (const view of places) {
		deck.store.setState((state) => goTo(state, view));
		await ticks(deck, 2);
	}
	await seen(deck, 'the consumer', (state) => rowsOf(state, 'lag').length === 1);
	const { denied, advisories, toasts } = deck.store.getState();
	expect({ denied: [...denied.keys()], advisories, toasts }).toEqual({ denied: [], advisories: true, toasts: [] });
});
