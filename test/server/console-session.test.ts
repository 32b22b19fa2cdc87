import { describe, expect, it } from 'vitest';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { typeLine, withConsole } from '../../src/console/edit.ts';
import { noteInWords } from '../../src/console/note.ts';
import { type Exchange, textOf } from '../../src/console/state.ts';
import type { Link, Message } from '../../src/nats/link.ts';
import { enterReplies, goToExchange } from '../../src/views/console/browse.ts';
import { enterLine, exchangeOf, faultOf, runCommand, sendLine } from '../support/console-person.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, createStreams, raw } from '../support/jetstream.ts';
import { startServer, type TestServer } from '../support/servers.ts';

const texts = ({ replies }: Exchange): readonly string[] =>
	replies.map(({ message }) => new TextDecoder().decode(message.data));

/** Answers requests on a subject until the link is closed. */
async function serve(link: Link, subject: string, answer: (message: Message, number: number) => void): Promise<void> {
	let number = 0;
	link.subscribe(subject, (message) => {
		number += 1;
		answer(message, number);
	});
	await link.roundTrip();
}

async function atConsole(server: TestServer, readOnly = false): Promise<Deck> {
	const deck = await openTestDeck({ server: server.url, timeout: 600 }, { readOnly });
	await seen(deck, 'a server', (state) => state.link.phase === 'connected');
	return deck;
}

describe('what a line of the console brings', () => {
	it('is one reply, several, or all that come', async () => {
		const server = await startServer();
		const link = await connect(server);
		await serve(link, 'three', ({ reply = '' }) => {
			for (const text of ['a', 'b', 'c']) link.publish(reply, text);
		});
		const deck = await atConsole(server);
		expect(texts(await sendLine(deck, 'three'))).toEqual(['a']);
		expect(texts(await sendLine(deck, 'req --replies 2 three'))).toEqual(['a', 'b']);
		const all = await sendLine(deck, 'req --replies all --timeout 300ms three');
		expect(texts(all)).toEqual(['a', 'b', 'c']);
		// That no more come is how all of them end.
		expect(all.problem).toBeUndefined();
		const few = await sendLine(deck, 'req --replies 5 --timeout 300ms three');
		expect(texts(few)).toEqual(['a', 'b', 'c']);
		expect(few.problem?.kind).toBe('timeout');
	});

	it('is shown as it comes, and kept when it is stopped', async () => {
		const server = await startServer();
		const link = await connect(server);
		let ask = '';
		await serve(link, 'slow', ({ reply = '' }) => {
			ask = reply;
			link.publish(reply, 'first');
		});
		const deck = await atConsole(server);
		enterLine(deck, 'req --replies all --timeout 1m slow');
		const begun = await exchangeOf(deck, 'the first reply', ({ came }) => came === 1);
		expect(begun.phase).toBe('asking');
		link.publish(ask, 'second');
		await exchangeOf(deck, 'the second reply', ({ came }) => came === 2);
		expect(deck.console.stop()).toBe(true);
		const stopped = await exchangeOf(deck, 'its end', ({ phase }) => phase === 'over');
		expect(texts(stopped)).toEqual(['first', 'second']);
		expect(deck.console.stop()).toBe(false);
	});

	it('may be ten thousand replies, and no more are kept', async () => {
		const server = await startServer();
		const link = await connect(server);
		await serve(link, 'many', ({ reply = '' }) => {
			for (let at = 1; at <= 10_500; at += 1) link.publish(reply, `${at}`);
		});
		const deck = await atConsole(server);
		const exchange = await sendLine(deck, 'req --replies all --timeout 2s many');
		expect(exchange.came).toBe(10_000);
		expect(texts(exchange).at(-1)).toBe('10000');
		expect(exchange.replies[0]?.number).toBe(1);
		await exchangeOf(deck, 'a note', ({ notes }) =>
			notes.some((note) => noteInWords(note).includes('there may be more')),
		);
	});

	it('goes on page by page among the replies, and asks for none twice', async () => {
		const server = await startServer();
		const link = await connect(server);
		await createStreams(link, ['LOGS']);
		const made = Array.from({ length: 520 }, (_, at) =>
			link.request(
				`$JS.API.CONSUMER.CREATE.LOGS`,
				JSON.stringify({
					stream_name: 'LOGS',
					config: { ack_policy: 'none', inactive_threshold: 60e9, description: `${at}` },
				}),
			),
		);
		await Promise.all(made);
		const deck = await atConsole(server);
		const first = await sendLine(deck, '$JS.API.CONSUMER.LIST.LOGS');
		deck.store.setState((state) => withConsole(state, typeLine({ before: 'typed', after: '' })));
		deck.store.setState(enterReplies(deck.store.getState()));
		const offsets = (): readonly unknown[] =>
			deck.store
				.getState()
				.console.exchanges.map(({ replies }) => JSON.parse(texts({ replies } as Exchange)[0] ?? '{}').offset);
		const isOver = ({ id, phase }: Exchange): boolean => id !== first.id && phase === 'over';
		runCommand(deck, 'console.next-page');
		const second = await exchangeOf(deck, 'the second page', isOver);
		runCommand(deck, 'console.next-page');
		await exchangeOf(deck, 'the third page', (exchange) => isOver(exchange) && exchange.id !== second.id);
		expect(offsets()).toEqual([0, 256, 512]);
		deck.store.setState(goToExchange(deck.store.getState(), first.id));
		runCommand(deck, 'console.next-page');
		expect(offsets()).toHaveLength(3);
		const { mode, cursor, typed } = deck.store.getState().console;
		expect({ mode, at: cursor?.exchange, typed: textOf(typed) }).toEqual({
			mode: 'replies',
			at: second.id,
			typed: 'typed',
		});
	});

	it('goes with its headers and payload, and brings those of the reply', async () => {
		const server = await startServer();
		const link = await connect(server);
		await serve(link, 'echo', ({ reply = '', data, headers }) =>
			link.publish(reply, new TextDecoder().decode(data), { headers }),
		);
		const deck = await atConsole(server);
		const exchange = await sendLine(deck, `req -H 'Kind: of a test' -H 'kind: more' echo "two  words"`);
		expect(texts(exchange)).toEqual(['two  words']);
		expect(exchange.replies[0]?.message.headers).toEqual([
			['Kind', 'of a test'],
			['kind', 'more'],
		]);
	});
});

