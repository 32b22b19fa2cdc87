import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { report } from '../../src/cli/report.ts';
import type { Report, ReportChoices } from '../../src/cli/report-of.ts';
import { openApi } from '../../src/jetstream/request.ts';
import type { Link } from '../../src/nats/link.ts';
import { type ClusterServer, startCluster } from '../support/cluster.ts';
import { connect, createConsumers, createStreams, raw } from '../support/jetstream.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const told = (link: Link, choices: Partial<ReportChoices>): Promise<Report> =>
	report(openApi(link, { readOnly: true }), link, { what: 'streams', json: false, ...choices });
const linesOf = ({ text = '' }: Report): readonly string[] => text.split('\n');

describe('a report of a server that does not run all it has', () => {
	it('names what it could not read, on stdout and in JSON, and why; and ends with 1', {
		timeout: 180_000,
	}, async () => {
		const server = await startServer();
		const before = await connect(server);
		await createStreams(before, ['A', 'B', 'C'], { storage: 'file' });
		await createConsumers(before, 'A', ['A1']);
		await createConsumers(before, 'B', ['B1']);
		await server.stop('SIGTERM');
		// As a consumer of a newer server: its checksum is not looked at.
		const file = join(server.storeDir, 'jetstream/$G/streams/B/obs/B1/meta.inf');
		const meta = JSON.parse(readFileSync(file, 'utf8'));
		writeFileSync(file, JSON.stringify({ ...meta, metadata: { ...meta.metadata, '_nats.req.level': '99' } }));
		await server.start();
		const link = await connect(server);
		const why = 'stopped - unsupported consumer "B1"';
		const level = 'unsupported - required API level: 99';

		const streams = await told(link, {});
		expect(streams.code).toBe(1);
		expect(linesOf(streams).map((line) => line.split(/ +/)[0])).toEqual(['NAME', 'B', 'A', 'C', '!']);
		expect(linesOf(streams)[1]).toMatch(new RegExp(`^B +· .* ! ${why}$`));
		expect(linesOf(streams)[4]).toMatch(new RegExp(`^! B: Offline: ${why}\\. \\S`));
		const json = await told(link, { json: true });
		expect(json).toMatchObject({
			code: 1,
			value: { streams: [{ config: { name: 'A' } }, { config: { name: 'C' } }], missing: [], offline: { B: why } },
		});
		expect(json.complaints.join(' ')).toMatch(/^jetdeck could not read 1 stream\. ! B: Offline/);

		const consumers = await told(link, { what: 'consumers' });
		expect(consumers.code).toBe(1);
		expect(linesOf(consumers).map((line) => line.split(/ +/).slice(0, 2).join(' '))).toEqual([
			'NAME STREAM',
			'B1 B',
			'A1 A',
			'! B',
		]);
		expect(consumers.text).toContain(`! B > B1: Offline: ${level}`);
		expect(await told(link, { what: 'consumers', json: true })).toMatchObject({
			code: 1,
			value: [
				{ stream: 'A', consumers: [{ name: 'A1' }], missing: [], offline: {} },
				{ stream: 'B', consumers: [], missing: [], offline: { B1: expect.stringContaining(level) } },
			],
		});

		const one = await told(link, { what: 'stream', stream: 'B' });
		expect(one).toMatchObject({ code: 1, complaints: [expect.stringContaining('offline')] });
	});
});

describe.each(['2.10', 'newest'] as const)('a report of a cluster of the %s line', (line) => {
	it('names streams and consumers whose server is gone', { timeout: 180_000 }, async () => {
		// Each server has a tag of its own, by which a stream is put on it.
		const cluster = await startCluster({ line, config: (name) => `server_tags: ["on:${name}"]` });
		const lead = await cluster.leader();
		const [down, up] = cluster.servers.filter(({ name }) => name !== lead.name) as [ClusterServer, ClusterServer];
		const link = await connect(up);
		const create = async (name: string, server: ClusterServer): Promise<void> => {
			const placement = { tags: [`on:${server.name}`] };
			await raw(link, `$JS.API.STREAM.CREATE.${name}`, { name, storage: 'file', num_replicas: 1, placement });
			await createConsumers(link, name, ['C']);
		};
		await create('DOWN', down);
		await create('UP', up);
		await down.stop('SIGTERM');
		const streams = await until(
			async () => {
				const made = await told(link, { json: true });
				return made.code === 1 && made;
			},
			{ what: 'the missing stream', within: 60_000 },
		);
		expect(streams.value).toMatchObject({ streams: [{ config: { name: 'UP' } }], missing: ['DOWN'] });
		const text = await told(link, {});
		expect(linesOf(text).some((each) => /^DOWN .* ! /.test(each))).toBe(true);
		expect(linesOf(text).some((each) => /^! DOWN: \S/.test(each))).toBe(true);
		const consumers = await told(link, { what: 'consumers' });
		expect(consumers.code).toBe(1);
		expect(consumers.text).toMatch(/^! DOWN( > C)?: \S/m);
		expect(consumers.text).toMatch(/^C +UP /m);
	});
});

