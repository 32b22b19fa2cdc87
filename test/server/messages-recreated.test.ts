import { cpSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { latest } from '../../src/store/datum.ts';
import { listState, moveCursor, open, toggleMark } from '../../src/store/nav.ts';
import type { View } from '../../src/store/view.ts';
import { emptyLines } from '../../src/views/empty.ts';
import { listHeight } from '../../src/views/layout.ts';
import { messageRows } from '../../src/views/messages/rows.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { openTestDeck, seen, ticks } from '../support/decks.ts';
import { connect, createConsumers, raw } from '../support/jetstream.ts';
import { makeStream, type Planned } from '../support/messages.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

async function deckAt(url: string, view: View): Promise<Deck> {
	const deck = await openTestDeck({ server: url });
	deck.store.setState((state) => open(state, view));
	return deck;
}

const messagesOf = (stream: string): View => ({ kind: 'stream', stream, pane: 'messages' });
const rows = (deck: Deck, stream: string): readonly string[] => rowsOf(deck.store.getState(), `messages:${stream}`);
const range = (from: number, upTo: number): number[] => Array.from({ length: upTo - from + 1 }, (_, at) => from + at);
const numbered = (from: number, upTo: number): string[] => range(from, upTo).map(String);
const many = (count: number, name: string): readonly Planned[] =>
	range(1, count).map((seq) => ({ subject: `${name}.x`, payload: `m${seq}` }));

describe.each(serverLines)('what is known of a stream by its name, on the %s line', (line) => {
	it('is forgotten when another stream has the name: messages, subjects, consumers, marks', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await makeStream(link, 'A', {}, many(12, 'A'));
		await createConsumers(link, 'A', ['old']);
		const deck = await deckAt(server.url, { kind: 'stream', stream: 'A', pane: 'consumers' });
		await seen(deck, 'the consumer', () => rowsOf(deck.store.getState(), 'stream-consumers:A').length === 1);
		deck.store.setState((state) => open(state, { kind: 'stream', stream: 'A', pane: 'subjects' }));
		await seen(deck, 'the subjects', () => rowsOf(deck.store.getState(), 'subjects:A').length === 1);
		deck.store.setState((state) => open(state, messagesOf('A')));
		await seen(deck, 'the messages', () => rows(deck, 'A').join() === numbered(1, 12).join());
		deck.store.setState((state) => toggleMark(state, 'messages:A', '5'));
		await link.request('$JS.API.STREAM.DELETE.A', '');
		await makeStream(link, 'A', {}, many(2, 'A'));
		await raw(link, '$JS.API.STREAM.PURGE.A', {});
		await makeStream(link, 'A', {}, many(12, 'A'));
		await seen(deck, 'the new messages', () => rows(deck, 'A').join() === numbered(3, 14).join());
		expect(listState(deck.store.getState(), 'messages:A')).toMatchObject({ cursor: '14', marked: new Set() });
		const { subjects, consumers, consumerNames } = deck.store.getState();
		expect([subjects.entries.has('A'), consumerNames.entries.has('A'), consumers.entries.size]).toEqual([
			false,
			false,
			0,
		]);
		deck.store.setState((state) => open(state, { kind: 'stream', stream: 'A', pane: 'consumers' }));
		await seen(
			deck,
			'no consumers',
			(state) => latest(state.consumerNames.entries.get('A') ?? { phase: 'unknown' })?.length === 0,
		);
	});

	it('is forgotten of an open message too', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await makeStream(link, 'B', {}, many(3, 'B'));
		const deck = await deckAt(server.url, { kind: 'message', stream: 'B', seq: 3, as: 'auto' });
		await seen(deck, 'the message', (state) => state.opened?.entry.phase === 'ready');
		await link.request('$JS.API.STREAM.DELETE.B', '');
		await makeStream(link, 'B', {}, many(1, 'B'));
		deck.refresh();
		// What the other stream held was never in this one.
		await seen(
			deck,
			'that there is none',
			({ opened }) => opened?.entry.phase === 'failed' && opened.entry.last === undefined,
		);
	});

	it('is forgotten of the messages of a stream that was put back to an earlier state', async () => {
		const server = await startServer({ line });
		const first = await connect(server);
		await makeStream(first, 'M', { storage: 'file' }, many(3, 'M'));
		await server.stop('SIGTERM');
		cpSync(server.storeDir, `${server.storeDir}-before`, { recursive: true });
		await server.start();
		const deck = await deckAt(server.url, messagesOf('M'));
		const link = await connect(server);
		for (const seq of range(4, 12)) await link.request('M.x', `m${seq}`);
		await seen(deck, 'the messages', () => rows(deck, 'M').length === 12);
		await server.stop('SIGTERM');
		rmSync(server.storeDir, { recursive: true });
		cpSync(`${server.storeDir}-before`, server.storeDir, { recursive: true });
		await server.start();
		await seen(deck, 'the messages of then', () => rows(deck, 'M').join() === '1,2,3');
		await (await connect(server)).request('M.x', 'new');
		await seen(deck, 'the new message', () => rows(deck, 'M').join() === '1,2,3,4');
		expect(messageRows(deck.store.getState(), 'M').byId.get('4')).toMatchObject({ start: 'new' });
	});
});

