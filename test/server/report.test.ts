import { beforeAll, describe, expect, it } from 'vitest';
import { report } from '../../src/cli/report.ts';
import type { ReportChoices } from '../../src/cli/report-of.ts';
import { stringifyJson } from '../../src/format/json.ts';
import { type Api, openApi } from '../../src/jetstream/request.ts';
import type { Link } from '../../src/nats/link.ts';
import { connect, createConsumers, createStreams, raw } from '../support/jetstream.ts';
import { linkWith, reached } from '../support/links.ts';
import { startPreviewServer } from '../support/preview-responder.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { hostileTexts, isHarmless } from '../support/state.ts';

let server: TestServer;

async function connected(): Promise<{ readonly link: Link; readonly api: Api }> {
	const link = await linkWith({ server: server.url });
	await reached(link, 'connected');
	return { link, api: openApi(link, { readOnly: false }) };
}

async function textOf(choices: ReportChoices): Promise<string> {
	const { link, api } = await connected();
	const made = await report(api, link, choices);
	expect(made).toMatchObject({ code: 0, complaints: [] });
	return made.text ?? stringifyJson(made.value);
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
		expect(text).toMatch(/^Consumers +2\b/m);
		expect(text).toMatch(/^Login +no credentials$/m);
	});

	it('of one stream has its configuration, its state and its consumers', async () => {
		const text = await textOf({ what: 'stream', stream: 'ORDERS', json: false });
		expect(text).toMatch(/^Bytes +0 B of 1 MiB +░+ 0%$/m);
		expect(text).toMatch(/^Retention +work queue/m);
		expect(text).toContain('\nConsumers\nNo consumers on this stream.');
	});

	it('as JSON is what the server sent', async () => {
		const { link } = await connected();
		const sent = async (subject: string): Promise<Record<string, unknown>> => {
			const reply = await link.request(`$JS.API.${subject}`, '');
			if (!reply.ok) throw new Error(reply.problem.message);
			return JSON.parse(new TextDecoder().decode(reply.message.data));
		};
		/** The server's clock goes on between two questions. */
		const still = (json: unknown): unknown =>
			JSON.parse(JSON.stringify(json, (key, value) => (key === 'ts' || key === 'api' ? undefined : value)));
		const printed = async (choices: Omit<ReportChoices, 'json'>): Promise<unknown> =>
			still(JSON.parse(await textOf({ ...choices, json: true })));
		const { streams } = await sent('STREAM.LIST');
		expect(await printed({ what: 'streams' })).toEqual(still({ streams, missing: [], offline: {} }));
		const { consumers } = await sent('CONSUMER.LIST.LOGS');
		const ofLogs = still([{ stream: 'LOGS', consumers, missing: [], offline: {} }]);
		expect(await printed({ what: 'consumers' })).toEqual(ofLogs);
		expect(await printed({ what: 'consumers', stream: 'LOGS' })).toEqual(ofLogs);
		expect(await printed({ what: 'account' })).toEqual(still(await sent('INFO')));
		expect(await printed({ what: 'stream', stream: 'LOGS' })).toEqual(still(await sent('STREAM.INFO.LOGS')));
	});

	it('lets nothing of a hostile description through', async () => {
		for (const what of ['streams', 'consumers', 'stream'] as const) {
			const text = await textOf({ what, ...(what === 'stream' && { stream: 'LOGS' }), json: false });
			expect(text.split('\n').filter((line) => !isHarmless(line))).toEqual([]);
		}
	});

	it.each([
		['stream', true],
		['stream', false],
		['consumers', true],
		['consumers', false],
	] as const)('of what is not there says so, by an exit code of its own: %s, JSON %s', async (what, json) => {
		const { link, api } = await connected();
		const made = await report(api, link, { what, stream: 'NOPE', json });
		expect(made).toEqual({ code: 6, complaints: [expect.stringMatching(/^NOPE: stream not found\. \S/)] });
	});

	it('of a name that is none is refused before anything is sent', async () => {
		const { link, api } = await connected();
		expect(await report(api, link, { what: 'stream', stream: 'a.b', json: false })).toMatchObject({ code: 2 });
	});
});

