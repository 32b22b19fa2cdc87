import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { succeeded } from '../../src/changes/run.ts';
import { printApply } from '../../src/cli/folder/print-apply.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { createDeck } from '../../src/create-deck.ts';
import type { Link } from '../../src/nats/link.ts';
import { openTestDeck, seen, settingsFor, watchRequests } from '../support/decks.ts';
import { carriedOut, configFile, planOf } from '../support/folders.ts';
import { connect, raw } from '../support/jetstream.ts';
import { type ServerOptions, startServer, type TestServer } from '../support/servers.ts';

let server: TestServer;
let link: Link;
let deck: Deck;

async function begin(options: ServerOptions = {}): Promise<void> {
	server = await startServer(options);
	link = await connect(server);
	deck = await openTestDeck({ server: server.url }, { intervalMs: 60_000 });
	await seen(
		deck,
		'the version',
		({ features, account }) => features.version !== undefined && account.phase === 'ready',
	);
}

const create = (name: string, more: object = {}): Promise<unknown> =>
	raw(link, `$JS.API.STREAM.CREATE.${name}`, { name, subjects: [`${name.toLowerCase()}.>`], ...more });

const names = async (): Promise<readonly string[]> => {
	const answer = await deck.api().pages('stream.names', {});
	return answer.ok ? answer.value.items : [];
};

/** What stands in a plan, a word and a name each. */
const told = ({ changes }: Awaited<ReturnType<typeof planOf>>): readonly string[] =>
	changes.map(({ action, id }) => `${action} ${id}`);

describe('the plan of a folder', () => {
	beforeEach(() => begin());

	it('has origins before their copies, streams before consumers, and who gives a subject up before who takes it', async () => {
		await create('OLD', { subjects: ['a', 'b'] });
		const files = [
			configFile('1.json', { stream_name: 'COPY', config: { durable_name: 'c' } }),
			configFile('2.yaml', { name: 'COPY', mirror: { name: 'ALL' } }, { name: 'NEW', subjects: ['b'] }),
			configFile(
				'3.yaml',
				{ name: 'ALL', sources: [{ name: 'NEW' }, { name: 'OLD' }] },
				{ name: 'OLD', subjects: ['a'] },
			),
		];
		const plan = await planOf(deck, files);
		expect(told(plan)).toEqual([
			'update stream OLD',
			'create stream NEW',
			'create stream ALL',
			'create stream COPY',
			'create consumer COPY > c',
		]);
		expect(plan.changes[0]).toMatchObject({ from: { file: '3.yaml', line: 6 } });
		expect(plan.changes[0]?.difference).toEqual([{ path: 'subjects', label: 'Subjects', before: 'b' }]);
		expect(succeeded(await carriedOut(deck, plan))).toBe(true);
		expect((await planOf(deck, files)).changes).toEqual([]);
	});

	it('says why something cannot be done: a fixed field, an overlap, a stream that nobody has', async () => {
		await create('FIXED', { storage: 'memory' });
		await create('OTHER', { subjects: ['other.a'] });
		const plan = await planOf(deck, [
			configFile('a.json', { name: 'FIXED', subjects: ['fixed.>'], storage: 'file' }),
			configFile('b.json', { name: 'OVER', subjects: ['other.*'] }),
			configFile('c.json', { stream_name: 'OVER', config: { durable_name: 'c' } }),
			configFile('d.json', { stream_name: 'NOPE', config: { durable_name: 'c' } }),
		]);
		expect(plan.changes.map(({ action, why }) => [action, ...why])).toEqual([
			['refused', 'Storage cannot be changed after creation.'],
			['refused', expect.stringContaining('overlaps other.a of stream OTHER')],
			['refused', 'Stream OVER cannot be created or changed, so neither can this consumer.'],
			['refused', 'There is no stream NOPE, neither on the server nor in the files.'],
		]);
	});

	it('refuses streams that copy each other in a circle, with file and line', async () => {
		const files = [configFile('a.yaml', { name: 'A', sources: [{ name: 'B' }] }, { name: 'B', mirror: { name: 'A' } })];
		await expect(planOf(deck, files)).rejects.toThrow(
			/"file":"a.yaml","line":1,"message":"Stream A: Sources must not form a cycle/,
		);
	});

	it('walks over the account once', async () => {
		await create('A');
		await create('B');
		const requests = await watchRequests(link);
		await planOf(deck, [configFile('a.json', { name: 'A', subjects: ['a.>'] })]);
		await link.roundTrip();
		expect(requests).toEqual(['STREAM.LIST']);
	});

	it('leaves fields that no file names as they are, where it is to merge', async () => {
		await create('A', { max_age: 60_000_000_000, duplicate_window: 10_000_000_000 });
		await raw(link, '$JS.API.CONSUMER.CREATE.A.c', {
			stream_name: 'A',
			config: { name: 'c', durable_name: 'c', filter_subject: 'a.x', ack_policy: 'explicit', max_deliver: 7 },
		});
		const files = [
			configFile('a.yaml', { name: 'A', max_msgs: 10 }, { durable_name: 'c', filter_subjects: ['a.x', 'a.y'] }),
		];
		const plan = await planOf(deck, files, { merge: true });
		expect(plan.changes.map(({ difference }) => difference.map(({ path }) => path))).toEqual([
			['max_msgs'],
			['filter_subject', 'filter_subjects', 'filter_subjects'],
		]);
		expect(succeeded(await carriedOut(deck, plan))).toBe(true);
		expect((await planOf(deck, files, { merge: true })).changes).toEqual([]);
		const whole = await planOf(deck, files);
		expect(whole.changes[0]?.difference.map(({ path }) => path)).toContain('max_age');
	});

	it('does not count whether a consumer is paused', async () => {
		await create('A');
		const file = configFile('a.yaml', { name: 'A', subjects: ['a.>'] }, { durable_name: 'c', ack_policy: 'explicit' });
		await carriedOut(deck, await planOf(deck, [file]));
		await raw(link, '$JS.API.CONSUMER.PAUSE.A.c', { pause_until: '2099-01-01T00:00:00Z' });
		expect((await planOf(deck, [file])).changes).toEqual([]);
	});
});

