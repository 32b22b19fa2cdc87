import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { planRestore } from '../../src/changes/backup/plan-restore.ts';
import { readFolder } from '../../src/changes/backup/read-folders.ts';
import { restoreAround } from '../../src/changes/backup/restore-around.ts';
import type { ProgressOutput } from '../../src/cli/backup/follow-transfer.ts';
import { printArchives } from '../../src/cli/backup/print-archives.ts';
import { printBackup } from '../../src/cli/backup/print-backup.ts';
import { printRestore } from '../../src/cli/backup/print-restore.ts';
import type { RestoreLine } from '../../src/cli/backup/transfer-choices.ts';
import type { Scripted } from '../../src/cli/scripted-deck.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { createDeck } from '../../src/create-deck.ts';
import { openApi } from '../../src/jetstream/request.ts';
import type { Link } from '../../src/nats/link.ts';
import type { Settings } from '../../src/nats/settings-types.ts';
import { startCluster } from '../support/cluster.ts';
import { openTestDeck, seen, settingsFor } from '../support/decks.ts';
import { connect, createConsumers, createStreams, raw } from '../support/jetstream.ts';
import { begun } from '../support/proposals.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

interface Ran {
	readonly code: number;
	readonly out: string;
	readonly err: string;
}

/** What runs without a screen, and what it printed. */
async function ran(
	work: (around: Scripted, progress: ProgressOutput) => Promise<number>,
	signal = new AbortController().signal,
	onProgress: () => boolean = () => true,
): Promise<Ran> {
	const [out, err]: [string[], string[]] = [[], []];
	const code = await work(
		{
			createDeck,
			out: { write: (text: string) => out.push(text) } as unknown as NodeJS.WriteStream,
			complain: (text) => void err.push(`${text}\n`),
			ask: undefined,
			signal,
		},
		{ stream: { write: onProgress, columns: 80, isTTY: false }, everyMs: 5 },
	);
	return { code, out: out.join(''), err: err.join('') };
}

/** Presses ctrl-c at the first progress. */
const stopping = (stop: AbortController) => (): boolean => {
	stop.abort();
	return true;
};

/** Kills the server at the first progress. */
function killing(server: TestServer) {
	let resolve = (): void => undefined;
	const killed = new Promise<void>((done) => {
		resolve = done;
	});
	let isKilled = false;
	const atProgress = (): boolean => {
		if (!isKilled) server.stop('SIGKILL').then(resolve);
		isKilled = true;
		return true;
	};
	return { atProgress, killed };
}

const usual = { consumers: true, check: false, journal: false, readOnly: false };

async function world(line: (typeof serverLines)[number] = 'newest') {
	const server = await startServer({ line });
	const link = await connect(server, { timeout: 10_000 });
	return { server, link, home: temporaryHome(), ...commandsOn(server) };
}

function temporaryHome(): string {
	const home = mkdtempSync(join(tmpdir(), 'jetdeck-backup-'));
	onTestFinished(() => rmSync(home, { recursive: true, force: true }));
	return home;
}

function commandsOn(server: TestServer, login: object = {}) {
	const settings = () => settingsFor({ server: server.url, ...login });
	const backup = async (
		streams: readonly string[],
		folder: string,
		more: object = {},
		signal?: AbortSignal,
		onProgress?: () => boolean,
	) => {
		const resolved = await settings();
		return ran(
			(around, progress) => printBackup(resolved, { ...usual, streams, folder, ...more }, around, progress),
			signal,
			onProgress,
		);
	};
	const restore = async (
		paths: readonly string[],
		more: Partial<RestoreLine> = {},
		signal?: AbortSignal,
		onProgress?: () => boolean,
	) => {
		const resolved = await settings();
		return ran(
			(around, progress) =>
				printRestore(
					resolved,
					{ paths, changes: {}, yes: true, journal: false, readOnly: false, ...more },
					around,
					progress,
				),
			signal,
			onProgress,
		);
	};
	return { backup, restore };
}

const archives = (what: 'info' | 'verify', ...paths: readonly string[]) =>
	ran((around, progress) => printArchives({ what, paths }, around, progress));

