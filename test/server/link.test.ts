import { describe, expect, test } from 'vitest';
import type { LinkProblem, Message } from '../../src/nats/link.ts';
import { connected, linkWith, reached, refusal } from '../support/links.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const text = (message: Message) => new TextDecoder().decode(message.data);

describe.each(serverLines)('nats-server %s', (line) => {
	test('says who it is, and answers', async () => {
		const server = await startServer({ line });
		const link = await connected(server.url);
		const { server: found } = await reached(link, 'connected');
		expect(found).toMatchObject({ jetstream: true, headers: true, maxPayload: 1_048_576, address: server.url });
		expect(found.version).toMatch(line === 'newest' ? /^2\.\d+/ : new RegExp(`^${line.replace('.', '\\.')}\\.`));
		expect(found.apiLevel === undefined).toBe(line !== 'newest');
		const reply = await link.request('$JS.API.INFO', '');
		expect(reply.ok && text(reply.message)).toContain('account_info_response');
		expect(reply.ms).toBeGreaterThan(0);
		expect(await link.roundTrip()).toBeLessThan(1000);
	});

	test('refused permissions are told with their subject, and the rest works', async () => {
		const config = `authorization { users: [{ user: ops, password: sesame, permissions: {
			publish: { deny: ["$JS.API.STREAM.DELETE.>", "secret.>"] }, subscribe: { deny: ["$JS.EVENT.>"] } } }] }`;
		const { port } = await startServer({ line, config });
		const link = await connected(`nats://ops:sesame@127.0.0.1:${port}`);
		const subject = '$JS.API.STREAM.DELETE.ORDERS';
		const [denied, allowed] = await Promise.all([refusal(link.request(subject, '')), link.request('$JS.API.INFO', '')]);
		expect(denied).toEqual({ kind: 'permission-publish', subject, message: `You may not publish to ${subject}.` });
		expect(allowed.ok).toBe(true);
		const ends: LinkProblem[] = [];
		link.subscribe(
			'$JS.EVENT.ADVISORY.>',
			() => {},
			(end) => ends.push(end),
		);
		await until(() => ends.length > 0, { what: 'the end of the subscription' });
		expect(ends).toEqual([
			{
				kind: 'permission-subscribe',
				subject: '$JS.EVENT.ADVISORY.>',
				message: 'You may not subscribe to $JS.EVENT.ADVISORY.>.',
			},
		]);
		expect((await link.request('$JS.API.INFO', '')).ok).toBe(true);
		expect(link.status().phase).toBe('connected');
	});
});

describe('requests', () => {
	test('no replies: each with its own kind, and a timeout does not disturb others', async () => {
		const server = await startServer();
		const link = await connected(server.url);
		link.subscribe('silent', () => {});
		const [slow, nobody, good] = await Promise.all([
			refusal(link.request('silent', '', { timeoutMs: 60 })),
			refusal(link.request('nobody.home', '')),
			link.request('$JS.API.INFO', ''),
		]);
		expect(slow).toEqual({ kind: 'timeout', subject: 'silent', message: 'No reply on silent within 60 ms.' });
		expect(nobody).toEqual({
			kind: 'no-responders',
			subject: 'nobody.home',
			message: 'Nobody listens on nobody.home.',
		});
		expect(good.ok).toBe(true);
		expect((await refusal(link.request('silent', new Uint8Array(1_048_577)))).kind).toBe('too-large');
		expect((await refusal(link.request('silent', '', { headers: [['a b', 'x\r\ny']] }))).kind).toBe('bad-header');
	});

	test.each(['', 'a b', 'a\r\nb', 'a\tb', 'a\0b', '.a', 'a.', 'a..b', 'x'.repeat(4096)])(
		'%j is not sent: it would break the connection',
		async (subject) => {
			const server = await startServer();
			const link = await connected(server.url);
			expect(await refusal(link.request(subject, ''))).toMatchObject({ kind: 'bad-subject', subject });
			expect((await link.request('$JS.API.INFO', '')).ok).toBe(true);
		},
	);

	test('the longest subject taken does not break the connection', async () => {
		const link = await connected((await startServer()).url);
		const tooLong = await refusal(link.request('x'.repeat(5000), ''));
		const longest = Number(/(\d+) bytes/.exec(tooLong.message)?.[1]);
		expect((await refusal(link.request('x'.repeat(longest), 'x'.repeat(1_000_000)))).kind).toBe('no-responders');
	});

	test('a signal cancels, before and while waiting', async () => {
		const link = await connected((await startServer()).url);
		link.subscribe('silent', () => {});
		expect((await refusal(link.request('silent', '', { signal: AbortSignal.abort() }))).kind).toBe('cancelled');
		const control = new AbortController();
		const asked = refusal(link.request('silent', '', { signal: control.signal }));
		control.abort();
		expect((await asked).kind).toBe('cancelled');
	});

	test('headers come in wire order, and a status is read', async () => {
		const link = await connected((await startServer()).url);
		const got: Message[] = [];
		link.subscribe('echo', (message) => got.push(message));
		await link.request('echo', 'hé', {
			timeoutMs: 20,
			headers: [
				['b', '1'],
				['A', '2: 3'],
			],
		});
		expect(got[0]).toMatchObject({
			subject: 'echo',
			headers: [
				['b', '1'],
				['A', '2: 3'],
			],
			reply: expect.stringMatching(/^_INBOX\./),
		});
		expect(got.map(text)).toEqual(['hé']);
		await link.request('$JS.API.STREAM.CREATE.S', '{"name":"S","subjects":["s.>"],"allow_direct":true}');
		const missing = await link.request('$JS.API.DIRECT.GET.S', '{"seq":7}');
		expect(missing.ok && missing.message.status).toEqual({ code: 404, description: 'Message Not Found' });
	});

	test('an inbox that may not be listened to is told as such', async () => {
		const config =
			'authorization { users: [{ user: ops, password: sesame, permissions: { subscribe: ["_MINE.>"] } }] }';
		const { port } = await startServer({ config });
		const server = `nats://ops:sesame@127.0.0.1:${port}`;
		const link = await connected(server);
		expect(await refusal(link.request('$JS.API.INFO', ''))).toMatchObject({
			kind: 'permission-subscribe',
			subject: expect.stringMatching(/^_INBOX\./),
		});
		const fitting = await linkWith({ server, inboxPrefix: '_MINE' });
		await reached(fitting, 'connected');
		expect((await fitting.request('$JS.API.INFO', '')).ok).toBe(true);
	});
});