describe('what the folder does not have', () => {
	beforeEach(() => begin());

	it('goes only where it is to be pruned, consumers and copies first, and never what others count on', async () => {
		await create('KEPT');
		await create('GONE');
		await create('COPY', { subjects: undefined, mirror: { name: 'GONE' } });
		await create('KV_users', { subjects: ['$KV.users.>'] });
		await create('KV_copy', { subjects: undefined, mirror: { name: 'KV_users' } });
		await create('OBJ_files', { subjects: ['$O.files.C.>', '$O.files.M.>'] });
		await create('NACKED', { metadata: { 'jetstream.nats.io/managed-by': 'x' } });
		for (const consumer of ['stays', 'goes'])
			await raw(link, `$JS.API.CONSUMER.CREATE.KEPT.${consumer}`, {
				stream_name: 'KEPT',
				config: { name: consumer, durable_name: consumer, ack_policy: 'explicit' },
			});
		await raw(link, '$JS.API.CONSUMER.CREATE.KEPT.program', {
			stream_name: 'KEPT',
			config: { name: 'program', inactive_threshold: 60_000_000_000 },
		});
		await raw(link, 'gone.1', { some: 'message' });
		const files = [
			configFile('a.yaml', { name: 'KEPT', subjects: ['kept.>'] }, { durable_name: 'stays', ack_policy: 'explicit' }),
		];
		expect((await planOf(deck, files)).changes).toEqual([]);
		const plan = await planOf(deck, files, { prune: true, named: ['OBJ_files'] });
		expect(told(plan)).toEqual([
			'delete consumer KEPT > goes',
			'delete stream OBJ_files',
			'delete stream COPY',
			'delete stream GONE',
		]);
		expect(plan.changes.at(-1)?.proposal?.lost).toMatchObject([{ messages: 1, exact: true }]);
		expect(plan.undeleted.map(({ asset, why }) => `${asset.stream}: ${why}`)).toEqual([
			'KV_copy: It stores a key-value bucket.',
			'KV_users: It stores a key-value bucket.',
			'NACKED: NACK manages it.',
		]);
		expect(succeeded(await carriedOut(deck, plan))).toBe(true);
		expect(await names()).toEqual(['KEPT', 'KV_copy', 'KV_users', 'NACKED']);
	});
});

