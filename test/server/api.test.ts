import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { userInfo } from '../../src/jetstream/account.ts';
import { type EndpointId, endpoints, paramsOf } from '../../src/jetstream/endpoints.ts';
import { type AnswerNote, type Api, openApi } from '../../src/jetstream/request.ts';
import { featuresOf } from '../../src/jetstream/server-features.ts';
import type { Link } from '../../src/nats/link.ts';
import type { ConnectionOptions } from '../../src/nats/settings.ts';
import { linkWith, reached } from '../support/links.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

async function connect(server: TestServer, options: ConnectionOptions = {}): Promise<Link> {
	const link = await linkWith({ server: server.url, timeout: 1000, ...options });
	await reached(link, 'connected');
	return link;
}

/** Sends a request for set-up past the door, and fails unless it succeeds. */
async function raw(link: Link, subject: string, body: object): Promise<void> {
	const reply = await link.request(subject, JSON.stringify(body));
	const text = reply.ok ? new TextDecoder().decode(reply.message.data) : reply.problem.message;
	if (!reply.ok || text.includes('"error"')) throw new Error(`${subject}: ${text}`);
}

async function createStreams(link: Link, names: readonly string[], config: object = {}): Promise<void> {
	for (let start = 0; start < names.length; start += 100) {
		const some = names.slice(start, start + 100);
		await Promise.all(
			some.map((name) => raw(link, `$JS.API.STREAM.CREATE.${name}`, { name, storage: 'memory', ...config })),
		);
	}
}

async function publish(link: Link, subject: string, times: number): Promise<void> {
	for (let sent = 0; sent < times; sent++) await raw(link, subject, { sent });
}

const names = (count: number): readonly string[] =>
	Array.from({ length: count }, (_, index) => `S${String(index).padStart(4, '0')}`);

