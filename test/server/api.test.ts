import { beforeAll, describe, expect, it } from 'vitest';
import { userInfo } from '../../src/jetstream/account.ts';
import type { AnswerNote } from '../../src/jetstream/api-options.ts';
import { type EndpointId, endpoints } from '../../src/jetstream/endpoints.ts';
import { type Api, openApi } from '../../src/jetstream/request.ts';
import { featuresOf, supports } from '../../src/jetstream/server-features.ts';
import type { Link } from '../../src/nats/link.ts';
import { connect, createConsumers, createStreams, raw } from '../support/jetstream.ts';
import { reached } from '../support/links.ts';
import { paramsOf } from '../support/params-of.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';

async function publish(link: Link, subject: string, times: number): Promise<void> {
	for (let sent = 0; sent < times; sent++) await raw(link, subject, { sent });
}

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
		expect(supports(features, '2.10')).toBe(line !== '2.9');
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
			value: { items: [{ name: 'C1', num_pending: 5 }, { name: 'C2' }], silent: new Map(), offline: {} },
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

	it('tells of consumers that are being deleted either whole or as not found', async () => {
		const [link, other] = [await connect(server), await connect(server)];
		const api = openApi(other, { readOnly: true });
		const consumers = Array.from({ length: 10 }, (_, at) => `c${at}`);
		const answers = { whole: 0, gone: 0, listed: 0 };
		// Consumers are to be met before, after and in the middle of their deletion: a fast server may take a few rounds more.
		const isMissing = () => Math.min(answers.whole, answers.gone, answers.listed) === 0;
		for (let round = 0; round < 20 || (isMissing() && round < 200); round += 1) {
			const stream = `GOING${round}`;
			await createStreams(link, [stream]);
			await createConsumers(link, stream, consumers);
			const asked = consumers.flatMap((consumer) => {
				void link.request(`$JS.API.CONSUMER.DELETE.${stream}.${consumer}`, '');
				return [1, 2, 3, 4].map(() => api.request('consumer.info', { stream, consumer }));
			});
			const listed = await api.pages('consumer.list', { stream });
			for (const info of listed.ok ? listed.value.items : []) {
				expect(info).toHaveProperty('delivered.stream_seq');
				answers.listed += 1;
			}
			for (const answer of await Promise.all(asked)) {
				if (answer.ok) expect(answer.value).toHaveProperty('delivered.stream_seq');
				else expect(answer.problem.errCode).toBe(10014);
				answers[answer.ok ? 'whole' : 'gone'] += 1;
			}
			await link.request(`$JS.API.STREAM.DELETE.${stream}`, '');
		}
		expect(isMissing()).toBe(false);
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
			expect(api.written('consumer.info', { stream: 'LOGS', consumer: stream })).toMatchObject({ ok: false });
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

	it('keeps numbers that a double cannot hold', async () => {
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
