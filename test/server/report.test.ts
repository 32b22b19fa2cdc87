import { beforeAll, describe, expect, it } from 'vitest';
import { report } from '../../src/cli/report.ts';
import { stringifyJson } from '../../src/format/json.ts';
import { type Api, openApi } from '../../src/jetstream/request.ts';
import type { Link } from '../../src/nats/link.ts';
import { linkWith, reached } from '../support/links.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { hostileTexts, isHarmless } from '../support/state.ts';

let server: TestServer;

async function connected(): Promise<{ readonly link: Link; readonly api: Api }> {
	const link = await linkWith({ server: server.url });
	await reached(link, 'connected');
	return { link, api: openApi(link, { readOnly: false }) };
}

async function textOf(choices: Parameters<typeof report>[2]): Promise<string> {
	const { link, api } = await connected();
	const made = await report(api, link, choices);
	if (!made.ok) throw new Error(made.message);
	return 'text' in made ? made.text : stringifyJson(made.value);
}

beforeAll(async () => {
	server = await startServer();
	const link = await linkWith({ server: server.url });
	await reached(link, 'connected');
	const api = openApi(link, { readOnly: false });
	const hostile = hostileTexts.join(' ').slice(0, 3000);
	const description = new TextDecoder()
		.decode(new TextEncoder().encode(hostile).slice(0, 4000))
		.replaceAll('\ufffd', '');
	await api.request('stream.create', { stream: 'LOGS' }, { name: 'LOGS', subjects: ['logs.>'], description });
	await api.request(
		'stream.create',
		{ stream: 'ORDERS' },
		{ name: 'ORDERS', subjects: ['orders.*'], retention: 'workqueue', max_bytes: 1_048_576 },
	);
	for (const name of ['archive', 'search']) {
		const config = { durable_name: name, ack_policy: 'explicit', description };
		await api.request('consumer.create.durable', { stream: 'LOGS', consumer: name }, { stream_name: 'LOGS', config });
	}
	for (let at = 0; at < 3; at += 1) await link.request('logs.eu', `message ${at}`);
});

describe('a report', () => {
	it('of the streams is a plain table', async () => {
		const lines = (await textOf({ what: 'streams', json: false })).split('\n');
		expect(lines[0]).toMatch(
			/^NAME {4}SUBJECTS {2}STORE {2}RETENTION {2}MESSAGES {2} *BYTES {2}CONS {2}LAST {2}HEALTH$/,
		);
		expect(lines[1]).toMatch(/^LOGS {4}logs\.> {4}file {3}limits {12}3 {2}.*2 {2}0\.\ds {2}R1 ✓$/);
		expect(lines[2]).toMatch(/^ORDERS {2}orders\.\* {2}file {3}workqueue {9}0 {4}0 B {5}0 {5}- {2}R1 ✓$/);
		expect(lines).toHaveLength(3);
	});

	it('of the consumers names their streams; of one stream it does not', async () => {
		const all = (await textOf({ what: 'consumers', json: false })).split('\n');
		expect(all.map((line) => line.split(/ +/).slice(0, 3).join(' '))).toEqual([
			'NAME STREAM MODE',
			'archive LOGS pull',
			'search LOGS pull',
		]);
		const one = await textOf({ what: 'consumers', stream: 'LOGS', json: false });
		expect(one).toMatch(/^NAME +MODE +KIND/);
		expect(await textOf({ what: 'consumers', stream: 'ORDERS', json: false })).toBe('No consumers on this stream.');
	});

	it('of the account tells usage, API and connection', async () => {
		const text = await textOf({ what: 'account', json: false });
		expect(text).toMatch(/^Streams +2$/m);
		expect(text).toMatch(/^Consumers +2$/m);
		expect(text).toMatch(/^Signed in with +no credentials$/m);
	});

	it('of one stream has its configuration, its state and its consumers', async () => {
		const text = await textOf({ what: 'stream', stream: 'ORDERS', json: false });
		expect(text).toMatch(/^Bytes +0 B of 1 MiB +░+ 0%$/m);
		expect(text).toMatch(/^Retention +work queue/m);
		expect(text).toContain('\nConsumers\nNo consumers on this stream.');
	});

	it('as JSON is what the server sent', async () => {
		const streams: unknown = JSON.parse(await textOf({ what: 'streams', json: true }));
		expect(streams).toMatchObject([
			{ config: { name: 'LOGS' }, state: { messages: 3 } },
			{ config: { name: 'ORDERS' } },
		]);
		const consumers: unknown = JSON.parse(await textOf({ what: 'consumers', json: true }));
		expect(consumers).toMatchObject([{ name: 'archive', num_pending: 3 }, { name: 'search' }]);
		expect(JSON.parse(await textOf({ what: 'account', json: true }))).toMatchObject({ streams: 2, consumers: 2 });
		const stream: unknown = JSON.parse(await textOf({ what: 'stream', stream: 'LOGS', json: true }));
		expect(stream).toMatchObject({ config: { subjects: ['logs.>'] } });
	});

	it('lets nothing of a hostile description through', async () => {
		for (const what of ['streams', 'consumers', 'stream'] as const) {
			const text = await textOf({ what, ...(what === 'stream' && { stream: 'LOGS' }), json: false });
			expect(text.split('\n').filter((line) => !isHarmless(line))).toEqual([]);
		}
	});

	it('of what is not there says so', async () => {
		const { link, api } = await connected();
		const made = await report(api, link, { what: 'stream', stream: 'NOPE', json: false });
		expect(made.ok).toBe(false);
		expect(!made.ok && made.message).toMatch(/^stream not found\. \S/);
	});
});

describe('a report of an old server', () => {
	it('has the same table', async () => {
		const old = await startServer({ line: '2.9' });
		const link = await linkWith({ server: old.url });
		await reached(link, 'connected');
		const api = openApi(link, { readOnly: false });
		expect(await report(api, link, { what: 'streams', json: false })).toEqual({
			ok: true,
			text: 'No streams in this account.',
		});
		await api.request('stream.create', { stream: 'S' }, { name: 'S' });
		const made = await report(api, link, { what: 'streams', json: false });
		expect(made.ok && 'text' in made && made.text.split('\n')[1]).toMatch(/^S +S +file +limits +0 +0 B +0 +- +R1 ✓$/);
		const account = await report(api, link, { what: 'account', json: false });
		expect(account.ok && 'text' in account && account.text).toContain('none, before 2.11');
	});
});