describe.each(serverLines)('the API of the %s line', (line: ServerLine) => {
	let server: TestServer;
	beforeAll(async () => {
		server = await startServer({ line });
		const link = await connect(server);
		await createStreams(link, ['LOGS'], { subjects: ['logs.>'], max_bytes: 1_000_000 });
		await publish(link, 'logs.a', 3);
		await publish(link, 'logs.b', 2);
		for (const name of ['C1', 'C2']) {
			const config = { durable_name: name, name, ack_policy: 'explicit' };
			await raw(link, `$JS.API.CONSUMER.CREATE.LOGS.${name}`, { stream_name: 'LOGS', config });
		}
	});

	it('tells of the account, and so which version answers', async () => {
		const link = await connect(server);
		const answer = await openApi(link, { readOnly: true }).request('account.info', {});
		expect(answer).toMatchObject({ ok: true, value: { streams: 1, consumers: 2, limits: { max_streams: -1 } } });
		const connected = (await reached(link, 'connected')).server;
		const features = featuresOf(connected, answer.ok ? answer.value : undefined);
		expect(features.version).toBe(connected.version);
		expect(features.apiLevel).toBe(line === 'newest' ? 5 : 0);
		expect(features.supports('2.10')).toBe(line !== '2.9');
	});

	it('tells of a stream, with the counts of its subjects', async () => {
		const api = openApi(await connect(server), { readOnly: true });
		const plain = await api.request('stream.info', { stream: 'LOGS' });
		expect(plain).toMatchObject({
			ok: true,
			value: {
				config: { name: 'LOGS', subjects: ['logs.>'], max_bytes: 1_000_000 },
				state: { messages: 5, num_subjects: 2, consumer_count: 2 },
			},
		});
		const counted = await api.pages('stream.info', { stream: 'LOGS' }, { subjects_filter: '>' });
		expect(counted).toMatchObject({
			ok: true,
			value: {
				items: [
					['logs.a', 3],
					['logs.b', 2],
				],
				total: 2,
			},
		});
		const none = await api.pages('stream.info', { stream: 'LOGS' }, { subjects_filter: 'no.such' });
		expect(none).toMatchObject({ ok: true, value: { items: [], total: 0 } });
	});

	it('lists streams and consumers', async () => {
		const api = openApi(await connect(server), { readOnly: true });
		expect(await api.pages('stream.names', {})).toMatchObject({ ok: true, value: { items: ['LOGS'], total: 1 } });
		expect(await api.pages('stream.names', {}, { subject: 'no.such' })).toMatchObject({
			ok: true,
			value: { items: [], total: 0 },
		});
		expect(await api.pages('stream.list', {})).toMatchObject({
			ok: true,
			value: { items: [{ config: { name: 'LOGS' } }] },
		});
		expect(await api.pages('consumer.names', { stream: 'LOGS' })).toMatchObject({
			ok: true,
			value: { items: ['C1', 'C2'] },
		});
		expect(await api.pages('consumer.list', { stream: 'LOGS' })).toMatchObject({
			ok: true,
			value: { items: [{ name: 'C1', num_pending: 5 }, { name: 'C2' }], missing: [], offline: {} },
		});
		expect(await api.request('consumer.info', { stream: 'LOGS', consumer: 'C1' })).toMatchObject({
			ok: true,
			value: { stream_name: 'LOGS', ack_floor: { stream_seq: 0 } },
		});
	});

	it('explains what does not exist', async () => {
		const api = openApi(await connect(server), { readOnly: true });
		expect(await api.request('stream.info', { stream: 'NONE' })).toMatchObject({
			ok: false,
			problem: {
				kind: 'api',
				code: 404,
				errCode: 10059,
				subject: '$JS.API.STREAM.INFO.NONE',
				message: 'stream not found',
				advice: expect.stringMatching(/^The stream does not exist/),
			},
		});
		expect(await api.request('consumer.info', { stream: 'LOGS', consumer: 'NONE' })).toMatchObject({
			ok: false,
			problem: { kind: 'api', code: 404, errCode: 10014 },
		});
	});

	it('refuses to change anything when read-only, for every endpoint that could', async () => {
		const link = await connect(server);
		const before = link.traffic().outMessages;
		const notes: AnswerNote[] = [];
		const api = openApi(link, { readOnly: true, onAnswer: (note) => notes.push(note) });
		const changing = endpoints.filter(({ effect }) => effect !== 'read');
		expect(changing.length).toBeGreaterThan(25);
		for (const endpoint of changing) {
			const params = Object.fromEntries(paramsOf(endpoint).map(({ name }) => [name, 'LOGS']));
			expect(await anyRequest(api, endpoint.id, params, { name: 'LOGS' })).toMatchObject({
				ok: false,
				problem: { kind: 'read-only' },
			});
		}
		expect(notes).toEqual([]);
		expect(link.traffic().outMessages).toBe(before);
		expect(await api.request('account.info', {})).toMatchObject({ ok: true, value: { streams: 1, consumers: 2 } });
	});

	it('changes when it may, and refuses bodies that the server would', async () => {
		const api = openApi(await connect(server), { readOnly: false });
		const config = { name: 'GONE', storage: 'memory' };
		expect(await api.request('stream.create', { stream: 'GONE' })).toMatchObject({
			ok: false,
			problem: { kind: 'bad-input' },
		});
		expect(await api.request('stream.create', { stream: 'GONE' }, config)).toMatchObject({
			ok: true,
			value: { config: { name: 'GONE' } },
		});
		expect(await api.request('stream.create', { stream: 'OTHER' }, config)).toMatchObject({
			ok: false,
			problem: { errCode: 10056 },
		});
		expect(await api.request('stream.purge', { stream: 'GONE' })).toMatchObject({
			ok: true,
			value: { success: true, purged: 0 },
		});
		expect(await api.request('stream.delete', { stream: 'GONE' }, {})).toMatchObject({
			ok: false,
			problem: { kind: 'bad-input' },
		});
		expect(await api.request('stream.delete', { stream: 'GONE' })).toMatchObject({
			ok: true,
			value: { success: true },
		});
	});

	it('never sends a name that would break the connection', async () => {
		const link = await connect(server);
		const before = link.traffic().outMessages;
		const api = openApi(link, { readOnly: false });
		for (const stream of ['', 'a b', 'a\tb', 'LOGS\r\nPUB logs.evil 0\r\n', 'a.b', '*', '>', 'LOGS\0']) {
			expect(await api.request('stream.delete', { stream })).toMatchObject({
				ok: false,
				problem: { kind: 'bad-input' },
			});
			expect(api.subjectOf('consumer.info', { stream: 'LOGS', consumer: stream })).toMatchObject({ ok: false });
		}
		expect(link.traffic().outMessages).toBe(before);
		expect(await api.request('stream.info', { stream: 'LOGS' })).toMatchObject({
			ok: true,
			value: { state: { messages: 5 } },
		});
	});

	it('says who we are, from 2.10 on', async () => {
		const info = await userInfo(await connect(server));
		if (line === '2.9') expect(info).toBeUndefined();
		else expect(info).toMatchObject({ account: '$G' });
	});

	it('keeps numbers that a double cannot hold in a configuration, and rounds counters', async () => {
		const link = await connect(server);
		const api = openApi(link, { readOnly: false });
		const config = '{"name":"BIG","storage":"memory","max_msgs":9007199254740993,"max_age":9223372036854775000}';
		const created = await link.request('$JS.API.STREAM.CREATE.BIG', config);
		expect(created.ok && new TextDecoder().decode(created.message.data)).not.toContain('"error"');
		const answer = await api.request('stream.info', { stream: 'BIG' });
		expect(answer).toMatchObject({
			ok: true,
			value: { config: { max_msgs: 9007199254740993n, max_age: 9223372036854775000n }, state: { messages: 0 } },
		});
		if (!answer.ok) return;
		// What was read can be sent back: nothing changes.
		expect(await api.request('stream.update', { stream: 'BIG' }, answer.value.config)).toMatchObject({
			ok: true,
			value: { config: { max_msgs: 9007199254740993n } },
		});
		expect(await api.request('stream.delete', { stream: 'BIG' })).toMatchObject({ ok: true });
	});
});