describe('the health of a stream in a report', () => {
	it('speaks for its consumers', async () => {
		const link = await connect(await startServer());
		await createStreams(link, ['JOBS'], { subjects: ['jobs'] });
		const config = { durable_name: 'feed', ack_policy: 'none', deliver_subject: 'feed' };
		await raw(link, '$JS.API.CONSUMER.CREATE.JOBS.feed', { stream_name: 'JOBS', config });
		await link.request('jobs', '');
		const api = openApi(link, { readOnly: true });
		const streams = await report(api, link, { what: 'streams', json: false });
		expect(streams).toMatchObject({ code: 0, text: expect.stringMatching(/^JOBS .* 1 not bound$/m) });
		const one = await report(api, link, { what: 'stream', stream: 'JOBS', json: false });
		expect(one.text).toContain('Consumer feed: ');
	});

	it('calls no consumer well that this user may not read, and names the permission', async () => {
		const deny = '$JS.API.CONSUMER.>';
		const server = await startServer({
			config: `accounts { A { jetstream: enabled, users: [
				{ user: all, password: a }, { user: some, password: s, permissions { publish: { deny: "${deny}" } } }
			] } }`,
		});
		const owner = await connect(server, { user: 'all', password: 'a' });
		await createStreams(owner, ['A', 'B']);
		await createConsumers(owner, 'A', ['one']);
		const link = await connect(server, { user: 'some', password: 's' });
		const made = await report(openApi(link, { readOnly: true }), link, { what: 'streams', json: false });
		expect(made.code).toBe(1);
		expect(made.text).toMatch(/^A .* consumers \?$/m);
		expect(made.text).toMatch(/^B .* R1 ✓$/m);
		expect(made.text).toContain('! A: You may not publish to $JS.API.CONSUMER.LIST.A.');
	});

	it('says whose consumers it did not read in a large account', async () => {
		const link = await connect(await startServer());
		const names = Array.from({ length: 201 }, (_, at) => `S${String(at).padStart(3, '0')}`);
		await createStreams(link, names);
		await Promise.all(names.map((name) => createConsumers(link, name, ['C'])));
		const made = await report(openApi(link, { readOnly: true }), link, { what: 'streams', json: false });
		expect(made.code).toBe(0);
		expect(made.text?.match(/R1 ✓$/gm)).toHaveLength(200);
		expect(made.text).toMatch(/^S200 .* consumers \?\njetdeck did not read the consumers of 1 stream; .*$/m);
	});
});

describe('a report of an old server', () => {
	it('has the same table', async () => {
		const old = await startServer({ line: '2.9' });
		const link = await linkWith({ server: old.url });
		await reached(link, 'connected');
		const api = openApi(link, { readOnly: false });
		expect(await report(api, link, { what: 'streams', json: false })).toEqual({
			code: 0,
			complaints: [],
			text: 'No streams in this account.',
		});
		await api.request('stream.create', { stream: 'S' }, { name: 'S' });
		const made = await report(api, link, { what: 'streams', json: false });
		expect(made.text?.split('\n')[1]).toMatch(/^S +S +file +limits +0 +0 B +0 +- +R1 ✓$/);
		const account = await report(api, link, { what: 'account', json: false });
		expect(account.text).toContain('none, before 2.11');
	});
});

describe('a report of a server of the technical preview', () => {
	it('is as JSON what that server said, in its own words', async () => {
		const server = await startPreviewServer({ from: 'blog.enabled' });
		const link = await linkWith({ server: server.url });
		await reached(link, 'connected');
		const api = openApi(link, { readOnly: true });
		const printed = async (choices: Omit<ReportChoices, 'json'>) =>
			(await report(api, link, { ...choices, json: true })).value;
		const said = (subject: string): unknown => {
			const [reply = ''] = server.answered.findLast((each) => each.subject === subject)?.replies ?? [];
			return JSON.parse(reply);
		};
		expect(await printed({ what: 'account' })).toEqual(said('$JS.INFO'));
		server.play({ from: 'restart.list', to: 'restart.delete' });
		const stream = await printed({ what: 'stream', stream: 'LOGS' });
		expect(stream).toEqual(said('$JS.STREAM.LOGS.INFO'));
		expect(await printed({ what: 'streams' })).toMatchObject({ streams: [stream], missing: [], offline: {} });
		server.expectAllKnown();
	});
});