/** With `bytes` each message is as long, and cannot be compressed. */
async function filled(link: Link, stream: string, messages: number, bytes?: number): Promise<void> {
	const subject = stream.toLowerCase();
	await createStreams(link, [stream], { subjects: [`${subject}.>`], storage: 'file', description: 'what people buy' });
	await createConsumers(link, stream, ['C1', 'C2']);
	for (let each = 1; each < messages; each += 1)
		link.publish(`${subject}.${each % 7}`, bytes === undefined ? 'message '.repeat(each % 50) : randomBytes(bytes), {
			headers: [['Key', `v${each}`]],
		});
	await link.request(`${subject}.last`, 'the last');
}

/** Where a server has the messages of the stream. */
const blocksOf = ({ storeDir }: TestServer): string => join(storeDir, 'jetstream/$G/streams/ORDERS/msgs');

async function messagesOf(link: Link, stream: string, last: number): Promise<readonly unknown[]> {
	const api = openApi(link, { readOnly: true });
	const all: unknown[] = [];
	for (let seq = 1; seq <= last; seq += 1) {
		const answer = await api.request('stream.msg.get', { stream }, { seq });
		all.push(answer.ok ? answer.value.message : answer.problem.errCode);
	}
	return all;
}

const exists = async (link: Link, stream: string): Promise<boolean> =>
	(await openApi(link, { readOnly: true }).request('stream.info', { stream })).ok;

describe.each(serverLines)('a backup of a stream on the %s line', (line) => {
	it('is written, read without a server, and restored message by message', async () => {
		const { link, home, backup, restore } = await world(line);
		await filled(link, 'ORDERS', 300);
		await raw(link, '$JS.API.STREAM.MSG.DELETE.ORDERS', { seq: 7 });
		const before = await messagesOf(link, 'ORDERS', 300);
		const folder = join(home, 'orders');
		const backed = await backup(['ORDERS'], folder);
		expect(backed).toMatchObject({ code: 0, err: '' });
		expect(backed.out).toMatch(/^✓ ORDERS: 299 messages, 2 consumers, .* \(sha256:[0-9a-f]{64}\)\n$/);
		expect(readdirSync(folder).toSorted()).toEqual(['backup.json', 'stream.tar.s2']);
		expect(readdirSync(home)).toEqual(['orders']);

		const info = await archives('info', folder);
		expect(info).toMatchObject({ code: 0, err: '' });
		expect(info.out).toMatch(/Complete +yes/);
		expect(info.out).toMatch(/Consumers +2: C1, C2/);
		expect(info.out).toMatch(/Description +what people buy/);
		expect(await archives('verify', folder)).toMatchObject({ code: 0, err: '' });

		expect(await restore([folder])).toMatchObject({ code: 3, err: expect.stringMatching(/already exists/) });
		await raw(link, '$JS.API.STREAM.DELETE.ORDERS', {});
		const restored = await restore([folder]);
		expect(restored.out).toMatch(/^✓ ORDERS: 299 messages, .*, 2 consumers restored\n$/);
		expect(restored.code).toBe(0);
		expect(await messagesOf(link, 'ORDERS', 300)).toEqual(before);
	});

	it('of the nats CLI is read and restored, with its consumers where they were', async () => {
		const { link, restore } = await world(line);
		const folder = join(import.meta.dirname, '../support/fixtures/backups', line);
		expect(await archives('verify', folder)).toMatchObject({ code: 0, err: '' });
		expect(await restore([folder])).toMatchObject({
			code: 0,
			out: expect.stringMatching(/ORDERS: 11 messages, .* 2 consumers/),
		});
		const messages = await messagesOf(link, 'ORDERS', 12);
		expect(messages[0]).toMatchObject({ subject: 'orders.1', seq: 1, time: expect.stringMatching(/^2026-11-30T19:4/) });
		expect(messages[4]).toBe(10037);
		const consumer = await openApi(link, { readOnly: true }).request('consumer.info', {
			stream: 'ORDERS',
			consumer: 'C1',
		});
		expect(consumer).toMatchObject({ value: { ack_floor: { stream_seq: 7 }, num_ack_pending: 4 } });
	});

	it('that is stopped leaves no half folder', async () => {
		const { link, home, backup } = await world(line);
		await filled(link, 'ORDERS', 5000, 4000);
		const stop = new AbortController();
		const backed = await backup(['ORDERS'], join(home, 'orders'), {}, stop.signal, stopping(stop));
		expect(backed).toMatchObject({ code: 130, out: '' });
		expect(readdirSync(home)).toEqual([]);
	});

	it('that is damaged is found out, and not sent', async () => {
		const { link, home, backup, restore } = await world(line);
		await filled(link, 'ORDERS', 300);
		const folder = join(home, 'orders');
		await backup(['ORDERS'], folder);
		await raw(link, '$JS.API.STREAM.DELETE.ORDERS', {});
		const [archive = ''] = readdirSync(folder).filter((name) => name.startsWith('stream'));
		const data = readFileSync(join(folder, archive));
		data.writeUInt8(data.readUInt8(data.length >> 1) ^ 0x55, data.length >> 1);
		writeFileSync(join(folder, archive), data);
		// The byte may be one of a block or of the header of a chunk.
		const damage = /checksum|block|cut off in the middle|unknown kind of chunk/;
		expect(await archives('verify', folder)).toMatchObject({ code: 1, err: expect.stringMatching(damage) });
		expect(await restore([folder])).toMatchObject({ code: 1, out: '' });
		expect(await exists(link, 'ORDERS')).toBe(false);
	});
});

