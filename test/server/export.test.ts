import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { consumerDifference, streamDifference } from '../../src/changes/folder/wanted-config.ts';
import { printExport } from '../../src/cli/export/print-export.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { stringifyJson } from '../../src/format/json.ts';
import { configurationOf } from '../../src/jetstream/configuration-of.ts';
import { type ExportFormatName, exportFormatNames } from '../../src/jetstream/export/format-names.ts';
import { exportFormats } from '../../src/jetstream/export/formats.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { openApi } from '../../src/jetstream/request.ts';
import { type Features, type Supports, supportsOf } from '../../src/jetstream/server-features.ts';
import type { ConsumerConfig, StreamConfig } from '../../src/jetstream/wire.ts';
import type { Link } from '../../src/nats/link.ts';
import { type ExportSource, readForExport } from '../../src/store/export-account.ts';
import { type Config, lasting } from '../support/configs.ts';
import { consumerConfigs } from '../support/consumer-configs.ts';
import { openTestDeck, seen, settingsFor, watchRequests } from '../support/decks.ts';
import { planOf } from '../support/folders.ts';
import { connect, raw } from '../support/jetstream.ts';
import { sentByNack } from '../support/nack-controller.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { streamConfigs } from '../support/stream-configs.ts';

/** More of them by hand: EXPORTS=500. */
const numRuns = Number(process.env.EXPORTS ?? 30);

let server: TestServer;
let link: Link;
let deck: Deck;

async function begin(): Promise<void> {
	link = await connect(server);
	deck = await openTestDeck({ server: server.url }, { intervalMs: 60_000 });
	await seen(
		deck,
		'the version',
		({ features, account }) => features.version !== undefined && account.phase === 'ready',
	);
}

const wish = { patterns: [], signal: new AbortController().signal };

async function source(): Promise<ExportSource> {
	const read = await readForExport(deck.api(), wish);
	if (!read.ok) throw new Error(read.problem.message);
	expect(read.value.unread).toEqual([]);
	return read.value;
}

async function send(subject: string, body: Config): Promise<void> {
	const reply = await link.request(subject, stringifyJson(body));
	const text = reply.ok ? new TextDecoder().decode(reply.message.data) : reply.problem.message;
	if (!reply.ok || text.includes('"error"')) throw new Error(`${subject} ${stringifyJson(body)}: ${text}`);
}