describe.each(serverLines)('messages that were deleted, on the %s line', (line) => {
	it('leave also where nobody looked, and where as many gaps are left as before', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await makeStream(link, 'C', {}, many(100, 'C'));
		await raw(link, '$JS.API.STREAM.MSG.DELETE.C', { seq: 2 });
		const deck = await deckAt(server.url, messagesOf('C'));
		await seen(deck, 'the messages', () => rows(deck, 'C').at(-1) === '100');
		await raw(link, '$JS.API.STREAM.MSG.DELETE.C', { seq: 30 });
		await seen(deck, 'the gap', () => rows(deck, 'C').includes('gap 30'));
		// The first message goes, and the gap after it; another one is made in view.
		deck.store.setState((state) => moveCursor(state, 'messages:C', rows(deck, 'C'), 0, listHeight(state)));
		await ticks(deck, 2);
		await raw(link, '$JS.API.STREAM.MSG.DELETE.C', { seq: 5 });
		await raw(link, '$JS.API.STREAM.MSG.DELETE.C', { seq: 1 });
		await seen(deck, 'both to be gone', () => !rows(deck, 'C').includes('5') && rows(deck, 'C')[0] === '3');
	});

	it('leave where these are too many to be listed', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await makeStream(link, 'D', { max_msgs_per_subject: 1 }, [{ subject: 'D.first' }]);
		for (let at = 0; at < 10_100; at += 1) link.publish('D.often', '');
		await makeStream(
			link,
			'D',
			{ max_msgs_per_subject: 1 },
			range(1, 60).map((seq) => ({ subject: `D.${seq}` })),
		);
		const deck = await deckAt(server.url, messagesOf('D'));
		await seen(deck, 'the messages', () => rows(deck, 'D').length === 63);
		expect(rows(deck, 'D').slice(0, 3)).toEqual(['1', 'gap 2', '10101']);
		await raw(link, '$JS.API.STREAM.MSG.DELETE.D', { seq: 10_110 });
		await raw(link, '$JS.API.STREAM.MSG.DELETE.D', { seq: 10_150 });
		await seen(deck, 'the one in view to be gone', () => !rows(deck, 'D').includes('10150'));
		deck.store.setState((state) => moveCursor(state, 'messages:D', rows(deck, 'D'), 0, listHeight(state)));
		await seen(deck, 'the other one to be gone', () => !rows(deck, 'D').includes('10110'));
	});
});

/** The file in which a server keeps the first messages of a stream. */
function firstBlock(storeDir: string, stream: string): string {
	const folders = readdirSync(storeDir, { recursive: true, encoding: 'utf8' });
	const file = folders.find((name) => name.endsWith(join(stream, 'msgs', '1.blk')));
	if (file === undefined) throw new Error(`no block of ${stream}`);
	return join(storeDir, file);
}

// Later servers keep what they read for a while.
describe('messages that a server of the 2.9 line cannot read', () => {
	it('are not called none, not deleted, and are shown once they can be read', async () => {
		const server = await startServer({ line: '2.9' });
		const link = await connect(server);
		await makeStream(link, 'E', { storage: 'file' }, many(3, 'E'));
		const block = firstBlock(server.storeDir, 'E');
		renameSync(block, `${block}.away`);
		const deck = await deckAt(server.url, messagesOf('E'));
		const shown = (): string =>
			(emptyLines(deck.store.getState(), 'messages:E') ?? [])
				.flat()
				.map(({ text }) => text)
				.join('');
		await seen(deck, 'the problem', () => /counts 3 messages, but the server did not return it/.test(shown()));
		deck.store.setState((state) => open(state, { kind: 'message', stream: 'E', seq: 2, as: 'auto' }));
		const { opened } = await seen(
			deck,
			'that it is not returned',
			(state) => state.opened?.entry.phase === 'failed' && state,
		);
		expect(opened).toMatchObject({
			gone: false,
			entry: { problem: { message: expect.stringContaining('counts message 2') } },
		});
		deck.store.setState((state) => ({ views: state.views.slice(0, -1) }));
		renameSync(`${block}.away`, block);
		deck.refresh();
		await seen(deck, 'the messages', () => rows(deck, 'E').join() === '1,2,3');
	});
});
