import { connect as connectTcp } from 'node:net';
import { connect } from 'nats';
import { describe, expect, it } from 'vitest';
import type { LinkProblem, Message } from '../../src/nats/link.ts';
import { enterLine, faultOf, sendLine } from '../support/console-person.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connected, linkWith, problemOf, reached } from '../support/links.ts';
import { startPreviewServer } from '../support/preview-responder.ts';
import { wireOf } from '../support/preview-wire.ts';
import { requested } from '../support/requested.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const text = (message: Message) => new TextDecoder().decode(message.data);

/** Header blocks as no library writes them, and as every server passes them on. */
const malformed = [
	'NATS/1.0\r\nbad name: x\r\nok: y\r\n\r\n',
	'NATS/1.0\r\n\u0007\u001b[2J: x\r\n\r\n',
	'NATS/1.0\r\nnaïve: ü\r\n\r\n',
	'NATS/1.0\r\nno colon\r\n: no name\r\n\r\n',
	'NATS/1.0\r\nsplit: a\rb\nc\r\n\r\n',
	'NATS/1.0 xyz\r\n\r\n',
	'not even the first line\r\n\r\n',
] as const;

/** Sends what it likes, past every library. */
async function rawClient(server: TestServer): Promise<(line: string) => void> {
	const socket = connectTcp(server.port, '127.0.0.1');
	await new Promise((resolve) => socket.once('data', resolve));
	socket.write('CONNECT {"verbose":false,"headers":true}\r\n');
	return (line) => socket.write(line);
}

function hpub(subject: string, headers: string, payload: string): string {
	const bytes = Buffer.byteLength(headers);
	return `HPUB ${subject} ${bytes} ${bytes + Buffer.byteLength(payload)}\r\n${headers}${payload}\r\n`;
}

describe('malformed headers', () => {
	it('of a reply, of one of several, and of a message that is listened to end nothing', async () => {
		const server = await startServer();
		const link = await connected(server.url);
		const write = await rawClient(server);
		const heard: string[] = [];
		link.subscribe('told', (message) => heard.push(text(message)));
		let answer = '';
		const service = await connect({ servers: server.url });
		service.subscribe('asked', { callback: (_, { reply = '' }) => write(hpub(reply, answer, 'hello')) });
		await service.flush();
		for (const headers of malformed) {
			answer = headers;
			const reply = await link.request('asked', '', { timeoutMs: 2_000 });
			expect(reply.ok && text(reply.message), headers).toBe('hello');
			const several = await link.gather('asked', '', { timeoutMs: 2_000, isLast: () => true });
			expect(several.messages.map(text), headers).toEqual(['hello']);
			write(hpub('told', headers, 'news'));
		}
		await until(() => heard.length === malformed.length, { what: 'what was told' });
		expect((await link.request('$JS.API.INFO', '')).ok).toBe(true);
		expect(await link.roundTrip()).toBeLessThan(1_000);
		await service.close();
	});

	it('of a stored message do not keep it from being opened', async () => {
		const server = await startServer();
		const link = await connected(server.url);
		await link.request('$JS.API.STREAM.CREATE.S', '{"name":"S","subjects":["s"],"allow_direct":true}');
		const write = await rawClient(server);
		for (const headers of malformed) write(hpub('s', headers, 'kept'));
		const deck = await openTestDeck({ server: server.url });
		await seen(deck, 'the stream', ({ streams }) => streams.entries.has('S'));
		for (let seq = 1; seq <= malformed.length; seq += 1) {
			deck.store.setState({ views: [{ kind: 'message', stream: 'S', seq, as: 'auto' }] });
			await seen(deck, `message ${seq}`, ({ opened }) => opened?.seq === seq && opened.entry.phase === 'ready');
		}
		expect(deck.link().status().phase).toBe('connected');
	});
});