describe('a backup', () => {
	it('of the account has a folder a stream, and is restored as a whole', async () => {
		const { link, home, backup, restore } = await world();
		await filled(link, 'ORDERS', 20);
		await filled(link, 'LOGS', 30);
		const backed = await backup([], join(home, 'all'));
		expect(backed.code).toBe(0);
		expect(readdirSync(join(home, 'all')).toSorted()).toEqual(['LOGS', 'ORDERS']);
		for (const stream of ['ORDERS', 'LOGS']) await raw(link, `$JS.API.STREAM.DELETE.${stream}`, {});
		const restored = await restore([join(home, 'all')]);
		expect(restored.out).toMatch(/✓ LOGS: 30 messages.*\n✓ ORDERS: 20 messages/);
	});

	it('of several streams is restored to its end, though a limit removes messages of one', async () => {
		const { link, home, backup, restore } = await world();
		await filled(link, 'ORDERS', 20);
		await filled(link, 'LOGS', 30);
		await backup([], join(home, 'all'));
		for (const stream of ['ORDERS', 'LOGS']) await raw(link, `$JS.API.STREAM.DELETE.${stream}`, {});
		const file = join(home, 'all/LOGS/backup.json');
		const described = JSON.parse(readFileSync(file, 'utf8'));
		writeFileSync(file, JSON.stringify({ ...described, config: { ...described.config, max_msgs: 10 } }));
		const restored = await restore([join(home, 'all')]);
		expect(restored).toMatchObject({
			code: 1,
			out: expect.stringMatching(/LOGS: 10 messages.*\n.*ORDERS: 20 messages/),
		});
		expect(restored.err).toMatch(/LOGS: The restored stream has 10 messages, and the backup has 30/);
		expect(restored.err).not.toMatch(/Not restored/);
	});

	it('of the account leaves out streams in memory that the server cannot back up, and says so', async () => {
		const { link, home, backup } = await world('2.10');
		await filled(link, 'ORDERS', 20);
		await createStreams(link, ['FAST'], { subjects: ['fast'], storage: 'memory' });
		expect(await backup([], join(home, 'all'))).toMatchObject({
			code: 1,
			err: expect.stringMatching(/Stream FAST is in memory/),
		});
		expect(readdirSync(join(home, 'all'))).toEqual(['ORDERS']);
		expect(await backup(['FAST'], join(home, 'fast'))).toMatchObject({ code: 3 });
		expect(existsSync(join(home, 'fast'))).toBe(false);
	});

	it('never goes over another one, and changes nothing where nothing may be changed', async () => {
		const { link, home, backup, restore } = await world();
		await filled(link, 'ORDERS', 20);
		const folder = join(home, 'orders');
		expect(await backup(['ORDERS'], folder, { readOnly: true })).toMatchObject({ code: 0 });
		expect(await backup(['ORDERS'], folder)).toMatchObject({
			code: 2,
			err: expect.stringMatching(/already has a backup/),
		});
		const copy = { changes: { name: 'COPY', subjects: ['copy'] } };
		expect(await restore([folder], { ...copy, readOnly: true })).toMatchObject({ code: 5 });
		expect(await restore([folder], { ...copy, yes: false })).toMatchObject({ code: 4 });
		expect(await exists(link, 'COPY')).toBe(false);
		expect(await restore([folder], copy)).toMatchObject({ code: 0 });
		expect(await messagesOf(link, 'COPY', 20)).toEqual(await messagesOf(link, 'ORDERS', 20));
	});

	it.each(['2.9', '2.10'] as const)(
		'that the server could not read to its end is incomplete on the %s line, and stays so',
		async (line) => {
			const { server, link, home, backup, restore } = await world(line);
			await filled(link, 'ORDERS', 5000, 4000);
			rmSync(join(blocksOf(server), '2.blk'));
			const folder = join(home, 'orders');
			const backed = await backup(['ORDERS'], folder);
			expect(backed).toMatchObject({ code: 1, out: expect.stringMatching(/^! ORDERS/) });
			expect(backed.err).toMatch(/incomplete\. The server could not read all of the stream/);
			expect(await archives('verify', folder)).toMatchObject({ code: 1, out: expect.stringMatching(/incomplete/) });
			await raw(link, '$JS.API.STREAM.DELETE.ORDERS', {});
			expect((await restore([folder], { yes: false })).err).toMatch(/! The backup is incomplete/);
		},
	);

	it('with a check of a damaged stream says that the server refuses the next ones until it is restarted', async () => {
		const { server, link, home, backup } = await world('2.10');
		await filled(link, 'ORDERS', 3000, 4000);
		const block = join(blocksOf(server), '1.blk');
		const data = readFileSync(block);
		data.writeUInt8(data.readUInt8(5000) ^ 0x55, 5000);
		writeFileSync(block, data);
		const checked = await backup(['ORDERS'], join(home, 'a'), { check: true });
		expect(checked).toMatchObject({
			code: 3,
			err: expect.stringMatching(/bad messages.*refuses every further backup/),
		});
		const next = await backup(['ORDERS'], join(home, 'b'));
		expect(next).toMatchObject({ code: 3, err: expect.stringMatching(/in progress.*restart nats-server/) });
		expect(readdirSync(home)).toEqual([]);
	});

	it('from before 2.15 is not restored under another name, nor to memory, where it would be empty', async () => {
		const { link, home, backup, restore } = await world('2.10');
		await filled(link, 'ORDERS', 20);
		const folder = join(home, 'orders');
		await backup(['ORDERS'], folder);
		await raw(link, '$JS.API.STREAM.DELETE.ORDERS', {});
		expect(await restore([folder], { changes: { name: 'COPY' } })).toMatchObject({
			code: 3,
			err: expect.stringMatching(/only be restored under that name/),
		});
		expect(await restore([folder], { changes: { storage: 'memory' } })).toMatchObject({
			code: 3,
			err: expect.stringMatching(/would be empty/),
		});
	});

	it('that does not fit into the account, or overlaps another stream, is refused before it is sent', async () => {
		const { link, home, backup, restore } = await world();
		await filled(link, 'ORDERS', 2000);
		const folder = join(home, 'orders');
		await backup(['ORDERS'], folder);
		await raw(link, '$JS.API.STREAM.DELETE.ORDERS', {});
		await createStreams(link, ['OTHER'], { subjects: ['orders.1'] });
		expect(await restore([folder])).toMatchObject({
			code: 3,
			err: expect.stringMatching(/overlaps .* jetdeck restore --subject\./),
		});
		const small = await startServer({
			config: 'accounts { A { jetstream: { max_store: 10000 }, users: [{ user: u, password: p }] } }',
		});
		const limited = commandsOn(small, { user: 'u', password: 'p' });
		expect(await limited.restore([folder])).toMatchObject({
			code: 3,
			err: expect.stringMatching(/storage left/),
		});
	});

	it('whose restore is stopped leaves no half stream', async () => {
		const { link, home, backup, restore } = await world();
		await filled(link, 'ORDERS', 5000, 4000);
		const folder = join(home, 'orders');
		await backup(['ORDERS'], folder);
		await raw(link, '$JS.API.STREAM.DELETE.ORDERS', {});
		const stop = new AbortController();
		const restored = await restore([folder], {}, stop.signal, stopping(stop));
		expect(restored).toMatchObject({
			code: 130,
			out: '',
			err: expect.stringMatching(
				/The restore was stopped\. (The half stream, .* was removed|Nothing of the stream is left)/,
			),
		});
		expect(await exists(link, 'ORDERS')).toBe(false);
	});

	it.each<[how: string, end: (deck: Deck, elsewhere: Settings) => Promise<void>]>([
		['is closed', (deck) => deck.close()],
		['connects to another server', async (deck, elsewhere) => deck.connect(elsewhere)],
	])('whose restore is under way when the deck %s leaves no half stream', async (_, end) => {
		const { server, link, home, backup } = await world();
		await filled(link, 'ORDERS', 5000, 4000);
		const folder = join(home, 'orders');
		await backup(['ORDERS'], folder);
		await raw(link, '$JS.API.STREAM.DELETE.ORDERS', {});
		const deck = await openTestDeck({ server: server.url });
		await seen(deck, 'a connection', (state) => state.link.phase === 'connected');
		const read = await readFolder(folder);
		if ('wrong' in read) throw new Error(read.wrong);
		const [api, signal] = [deck.api(), new AbortController().signal];
		const plan = await planRestore([read], {}, await restoreAround({ api, state: deck.store.getState(), signal }));
		const underWay = new Promise<void>((resolve) => {
			deck.store.subscribe(
				({ runs }) => runs.some(({ progress }) => progress !== undefined && progress.done > 4_000_000) && resolve(),
			);
		});
		begun(deck, plan);
		await underWay;
		await end(deck, await settingsFor({ server: server.url }));
		const { problem } = await until(
			async () => {
				const found = await openApi(link, { readOnly: true }).request('stream.info', { stream: 'ORDERS' });
				return found.ok ? undefined : found;
			},
			{ what: 'no half stream' },
		);
		expect(problem.errCode).toBe(10059);
	});

	it('whose connection is lost leaves no half folder, and says what to do', async () => {
		const { server, link, home, backup } = await world();
		await filled(link, 'ORDERS', 5000, 4000);
		const lost = await backup(['ORDERS'], join(home, 'orders'), {}, undefined, killing(server).atProgress);
		expect(lost).toMatchObject({
			code: 1,
			out: '',
			err: expect.stringMatching(/connection was lost during the backup.*begin again when the connection is back/),
		});
		expect(readdirSync(home)).toEqual([]);
	});

	it('whose connection is lost while it is restored leaves no half stream once the connection is back', async () => {
		const { server, link, home, backup, restore } = await world();
		await filled(link, 'ORDERS', 5000, 4000);
		const folder = join(home, 'orders');
		await backup(['ORDERS'], folder);
		await raw(link, '$JS.API.STREAM.DELETE.ORDERS', {});
		const kill = killing(server);
		const restoring = restore([folder], {}, undefined, kill.atProgress);
		await kill.killed;
		await server.start();
		const restored = await restoring;
		expect(restored).toMatchObject({ code: 1, out: '' });
		expect(restored.err).toMatch(/ORDERS: .*(The half stream, .* was removed|Nothing of the stream is left)/);
		const info = async () => openApi(link, { readOnly: true }).request('stream.info', { stream: 'ORDERS' });
		const isMissing = async (): Promise<boolean> => {
			const found = await info();
			return !found.ok && found.problem.errCode === 10059;
		};
		await until(isMissing, { what: 'a stream that is missing' });
	}, 60_000);

	it('of a replicated stream is restored to a cluster with its replicas', async () => {
		const cluster = await startCluster();
		const [server] = cluster.servers;
		if (server === undefined) throw new Error('no server');
		const link = await connect(server, { timeout: 10_000 });
		await createStreams(link, ['ORDERS'], { subjects: ['orders.>'], storage: 'file', num_replicas: 3 });
		await createConsumers(link, 'ORDERS', ['C1']);
		for (let each = 1; each <= 50; each += 1) await link.request(`orders.${each}`, 'x'.repeat(each));
		const before = await messagesOf(link, 'ORDERS', 50);
		const home = temporaryHome();
		const { backup, restore } = commandsOn(server);
		const folder = join(home, 'orders');
		expect(await backup(['ORDERS'], folder)).toMatchObject({ code: 0, err: '' });
		await raw(link, '$JS.API.STREAM.DELETE.ORDERS', {});
		expect(await restore([folder])).toMatchObject({ code: 0, out: expect.stringMatching(/50 messages.*1 consumer /) });
		await cluster.whole();
		expect(await messagesOf(link, 'ORDERS', 50)).toEqual(before);
		const info = await openApi(link, { readOnly: true }).request('stream.info', { stream: 'ORDERS' });
		expect(info).toMatchObject({ value: { config: { num_replicas: 3 }, cluster: { replicas: [{}, {}] } } });
	}, 120_000);
});