describe.each(serverLines)('a report for a user of nats-server %s who may not do all', (line) => {
	async function as(deny: readonly string[]): Promise<Link> {
		const server = await startServer({
			line,
			config: `accounts { A { jetstream: enabled, users: [
				{ user: all, password: a },
				{ user: some, password: s, permissions { publish: { deny: ${JSON.stringify(deny)} } } }
			] } }`,
		});
		const link = await connect(server, { user: 'all', password: 'a' });
		await createStreams(link, ['LOGS', 'ORDERS'], { storage: 'file' });
		await createConsumers(link, 'LOGS', ['READER']);
		return connect(server, { user: 'some', password: 's' });
	}
	const names = (made: Report): readonly string[] => linesOf(made).map((each) => each.split(/ +/)[0] ?? '');

	it.each([
		['$JS.API.STREAM.LIST'],
		['$JS.API.STREAM.NAMES'],
		['$JS.API.STREAM.INFO.>'],
		['$JS.API.CONSUMER.LIST.>'],
		['$JS.API.CONSUMER.NAMES.>'],
		['$JS.API.CONSUMER.INFO.>'],
		['$JS.API.STREAM.LIST', '$JS.API.CONSUMER.LIST.>'],
		['$JS.API.STREAM.INFO.>', '$JS.API.CONSUMER.INFO.>', '$JS.API.STREAM.NAMES', '$JS.API.CONSUMER.NAMES.>'],
	])('tells everything without %s %s', async (...deny) => {
		const link = await as(deny);
		const streams = await told(link, {});
		expect([streams.code, names(streams)]).toEqual([0, ['NAME', 'LOGS', 'ORDERS']]);
		const consumers = await told(link, { what: 'consumers' });
		expect([consumers.code, names(consumers)]).toEqual([0, ['NAME', 'READER']]);
		const stream = await told(link, { what: 'stream', stream: 'LOGS' });
		expect([stream.code, stream.complaints]).toEqual([0, []]);
		expect(stream.text).toMatch(/^READER /m);
		expect(await told(link, { json: true })).toMatchObject({
			code: 0,
			value: { streams: [{ config: { name: 'LOGS' } }, { config: { name: 'ORDERS' } }] },
		});
		expect(await told(link, { what: 'stream', stream: 'NOPE' })).toMatchObject({ code: 6 });
	});

	it('names a stream that alone may not be read', async () => {
		const link = await as(['$JS.API.STREAM.LIST', '$JS.API.STREAM.INFO.ORDERS']);
		const streams = await told(link, {});
		expect([streams.code, names(streams)]).toEqual([1, ['NAME', 'ORDERS', 'LOGS', '!']]);
		expect(streams.text).toContain('! ORDERS: You may not publish to $JS.API.STREAM.INFO.ORDERS.');
	});

	it('says what is missing where it can tell nothing, with its own exit code', async () => {
		const link = await as(['$JS.API.STREAM.LIST', '$JS.API.STREAM.NAMES', '$JS.API.INFO']);
		const refused = { code: 5, complaints: [expect.stringContaining('$JS.API.STREAM.LIST')] };
		expect(await told(link, {})).toEqual(refused);
		expect(await told(link, { what: 'consumers' })).toEqual(refused);
		const account = await told(link, { what: 'account' });
		expect(account).toMatchObject({ code: 5, complaints: [expect.stringContaining('$JS.API.INFO')] });
		expect(account.text).toMatch(/^Login +user some$/m);
	});
});

it('of an account without JetStream ends with 3', async () => {
	const server = await startServer({
		config: 'accounts { A { jetstream: enabled }, B { users: [{ user: b, password: b }] } }',
	});
	const link = await connect(server, { user: 'b', password: 'b' });
	for (const what of ['account', 'streams', 'buckets', 'consumers'] as const)
		expect(await told(link, { what })).toMatchObject({ code: 3, complaints: [expect.stringMatching(/not enabled/)] });
});