describe.each(serverLines)('an export of the %s line', (line: ServerLine) => {
	const supports: Supports = (since) => supportsOf(deck.store.getState().features)(since);

	beforeAll(async () => {
		server = await startServer({ line });
	});
	beforeEach(begin);

	it(
		'leaves a plan nothing to do, whatever the account has, and as NACK makes the same',
		async () => {
			await send('$JS.API.STREAM.CREATE.HOST', { name: 'HOST', subjects: ['host.>'] });
			const property = fc.asyncProperty(
				streamConfigs('RANDOM', streamFields, supports).map(lasting),
				consumerConfigs('RANDOM', 'host', consumerFields, supports).map(lasting),
				async (stream, consumer) => {
					const config = { ...consumer, durable_name: 'RANDOM' };
					try {
						await send('$JS.API.STREAM.CREATE.RANDOM', stream);
						await send('$JS.API.CONSUMER.DURABLE.CREATE.HOST.RANDOM', { stream_name: 'HOST', config });
						const { features } = deck.store.getState();
						const found = await source();
						expect(found.streams.map(({ consumers }) => consumers.length)).toEqual([1, 0]);
						for (const format of ['json', 'yaml'] as const) {
							const files = exportFormats[format].files(found.streams);
							const plan = await planOf(
								deck,
								files.map(({ name: path, text }) => ({ path, text })),
							);
							const said = files.map(({ text }) => text).join('\n');
							expect(
								plan.changes.map(({ id, difference, why }) => ({ id, difference, why })),
								said,
							).toEqual([]);
							expect(plan.unchanged).toBe(3);
						}
						await madeByNack(found, features);
					} finally {
						await deck.api().request('consumer.delete', { stream: 'HOST', consumer: 'RANDOM' });
						await deck.api().request('stream.delete', { stream: 'RANDOM' });
					}
				},
			);
			await fc.assert(property, { numRuns });
		},
		20_000 + numRuns * 1_000,
	);

	/** What the controller sends for the resources makes the same, unless a comment says what not. */
	async function madeByNack({ streams }: ExportSource, features: Features): Promise<void> {
		const before = await stored();
		const files = exportFormats.nack.files(streams, features);
		const [ofConsumer, ofStream] = ['HOST.RANDOM.yaml', 'RANDOM.yaml'].map((name) =>
			files.find((file) => file.name === name),
		);
		if (ofConsumer === undefined || ofStream === undefined) throw new Error('a file is missing');
		await deck.api().request('consumer.delete', { stream: 'HOST', consumer: 'RANDOM' });
		await deck.api().request('stream.delete', { stream: 'RANDOM' });
		await send('$JS.API.STREAM.CREATE.RANDOM', sentByNack(ofStream.text));
		const body = { stream_name: 'HOST', config: sentByNack(ofConsumer.text) };
		await send('$JS.API.CONSUMER.DURABLE.CREATE.HOST.RANDOM', body);
		const made = await stored();
		const isExact = ({ unsaid }: typeof ofStream): boolean =>
			!unsaid.some((said) => /^NACK (has no|cannot)/.test(said));
		if (isExact(ofStream)) expect(streamDifference(before.stream, made.stream, features), ofStream.text).toEqual([]);
		if (isExact(ofConsumer))
			expect(consumerDifference(before.consumer, made.consumer, features), ofConsumer.text).toEqual([]);
	}

	async function stored(): Promise<{ readonly stream: StreamConfig; readonly consumer: ConsumerConfig }> {
		const stream = await deck.api().request('stream.info', { stream: 'RANDOM' });
		const consumer = await deck.api().request('consumer.info', { stream: 'HOST', consumer: 'RANDOM' });
		if (!stream.ok || !consumer.ok) throw new Error('what was made is not there');
		const { pause_until: _, ...config } = configurationOf(consumer.value);
		return { stream: configurationOf(stream.value), consumer: config };
	}
});