/** For loops over the table, where the parameters are known only at run time. */
function anyRequest(api: Api, id: EndpointId, params: object, body: object): Promise<unknown> {
	const request = api.request as (id: EndpointId, params: object, body: object) => Promise<unknown>;
	return request(id, params, body);
}

describe('long lists', () => {
	it('come in pages of names and of infos, one after another or several at once', async () => {
		const server = await startServer();
		const link = await connect(server, { timeout: 5000 });
		const expected = names(1100);
		await createStreams(link, expected);
		const notes: AnswerNote[] = [];
		const api = openApi(link, { readOnly: true, onAnswer: (note) => notes.push(note) });
		const progress: number[] = [];
		const all = await api.pages('stream.names', {}, {}, { onPage: ({ received }) => progress.push(received) });
		expect(all).toMatchObject({ ok: true, value: { items: expected, total: 1100 } });
		expect(progress).toEqual([1024, 1100]);
		expect(notes).toHaveLength(2);
		for (const concurrency of [1, 4]) {
			notes.length = 0;
			const infos = await api.pages('stream.list', {}, {}, { concurrency });
			expect(infos.ok && infos.value.items.map(({ config }) => config.name)).toEqual(expected);
			expect(notes).toHaveLength(5);
		}
	});

	it('can be given up', async () => {
		const link = await connect(await startServer());
		const api = openApi(link, { readOnly: true });
		const gone = new AbortController();
		gone.abort();
		expect(await api.pages('stream.names', {}, {}, { signal: gone.signal })).toMatchObject({
			ok: false,
			problem: { kind: 'cancelled' },
		});
	});
});