describe('a plan that is carried out', () => {
	beforeEach(() => begin());

	it('stops at what somebody else changed meanwhile, and goes on from there in a second run', async () => {
		await create('A');
		const files = [
			configFile('a.yaml', { name: 'FIRST' }, { name: 'A', subjects: ['a.>'], max_msgs: 5 }, { name: 'LAST' }),
		];
		const plan = await planOf(deck, files);
		await raw(link, '$JS.API.STREAM.UPDATE.A', { name: 'A', subjects: ['a.>'], max_msgs: 7 });
		const run = await carriedOut(deck, plan);
		expect(run.results.map(({ kind }) => kind)).toEqual(['done', 'changed', 'stopped']);
		expect(await names()).toEqual(['A', 'FIRST']);
		const rest = await planOf(deck, files);
		expect(told(rest)).toEqual(['update stream A', 'create stream LAST']);
		expect(succeeded(await carriedOut(deck, rest))).toBe(true);
		expect(deck.store.getState().journal.map(({ title }) => title)).toContain('Create stream LAST');
	});
});

it('says of an older server what it cannot keep', async () => {
	await begin({ line: '2.9' });
	const { changes } = await planOf(deck, [configFile('a.json', { name: 'A', compression: 's2' })]);
	expect(changes.map(({ action, why }) => [action, ...why])).toEqual([
		['refused', expect.stringMatching(/ignores compression, which came with 2\.10/)],
	]);
});