describe('jetdeck export', () => {
	let folder: string;

	beforeAll(async () => {
		server = await startServer();
		const first = await connect(server);
		await raw(first, '$JS.API.STREAM.CREATE.ORDERS', { name: 'ORDERS', subjects: ['orders.>'] });
		await raw(first, '$JS.API.STREAM.CREATE.EMPTY', {
			name: 'EMPTY',
			subjects: ['empty'],
			republish: { src: 'empty', dest: 'x', headers_only: true },
		});
		for (const [name, more] of [
			['worker', { durable_name: 'worker' }],
			['passing', { inactive_threshold: 6e11 }],
		] as const)
			await raw(first, `$JS.API.CONSUMER.CREATE.ORDERS.${name}`, { stream_name: 'ORDERS', config: { name, ...more } });
	});
	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'jetdeck-export-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		await begin();
	});

	async function exported(
		choices: Partial<Parameters<typeof printExport>[1]>,
		signal = new AbortController().signal,
		connection: Parameters<typeof settingsFor>[0] = { server: server.url },
	) {
		const said: string[] = [];
		const progress: string[] = [];
		let printed = '';
		const write = (text: string): boolean => {
			printed += text;
			return true;
		};
		const out = { isTTY: false, write };
		const around = {
			out,
			complain: (text: string) => void said.push(text.replaceAll(`${folder}/`, '')),
			progress: (text: string) => void progress.push(text),
			signal,
		};
		const settings = await settingsFor(connection);
		const code = await printExport(settings, { format: 'json', patterns: [], force: false, ...choices }, around);
		return { code, said, progress, printed: printed.replaceAll(folder, 'DIR') };
	}

	it.each(exportFormatNames)(
		'writes %s to a folder and to stdout, and says what is left out',
		async (format: ExportFormatName) => {
			const { code, printed, said, progress } = await exported({ folder, format });
			expect(code).toBe(0);
			const files = readdirSync(folder).filter((name) => !name.startsWith('.'));
			expect(printed).toMatch(
				new RegExp(
					`^Exported 2 streams and 1 consumer to DIR as ${exportFormats[format].label}: ${files.length} files? created\\.$`,
					'm',
				),
			);
			expect(said[0]).toBe('1 ephemeral consumer is left out: programs create them.');
			if (format === 'nack')
				expect(said[1]).toBe('NACK does not express everything: read the 3 comments in EMPTY.yaml and ORDERS.yaml.');
			else expect(said).toHaveLength(1);
			expect(progress).toEqual([
				'Reading the streams…',
				'Reading consumers: 0 of 1 stream',
				'Reading consumers: 1 of 1 stream',
				'',
			]);
			const text = await exported({ format });
			const texts = files.toSorted().map((name) => readFileSync(join(folder, name), 'utf8'));
			for (const lines of texts.map((each) => each.trim().split('\n')))
				for (const one of lines) expect(text.printed).toContain(one);
		},
	);

	it('asks one list of streams, and one of consumers for each stream that has some', async () => {
		await deck.close();
		const api = openApi(await connect(server), { readOnly: true });
		const requests = await watchRequests(link);
		expect((await readForExport(api, wish)).ok).toBe(true);
		await link.roundTrip();
		expect(requests).toEqual(['STREAM.LIST', 'CONSUMER.LIST.ORDERS']);
	});

	it('overwrites nothing that is not its own, names what is left, and is stable', async () => {
		await exported({ folder });
		const again = await exported({ folder });
		expect(again.printed).toBe('Exported 2 streams and 1 consumer to DIR as JSON: 3 unchanged.\n');
		expect(await exported({ folder, patterns: ['EMPTY'] })).toMatchObject({ code: 0, said: [] });
		const yaml = await exported({ folder, format: 'yaml' });
		expect(yaml.said.filter((text) => text.includes('left from'))).toEqual(
			['EMPTY.json', 'ORDERS.json', 'ORDERS.worker.json'].map(
				(name) => `${name} is left from an earlier export: delete it if it is not needed.`,
			),
		);
		rmSync(join(folder, '.jetdeck-export'));
		await raw(link, '$JS.API.STREAM.UPDATE.ORDERS', { name: 'ORDERS', subjects: ['orders.>'], max_msgs: 9 });
		expect(await exported({ folder })).toMatchObject({
			code: 2,
			said: [
				'ORDERS.json already exists, and no export wrote it.',
				'Nothing was written: name another folder, or overwrite with --force.',
			],
		});
		const forced = await exported({ folder, force: true });
		expect(forced.printed).toBe(
			'~ ORDERS.json\nExported 2 streams and 1 consumer to DIR as JSON: 1 changed, 2 unchanged.\n',
		);
	});

	it('asks nobody to delete the file of a consumer that it cannot read', async () => {
		const guarded = await startServer({
			config: `accounts { A { jetstream: enabled, users: [
				{ user: all, password: s },
				{ user: some, password: s, permissions { publish: { deny: ["$JS.API.CONSUMER.>"] } } }
			] } }`,
		});
		const login = (user: string) => ({ server: guarded.url, user, password: 's' });
		const other = await connect(guarded, login('all'));
		for (const name of ['ORDERS', 'GONE'])
			await raw(other, `$JS.API.STREAM.CREATE.${name}`, { name, subjects: [name.toLowerCase()] });
		const config = { durable_name: 'worker', ack_policy: 'explicit' };
		await raw(other, '$JS.API.CONSUMER.DURABLE.CREATE.ORDERS.worker', { stream_name: 'ORDERS', config });
		const { signal } = new AbortController();
		expect(await exported({ folder }, signal, login('all'))).toMatchObject({ code: 0, said: [] });
		await raw(other, '$JS.API.STREAM.DELETE.GONE', {});
		const { code, said } = await exported({ folder }, signal, login('some'));
		expect(code).toBe(1);
		expect(said).toEqual([
			expect.stringMatching(/^GONE\.json is left from/),
			expect.stringMatching(/^Not exported: the consumers of stream ORDERS\. /),
		]);
	});

	it('says that nothing is called so, and stops at ctrl-c', async () => {
		expect(await exported({ patterns: ['NO*'] })).toMatchObject({
			code: 0,
			printed: '[]\n',
			said: ['No stream has a name like NO*.'],
		});
		const stop = new AbortController();
		stop.abort();
		expect(await exported({ folder }, stop.signal)).toMatchObject({
			code: 130,
			printed: '',
			said: ['Stopped. Nothing was written.'],
		});
		expect(readdirSync(folder)).toEqual([]);
	});
});