describe('a server that takes no headers', () => {
	const headers = [['a', 'b']] as const;

	it('is sent none, and whoever wanted to is told', async () => {
		const server = await startServer({ config: 'no_header_support: true' });
		const link = await connected(server.url);
		const refused = { kind: 'unsupported', unsent: true, message: expect.stringContaining('does not support headers') };
		const reply = await link.request('a', '', { headers });
		expect(!reply.ok && reply.problem).toMatchObject(refused);
		const { problem } = await link.gather('a', '', { headers, isLast: () => true });
		expect(problem).toMatchObject(refused);
		expect(link.publish('a', '', { headers })).toMatchObject(refused);
		expect(await link.deliver('a', '', { headers })).toMatchObject(refused);
		expect(await link.deliver('a', '')).toBeUndefined();
	});

	it.each(['pub', 'req'])('refuses a line of the console that has some: %s', async (verb) => {
		const server = await startServer({ config: 'no_header_support: true' });
		const deck = await openTestDeck({ server: server.url });
		await seen(deck, 'a server', ({ link }) => link.phase === 'connected');
		enterLine(deck, `${verb} foo hello -H 'a: b'`);
		expect(await faultOf(deck)).toMatch(/^This server \(2\.\d+\.\d+\) does not support headers/);
		expect(deck.store.getState().console.exchanges).toEqual([]);
		expect((await sendLine(deck, 'pub foo hello')).problem).toBeUndefined();
	});

	it('refuses them on a server of the technical preview, with and without the deck', async () => {
		const server = await startPreviewServer();
		const deck = await openTestDeck({ server: server.url });
		await seen(deck, 'a preview server', ({ features }) => features.dialect === 'preview');
		enterLine(deck, "pub foo hello -H 'a: b'");
		expect(await faultOf(deck)).toMatch(/^This server \(2\.2\.0-beta\.7\) does not support headers/);
		const { code, said } = await requested(server.url, 'foo', 'hello', false, ['a: b']);
		expect(code).toBe(2);
		expect(said).toMatch(/does not support headers/);
	});
});

it('nothing throws while a connection ends', async () => {
	const server = await startServer();
	const link = await connected(server.url);
	const problems: (LinkProblem | undefined)[] = [];
	const asked: Promise<unknown>[] = [];
	const ask = (): void => {
		problems.push(link.publish('a', ''));
		asked.push(link.request('a', ''), link.gather('a', '', { isLast: () => true }), link.deliver('a', ''));
		link.subscribe('a', () => {})();
	};
	const other = await connected(server.url);
	const closing = other.close();
	expect(other.publish('a', '')).toMatchObject({ kind: 'disconnected', unsent: true });
	asked.push(other.request('a', ''), other.gather('a', '', { isLast: () => true }), other.deliver('a', ''), closing);
	const stopped = server.stop();
	while (link.status().phase === 'connected') {
		for (let turn = 0; turn < 20; turn += 1) await Promise.resolve().then(ask);
		await new Promise((resolve) => setImmediate(resolve));
	}
	await Promise.all([stopped, ...asked]);
	for (const problem of problems) expect(problem?.kind ?? 'disconnected').toBe('disconnected');
	await server.start();
	await reached(link, 'connected');
	expect((await link.request('$JS.API.INFO', '')).ok).toBe(true);
});

describe('a greeting that says odd things', () => {
	const odd = { client_id: 5, proto: 1, server_name: {}, cluster: [], domain: null, max_payload: 'x' };

	it.each([5, null, {}, [5, null, 'nats://[::1', '127.0.0.1:1']])('names as its cluster %j', async (connect_urls) => {
		const server = await startServer();
		const url = await wireOf(server, JSON.stringify({ ...odd, version: '2.10.0', connect_urls }));
		const link = await connected(url);
		expect(link.status()).toMatchObject({ server: { name: '', version: '2.10.0', maxPayload: 1_048_576 } });
		expect((await link.request('$JS.API.INFO', '')).ok).toBe(true);
	});

	it.each([5, null, 'main', undefined])('names as its version %j', async (version) => {
		const url = await wireOf(await startServer(), JSON.stringify({ ...odd, version }));
		const link = await linkWith({ server: url });
		expect(await problemOf(link)).toMatchObject({ kind: 'not-nats' });
	});
});