describe('why a line of the console brings nothing', () => {
	it('is told for what it is: nobody there, no answer, an error of the API', async () => {
		const server = await startServer();
		const link = await connect(server);
		await serve(link, 'silent', () => {});
		const deck = await atConsole(server);
		expect((await sendLine(deck, 'nobody')).problem).toMatchObject({ kind: 'no-responders' });
		expect((await sendLine(deck, 'silent')).problem).toMatchObject({
			kind: 'timeout',
			message: 'No reply on silent within 600 ms.',
		});
		expect((await sendLine(deck, 'req --timeout 100ms silent')).problem?.message).toContain('100 ms');
		const refused = await sendLine(deck, '$JS.API.STREAM.INFO.NOPE');
		expect(refused.problem).toBeUndefined();
		expect(texts(refused)[0]).toContain('"err_code":10059');
	});

	it('is a permission where that is missing', async () => {
		const server = await startServer({
			config: `accounts { A { jetstream: enabled, users: [
				{ user: some, password: s, permissions { publish: { deny: ["secret.>", "$JS.API.STREAM.INFO.>"] }, subscribe: { deny: ["news.>"] } } }
			] } }`,
		});
		const deck = await openTestDeck({ server: server.url, user: 'some', password: 's', timeout: 2000 });
		await seen(deck, 'a server', (state) => state.link.phase === 'connected');
		expect((await sendLine(deck, 'secret.x')).problem?.kind).toBe('permission-publish');
		expect((await sendLine(deck, '$JS.API.STREAM.INFO.LOGS')).problem?.kind).toBe('permission-publish');
		const heard = await sendLine(deck, 'sub news.>');
		expect(heard.problem).toMatchObject({
			kind: 'permission-subscribe',
			message: expect.stringContaining('You may not subscribe to news.'),
			advice: expect.stringMatching(/^The user of this connection lacks the permission/),
		});
		expect(heard.replies).toEqual([]);
	});

	it('is that the deck may only read', async () => {
		const server = await startServer();
		await createStreams(await connect(server), ['LOGS']);
		const deck = await atConsole(server, true);
		for (const line of ['$JS.API.STREAM.DELETE.LOGS', 'pub anything x', 'req anything', '$JS.STREAM.LOGS.DELETE']) {
			enterLine(deck, line);
			expect(await faultOf(deck)).toMatch(/read-only|only read/i);
		}
		expect(deck.store.getState().console.exchanges).toEqual([]);
		expect((await sendLine(deck, '$JS.API.STREAM.INFO.LOGS')).came).toBe(1);
	});
});

