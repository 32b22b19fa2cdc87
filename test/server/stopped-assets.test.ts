import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { goTo } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import type { View } from '../../src/store/view.ts';
import { consumerRow, streamRow } from '../../src/views/row.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { draw } from '../support/draw.tsx';
import { connect, createConsumers, createStreams } from '../support/jetstream.ts';
import { startServer, type TestServer } from '../support/servers.ts';

/** Has a consumer require an API level that no server has, as one of a newer server does. Its checksum is not looked at. */
function requireMore(server: TestServer, stream: string, consumer: string): void {
	const file = join(server.storeDir, 'jetstream/$G/streams', stream, 'obs', consumer, 'meta.inf');
	const meta = JSON.parse(readFileSync(file, 'utf8'));
	writeFileSync(file, JSON.stringify({ ...meta, metadata: { ...meta.metadata, '_nats.req.level': '99' } }));
}

it('says why a server on its own does not run a stream and a consumer, and speaks of no cluster', {
	timeout: 180_000,
}, async () => {
	const server = await startServer();
	const link = await connect(server);
	await createStreams(link, ['A', 'B', 'C'], { storage: 'file' });
	await createConsumers(link, 'A', ['A1']);
	await createConsumers(link, 'B', ['B1']);
	await server.stop('SIGTERM');
	requireMore(server, 'B', 'B1');
	await server.start();

	const deck = await openTestDeck({ server: server.url });
	const unsupported = 'unsupported - required API level: 99';
	const stopped = 'Offline: stopped - unsupported consumer "B1".';
	await seen(deck, 'why the stream stands still', (state) => streamRow(state, 'B').problem?.message === stopped);
	for (const kind of ['lag', 'consumers'] as const) {
		deck.store.setState((state) => goTo(state, { kind }));
		await seen(deck, 'the consumers', (state) => rowsOf(state, kind).length === 2);
		await seen(deck, 'why one does', (state) => consumerRow(state, 'B\0B1').problem?.message.includes(unsupported));
	}
	await seen(deck, 'it first', (state) => rowsOf(state, 'lag')[0] === 'B\0B1');

	const views: readonly (readonly [view: View, shows: string])[] = [
		[{ kind: 'streams' }, '! Offline: stopped - unsupported consumer "B1"'],
		[{ kind: 'lag' }, unsupported],
		[{ kind: 'consumers' }, unsupported],
		[{ kind: 'stream', stream: 'B', pane: 'consumers' }, unsupported],
		[{ kind: 'stream', stream: 'B', pane: 'overview' }, 'stopped - unsupported consumer "B1"'],
		[{ kind: 'consumer', stream: 'B', consumer: 'B1', pane: 'overview' }, unsupported],
		[{ kind: 'stream', stream: 'A', pane: 'overview' }, 'Server'],
		[{ kind: 'consumer', stream: 'A', consumer: 'A1', pane: 'overview' }, 'A durable pull consumer'],
	];
	for (const [view, shows] of views) {
		deck.store.setState((state) => ({ ...goTo(state, view), size: { columns: 300, rows: 60 } }));
		await seen(deck, shows, (state) => frame(state).includes(shows));
		expect(frame(deck.store.getState()).replace('LEADER', '')).not.toMatch(/leader|cluster/i);
	}
});

/** What a screen shows of a state, in lines. */
function frame(state: DeckState): string {
	const drawing = draw(state);
	drawing.end();
	return drawing.text();
}