describe('a server that does not answer', () => {
	it('explains that JetStream is off', async () => {
		const server = await startServer({ jetstream: false });
		const api = openApi(await connect(server), { readOnly: true });
		expect(await api.request('account.info', {})).toMatchObject({
			ok: false,
			problem: {
				kind: 'no-responders',
				subject: '$JS.API.INFO',
				advice: expect.stringMatching(/JetStream is off on this server/),
			},
		});
	});

	it('explains a wrong domain and a wrong prefix', async () => {
		const server = await startServer();
		const domain = openApi(await connect(server, { jsDomain: 'nowhere' }), { readOnly: true });
		expect(domain.prefix).toBe('$JS.nowhere.API');
		expect(await domain.request('account.info', {})).toMatchObject({
			ok: false,
			problem: { kind: 'no-responders', advice: expect.stringMatching(/domain nowhere/) },
		});
		const prefix = openApi(await connect(server, { jsApiPrefix: 'imported.api' }), { readOnly: true });
		expect(await prefix.request('account.info', {})).toMatchObject({
			ok: false,
			problem: { kind: 'no-responders', subject: 'imported.api.INFO', advice: expect.stringMatching(/imported\.api/) },
		});
	});

	it('answers under its domain', async () => {
		const storeDir = await mkdtemp(join(tmpdir(), 'jetdeck-domain-'));
		onTestFinished(() => rm(storeDir, { recursive: true, force: true }));
		const config = `jetstream { domain: hub, store_dir: ${JSON.stringify(storeDir)} }`;
		const server = await startServer({ jetstream: false, config });
		const api = openApi(await connect(server, { jsDomain: 'hub' }), { readOnly: true });
		expect(await api.request('account.info', {})).toMatchObject({ ok: true, value: { domain: 'hub' } });
	});

	it('explains the silence on what it does not know or does not let this account do', async () => {
		const api = openApi(await connect(await startServer({ line: '2.10' }), { timeout: 300 }), { readOnly: false });
		expect(await api.request('consumer.reset', { stream: 'S', consumer: 'C' })).toMatchObject({
			ok: false,
			problem: { kind: 'timeout', advice: 'Servers before 2.14 do not know this request.' },
		});
		expect(await api.request('account.purge', { account: 'A' })).toMatchObject({
			ok: false,
			problem: { kind: 'timeout', advice: expect.stringMatching(/system account/) },
		});
	});

	it('notices when something else answers', async () => {
		const link = await connect(await startServer({ jetstream: false }));
		const api = openApi(link, { readOnly: true });
		const answers = ['', 'hello', '[]', '{"streams":0}', '{"type":"io.nats.jetstream.api.v1.stream_info_response"}'];
		for (const text of answers) {
			const stop = link.subscribe(
				'$JS.API.INFO',
				({ reply }) => void link.request(reply ?? '', text, { timeoutMs: 1 }),
			);
			await until(async () => (await link.roundTrip()) !== undefined, { what: 'the subscription' });
			expect(await api.request('account.info', {})).toMatchObject({ ok: false, problem: { kind: 'malformed' } });
			stop();
		}
	});
});

describe('a user with few permissions', () => {
	const config = `
		accounts { A { jetstream: enabled, users: [ { user: u, password: p, permissions: {
			publish: { allow: ["$JS.API.INFO", "$SYS.REQ.USER.INFO"] }, subscribe: { allow: ["_INBOX.>"] } } } ] } }`;

	it('learns which subject is refused, at once, and may do the rest', async () => {
		const server = await startServer({ config });
		const link = await connect(server, { user: 'u', password: 'p' });
		const notes: AnswerNote[] = [];
		const api = openApi(link, { readOnly: true, onAnswer: (note) => notes.push(note) });
		const refused = await api.request('stream.names', {});
		expect(refused).toMatchObject({
			ok: false,
			problem: { kind: 'permission-publish', advice: expect.stringContaining('$JS.API.STREAM.NAMES') },
		});
		expect(refused.ms).toBeLessThan(900);
		expect(await api.request('account.info', {})).toMatchObject({ ok: true });
		expect(notes).toMatchObject([
			{ endpoint: 'stream.names', ok: false, problem: { kind: 'permission-publish' } },
			{ endpoint: 'account.info', ok: true },
		]);
		expect(await userInfo(link)).toMatchObject({
			user: 'u',
			account: 'A',
			permissions: { publish: { allow: expect.any(Array) } },
		});
	});
});