describe('a subscription of the console', () => {
	it('shows what comes, keeps the latest thousand, and ends when it is stopped', async () => {
		const server = await startServer();
		const link = await connect(server);
		const deck = await atConsole(server);
		enterLine(deck, 'sub news.>');
		await exchangeOf(deck, 'listening', ({ phase }) => phase === 'listening');
		await link.roundTrip();
		for (let at = 1; at <= 2_500; at += 1) link.publish(`news.${at}`, `${at}`);
		const full = await exchangeOf(deck, 'all of it', ({ came }) => came === 2_500);
		expect(full.replies).toHaveLength(1_000);
		expect(full.replies.at(-1)?.message.subject).toBe('news.2500');
		deck.console.stop();
		const over = await exchangeOf(deck, 'its end', ({ phase }) => phase === 'over');
		link.publish('news.late', 'x');
		await sendLine(deck, '$JS.API.INFO');
		expect(deck.store.getState().console.exchanges[0]).toBe(over);
	});
});

describe('what is watched in the console', () => {
	it('is asked again, with what became different, through failures', async () => {
		const server = await startServer();
		const link = await connect(server);
		await serve(link, 'count', ({ reply = '' }, number) => {
			if (number !== 3) link.publish(reply, JSON.stringify({ number, same: true }));
		});
		const deck = await atConsole(server);
		enterLine(deck, 'watch 250ms req --timeout 150ms count');
		const second = await exchangeOf(deck, 'a second look', ({ came }) => came === 2);
		expect(second.changes).toMatchObject({ look: 2, lines: ['number: 1 → 2'], more: 0 });
		const third = await exchangeOf(deck, 'a failure', ({ problem }) => problem !== undefined);
		// What came before stays in view.
		expect(texts(third)).toEqual(['{"number":2,"same":true}']);
		const fourth = await exchangeOf(deck, 'a fourth look', ({ came }) => came >= 4);
		expect(fourth.problem).toBeUndefined();
		deck.console.stop();
		await exchangeOf(deck, 'its end', ({ phase }) => phase === 'over');
	});

	it('is nothing that a stream stores, also where the stream is created meanwhile', async () => {
		const server = await startServer();
		const link = await connect(server);
		await serve(link, 'jobs.list', ({ reply = '' }) => link.publish(reply, '[]'));
		const deck = await atConsole(server);
		enterLine(deck, 'watch 250ms jobs.list');
		await exchangeOf(deck, 'a second look', ({ came }) => came === 2);
		await raw(link, '$JS.API.STREAM.CREATE.JOBS', { name: 'JOBS', subjects: ['jobs.>'], storage: 'memory' });
		const over = await exchangeOf(deck, 'its end', ({ phase }) => phase === 'over');
		expect(over.notes.at(-1)).toEqual({ kind: 'unwatched', storing: ['JOBS'] });
		enterLine(deck, 'watch 250ms jobs.list');
		expect(await faultOf(deck)).toContain('stream JOBS would store each request');
		enterLine(deck, 'watch 250ms $JS.API.STREAM.PURGE.JOBS');
		expect(await faultOf(deck)).toContain('jetdeck watches only requests that change nothing');
	});
});