describe('jetdeck apply', () => {
	beforeEach(() => begin());

	interface Surroundings {
		readonly signal?: AbortSignal;
		readonly onPrinted?: (text: string) => void;
	}

	/** Runs it on the texts of files, without a terminal unless somebody answers. */
	async function applied(
		files: Readonly<Record<string, string>>,
		more: Partial<Parameters<typeof printApply>[1]> & {
			readonly answer?: string;
			readonly prune?: boolean;
			readonly around?: Surroundings;
		} = {},
	) {
		const folder = mkdtempSync(join(tmpdir(), 'jetdeck-folder-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
		const { answer, prune = false, around = {}, ...choices } = more;
		const said: string[] = [];
		let printed = '';
		const write = (text: string): boolean => {
			printed += text;
			around.onPrinted?.(text);
			return true;
		};
		const code = await printApply(
			await settingsFor({ server: server.url }),
			{
				paths: [folder],
				folder: { merge: false, prune, named: [] },
				json: false,
				yes: false,
				allowLoss: false,
				journal: true,
				readOnly: false,
				...choices,
			},
			{
				createDeck,
				out: { write } as unknown as NodeJS.WriteStream,
				complain: (text) => said.push(text.replaceAll(`${folder}/`, '')),
				ask: answer === undefined ? undefined : async () => answer,
				signal: around.signal ?? new AbortController().signal,
			},
		);
		return { code, said, printed: printed.replaceAll(`${folder}/`, '') };
	}

	const A = JSON.stringify({ name: 'A', subjects: ['a.>'] });
	const many = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
	const eight = Object.fromEntries(many.map((name) => [`${name}.json`, JSON.stringify({ name, subjects: [name] })]));

	it('that is stopped by ctrl-c halfway lets the request under way finish, says what was done, and goes on in a second run', async () => {
		const stop = new AbortController();
		const around = { signal: stop.signal, onPrinted: (text: string) => text.startsWith('✓') && stop.abort() };
		const { code, said } = await applied(eight, { yes: true, around });
		expect(code).toBe(130);
		const done = await names();
		expect(done.length).toBeGreaterThan(0);
		expect(done.length).toBeLessThan(many.length);
		const left = many.filter((name) => !done.includes(name));
		expect(said).toEqual([
			`${done.length} of 8 changes done: ${done.map((name) => `stream ${name}`).join(', ')}.`,
			`Not sent: ${left.map((name) => `stream ${name}`).join(', ')}. Apply again to continue.`,
		]);
		expect((await applied(eight, { yes: true })).printed).toContain(
			`${left.length} to create; ${done.length} unchanged.`,
		);
		expect(await names()).toEqual(many);
	});

	it('whose connection is lost halfway says what was done, and goes on in a second run', async () => {
		let lost: Promise<void> | undefined;
		const onPrinted = (text: string): void => {
			if (text.startsWith('✓')) lost ??= server.stop('SIGKILL');
		};
		const { code, said } = await applied(eight, { yes: true, around: { onPrinted } });
		await lost;
		expect(code, said.join('\n')).toBe(3);
		expect(said.at(-2)).toMatch(/^[1-7] of 8 changes done: stream A/);
		expect(said.at(-1)).toMatch(/^Not sent: .*stream H\. Apply again to continue\.$/);
		await server.start();
		expect((await applied(eight, { yes: true })).code).toBe(0);
		link = await connect(server);
		const whole = await applied(eight, { yes: true });
		expect(whole.printed).toBe('Nothing to change: 8 unchanged.\n');
	}, 60_000);

	it('wants --yes without a terminal, and asks on one', async () => {
		expect(await applied({ 'a.json': A })).toMatchObject({ code: 4, said: ['Nothing was sent: add --yes.'] });
		expect(await applied({ 'a.json': A }, { answer: 'n' })).toMatchObject({ code: 4, said: ['Nothing was sent.'] });
		expect(await names()).toEqual([]);
		const { code, printed } = await applied({ 'a.json': A }, { answer: 'y' });
		expect(printed).toBe(
			'+ stream A (a.json:1)\n    subjects  a.>\n    ! It has no limit: it grows until the account or the disk is full.\n\n1 to create; 0 unchanged.\n✓ Stream A is created.\n',
		);
		expect(code).toBe(0);
		expect(await applied({ 'a.json': A })).toMatchObject({ code: 0, printed: 'Nothing to change: 1 unchanged.\n' });
	});

	it('wants loss and the number of deletions agreed to, by options or typed', async () => {
		await create('A');
		await create('B');
		for (const at of [1, 2, 3]) await raw(link, 'a.x', { at });
		const less = { 'a.json': JSON.stringify({ name: 'A', subjects: ['a.>'], max_msgs: 1 }) };
		const prune = { prune: true, yes: true };
		expect((await applied(less, { yes: true })).said).toEqual([
			'Nothing was sent: add --allow-loss (1 change loses messages).',
		]);
		expect((await applied(less, { ...prune, allowLoss: true })).said).toEqual(['Nothing was sent: add --delete 1.']);
		expect((await applied(less, { ...prune, allowLoss: true, deletions: 2 })).code).toBe(4);
		expect((await applied(less, { prune: true, answer: 'yes' })).code).toBe(4);
		expect(await names()).toEqual(['A', 'B']);
		const { code, printed } = await applied(less, { prune: true, answer: 'delete 1, change 1' });
		expect(printed).toContain('✗ Max messages will remove 2 messages at once.');
		expect(code).toBe(0);
		expect(await names()).toEqual(['A']);
	});

	it('sends nothing where a file is wrong, something cannot be done, or it is read-only', async () => {
		const wrong = await applied({ 'a.json': A, 'b.yaml': 'name: B\nmax_msgs: many\n' }, { yes: true });
		expect(wrong).toMatchObject({ code: 2, printed: '' });
		expect(wrong.said).toEqual([expect.stringMatching(/^b\.yaml:2: max_msgs is the text "many"/)]);
		await create('C');
		const over = await applied({ 'a.json': A, 'c.json': '{"name":"OVER","subjects":["c.*"]}' }, { yes: true });
		expect(over).toMatchObject({ code: 3, said: ['Nothing was sent: 1 change is impossible, see ! above.'] });
		expect((await applied({ 'a.json': A }, { yes: true, readOnly: true })).code).toBe(5);
		expect(await applied({}, { yes: true })).toMatchObject({
			code: 2,
			said: [expect.stringContaining('has no .json, .yaml or .yml file')],
		});
		expect(await names()).toEqual(['C']);
	});

	it('prints for machines', async () => {
		const { printed } = await applied({ 'a.json': A }, { yes: true, json: true });
		expect(JSON.parse(printed)).toMatchObject({
			changes: [{ action: 'create', kind: 'stream', stream: 'A', difference: [{ field: 'subjects', after: 'a.>' }] }],
			summary: { create: 1, update: 0, delete: 0, refused: 0, unchanged: 0 },
			results: [{ kind: 'stream', stream: 'A', outcome: 'done', applied: true }],
		});
	});
});
