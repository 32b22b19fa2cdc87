import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { planKvDelete, planKvPurge } from '../../src/changes/plan/kv-delete.ts';
import { planCountedImport, planKvImport } from '../../src/changes/plan/kv-import.ts';
import { planKvCreate, planKvPut, planKvRevert, planKvUpdate } from '../../src/changes/plan/kv-put.ts';
import type { Plan } from '../../src/changes/proposal.ts';
import type { StepResult } from '../../src/changes/run.ts';
import { planUndo } from '../../src/changes/undo.ts';
import type { Deck, DeckOptions } from '../../src/commands/deck-handle.ts';
import type { KvEntry } from '../../src/jetstream/kv/entry.ts';
import type { OpenKvBucket } from '../../src/jetstream/kv/open-bucket.ts';
import { readHistory } from '../../src/jetstream/kv/read-key.ts';
import { readLatestOf } from '../../src/jetstream/kv/read-latest-of.ts';
import type { Link } from '../../src/nats/link.ts';
import { appendedFile } from '../../src/terminal/append-file.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, raw } from '../support/jetstream.ts';
import { answered, bucketOf, createBucket, latest, textOf } from '../support/kv.ts';
import { carriedOut } from '../support/proposals.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A file of these lines. */
function importFile(...lines: readonly string[]): string {
	const folder = mkdtempSync(join(tmpdir(), 'jetdeck-import-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const file = join(folder, 'keys.ndjson');
	writeFileSync(file, lines.join('\n'));
	return file;
}

describe.each(serverLines)('a bucket on %s', (line: ServerLine) => {
	let server: TestServer;
	let link: Link;
	let deck: Deck;
	let made = 0;
	let bucket = '';

	beforeAll(async () => {
		server = await startServer({ line });
	});

	afterEach(() => {
		made += 1;
	});

	const begin = async (config: object = {}, options: Partial<DeckOptions> = {}): Promise<void> => {
		bucket = `B${made}`;
		link = await connect(server);
		await createBucket(link, bucket, config);
		deck = await openTestDeck({ server: server.url }, options);
		await seen(deck, 'a server', ({ features }) => features.version !== undefined);
	};
	const write = async (
		key: string,
		plan: (open: OpenKvBucket, now: KvEntry | undefined) => Plan,
	): Promise<StepResult | undefined> => {
		const made = plan(await bucketOf(deck, bucket), await latest(deck, bucket, key));
		return (await carriedOut(deck, made)).at(-1);
	};
	const put = (key: string, value: string) =>
		write(key, (open, now) => planKvPut(open, { key, value: bytes(value) }, now));
	const remove = (key: string) => write(key, (open, now) => planKvDelete(open, [{ key, now }]));
	const undo = async (): Promise<Plan> => {
		const entry = deck.store.getState().journal.at(-1);
		if (entry === undefined) throw new Error('the journal is empty');
		return planUndo(entry, { api: deck.api(), state: deck.store.getState(), signal: AbortSignal.timeout(10_000) });
	};

	it('undoes an import from the history, or says why it cannot', async () => {
		await begin({ max_msgs_per_subject: 5 });
		for (const key of ['replaced', 'equal', 'later']) await put(key, 'before');
		const lines = { replaced: 'x', equal: 'before', later: 'x', fresh: 'x' };
		const file = importFile(...Object.entries(lines).map(([key, value]) => JSON.stringify({ key, value })));
		const imported = async (): Promise<Plan> =>
			planCountedImport(await bucketOf(deck, bucket), { file, absent: false });
		const plan = await imported();
		expect(plan).toMatchObject({ effect: 'change' });
		expect('consequences' in plan && plan.consequences.map(({ text }) => text).join(' ')).toMatch(
			/4 keys: 1 new, 2 with another value, 1 as the bucket has them\. 2 values will be replaced; the bucket keeps 5/,
		);
		await carriedOut(deck, plan);
		await link.request(`$KV.${bucket}.later`, 'of somebody else');
		const back = await undo();
		expect('consequences' in back && back.consequences.map(({ text }) => text).join(' ')).toMatch(
			/2 keys will get the value .* again\. 1 key that did not exist will be deleted.* 1 key changed since/,
		);
		await carriedOut(deck, back);
		const now = await Promise.all(Object.keys(lines).map((key) => latest(deck, bucket, key)));
		expect(now.map(textOf)).toEqual(['before', 'before', 'of somebody else', 'delete']);

		made += 1;
		await begin();
		await put('replaced', 'before');
		const losing = await imported();
		expect(losing).toMatchObject({ effect: 'destroy', typed: 'replace 1 value' });
		await carriedOut(deck, losing);
		expect(await undo()).toMatchObject({
			refusal: expect.stringMatching(
				/keeps one value a key, and jetdeck did not keep 1 value that the import replaced/,
			),
		});
	});

	it('undoes the part of an import that was stored before it failed', async () => {
		await begin({ max_msgs_per_subject: 5 });
		await put('old', 'before');
		const file = importFile('{"key":"old","value":"x"}', '{"key":"fresh","value":"x"}', 'no line of an export');
		const plan = planKvImport(await bucketOf(deck, bucket), { file, absent: false });
		expect(await carriedOut(deck, plan)).toMatchObject([{ kind: 'failed', partly: { stored: 2 } }]);
		await carriedOut(deck, await undo());
		expect([await latest(deck, bucket, 'old'), await latest(deck, bucket, 'fresh')].map(textOf)).toEqual([
			'before',
			'delete',
		]);
	});

	it.each([
		[{}, [{ equal: 'before' }, { fresh: 'x' }], 'change', /2 keys the bucket no longer keeps/],
		[{ max_msgs_per_subject: 2 }, [{ equal: 'x' }, { equal: 'y' }], 'destroy', /1 key the bucket no longer keeps/],
	])('deletes no key that may have had a value before an import: %j', async (config, lines, effect, refusal) => {
		await begin(config);
		await put('equal', 'before');
		const texts = lines.flatMap((line) => Object.entries(line).map(([key, value]) => JSON.stringify({ key, value })));
		const file = importFile(...texts);
		const plan = await planCountedImport(await bucketOf(deck, bucket), { file, absent: false });
		expect(plan).toMatchObject({ effect });
		await carriedOut(deck, plan);
		expect(await undo()).toMatchObject({ refusal: expect.stringMatching(refusal) });
	});

	it('reads the latest revisions of many keys in their order, up to a bound', async () => {
		await begin();
		const keys = Array.from({ length: 20 }, (_, at) => `k${at}`);
		for (const key of keys) await link.request(`$KV.${bucket}.${key}`, `value of ${key}`);
		const open = await bucketOf(deck, bucket);
		const read = answered(await readLatestOf(open, [...keys, 'never']));
		expect(read.map(({ key, now }) => [key, textOf(now)])).toEqual([
			...keys.map((key) => [key, `value of ${key}`]),
			['never', undefined],
		]);
		expect(await readLatestOf(open, keys, 50)).toMatchObject({ ok: false, problem: { advice: 'Choose fewer keys.' } });
		expect(await readLatestOf(open, ['k1'], 5)).toMatchObject({ ok: true });
	});

	it('takes values, marks deletions, and purges', async () => {
		await begin({ max_msgs_per_subject: 5 });
		expect(await put('a.b', 'one')).toMatchObject({ kind: 'done', reply: { stream: `KV_${bucket}`, seq: 1 } });
		expect(await put('a.b', 'two')).toMatchObject({ kind: 'done', reply: { seq: 2 } });
		expect(await remove('a.b')).toMatchObject({ kind: 'done' });
		expect(await latest(deck, bucket, 'a.b')).toMatchObject({ operation: 'delete', revision: 3 });
		const history = answered(await readHistory(await bucketOf(deck, bucket), 'a.b'));
		expect(history.entries.map(textOf)).toEqual(['one', 'two', 'delete']);
		expect(await write('a.b', (open, now) => planKvPurge(open, [{ key: 'a.b', now }]))).toMatchObject({ kind: 'done' });
		const purged = answered(await readHistory(await bucketOf(deck, bucket), 'a.b'));
		expect(purged.entries.map(textOf)).toEqual(['purge']);
	});

	it('creates a key once, and again after its deletion', async () => {
		await begin();
		const create = (value: string) =>
			write('k', (open, now) => planKvCreate(open, { key: 'k', value: bytes(value) }, now));
		expect(await create('one')).toMatchObject({ kind: 'done' });
		await expect(create('two')).rejects.toThrow('exists already, at revision 1');
		await remove('k');
		expect(await create('three')).toMatchObject({ kind: 'done' });
		const stale = planKvCreate(await bucketOf(deck, bucket), { key: 'k', value: bytes('four') }, undefined);
		expect((await carriedOut(deck, stale)).at(-1)).toMatchObject({
			kind: 'refused',
			problem: { message: 'The key k exists already.', errCode: 10071 },
		});
		expect(textOf(await latest(deck, bucket, 'k'))).toBe('three');
	});

	it('creates a key whose marker is gone, and purges no value that came since', async () => {
		await begin({ max_msgs_per_subject: 3 });
		await put('k', 'one');
		const live = await latest(deck, bucket, 'k');
		await remove('k');
		const marker = await latest(deck, bucket, 'k');
		await raw(link, `$JS.API.STREAM.PURGE.KV_${bucket}`, {});
		const create = planKvCreate(await bucketOf(deck, bucket), { key: 'k', value: bytes('two') }, marker);
		expect((await carriedOut(deck, create)).at(-1)).toMatchObject({ kind: 'done' });
		for (const now of [live, marker])
			expect(
				(await carriedOut(deck, planKvPurge(await bucketOf(deck, bucket), [{ key: 'k', now }]))).at(-1),
			).toMatchObject({ kind: 'refused', problem: { message: expect.stringContaining('has changed') } });
		expect(textOf(await latest(deck, bucket, 'k'))).toBe('two');
	});

	it('updates the revision that was read, and no other', async () => {
		await begin({ max_msgs_per_subject: 3 });
		await put('k', 'one');
		const read = await latest(deck, bucket, 'k');
		await put('k', 'two');
		const update = planKvUpdate(
			await bucketOf(deck, bucket),
			{ key: 'k', value: bytes('three'), revision: read?.revision ?? 0 },
			read,
		);
		expect((await carriedOut(deck, update)).at(-1)).toMatchObject({
			kind: 'refused',
			problem: { message: 'The key k has changed: its last revision is not 1.' },
		});
		expect(await write('k', (open, now) => planKvRevert(open, read as KvEntry, now))).toMatchObject({ kind: 'done' });
		expect(textOf(await latest(deck, bucket, 'k'))).toBe('one');
	});

	it('undoes a put by the earlier revision, and a deletion by the last value', async () => {
		await begin({ max_msgs_per_subject: 3 });
		await put('k', 'one');
		await put('k', 'two');
		await carriedOut(deck, await undo());
		expect(textOf(await latest(deck, bucket, 'k'))).toBe('one');
		await remove('k');
		await carriedOut(deck, await undo());
		expect(textOf(await latest(deck, bucket, 'k'))).toBe('one');
		await put('new', 'value');
		await carriedOut(deck, await undo());
		expect(textOf(await latest(deck, bucket, 'new'))).toBe('delete');
	});

	it('undoes from memory what the bucket has not kept, and nothing that somebody else has changed', async () => {
		await begin();
		await put('k', 'one');
		await remove('k');
		await carriedOut(deck, await undo());
		expect(textOf(await latest(deck, bucket, 'k'))).toBe('one');
		await put('k', 'two');
		await link.request(`$KV.${bucket}.k`, 'of somebody else');
		expect(await undo()).toMatchObject({ refusal: expect.stringContaining('Somebody else has changed the key k') });
		await write('k', (open, now) => planKvPurge(open, [{ key: 'k', now }]));
		expect(await undo()).toMatchObject({ refusal: expect.stringContaining('cannot be undone') });
	});

	it('keeps values out of the journal', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'jetdeck-journal-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const path = join(folder, 'journal.jsonl');
		await begin({}, { journal: appendedFile(path) });
		await put('k', 'a value to hide');
		await put('k', 'another one to hide');
		await remove('k');
		const file = readFileSync(path, 'utf8');
		expect(file).not.toContain('to hide');
		expect(file).toContain('"bytes":15,"digest":"sha256:');
		expect(file.split('\n').filter((line) => line.includes('"before":{"revision"'))).toHaveLength(2);
	});

	it('keeps them there if somebody wants them', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'jetdeck-journal-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const path = join(folder, 'journal.jsonl');
		await begin({}, { journal: appendedFile(path), journalValues: true });
		await put('k', 'a plain value');
		expect(readFileSync(path, 'utf8')).toContain('"text":"a plain value"');
	});

	it('refuses in words what it cannot store', async () => {
		await begin({ max_msg_size: 100, allow_rollup_hdrs: false, max_bytes: 1000 });
		expect(await put('k', 'x'.repeat(200))).toMatchObject({
			kind: 'refused',
			problem: { errCode: 10054, message: 'The value has 200 B, and the bucket takes at most 100 B.' },
		});
		for (let at = 0; at < 20; at += 1) await put(`k${at}`, 'x'.repeat(90));
		expect(await put('last', 'x'.repeat(90))).toMatchObject({
			problem: { errCode: 10077, message: 'The bucket is full.' },
		});
		const now = await latest(deck, bucket, 'k0');
		expect(planKvPurge(await bucketOf(deck, bucket), [{ key: 'k0', now }])).toMatchObject({
			refusal: expect.stringContaining('allow_rollup_hdrs'),
		});
	});

	it('sends nothing where it is read-only', async () => {
		await begin({}, { readOnly: true });
		expect(await put('k', 'v')).toMatchObject({ kind: 'not-sent', problem: { kind: 'read-only' } });
		expect(await latest(deck, bucket, 'k')).toBeUndefined();
	});

	it('gives a key a TTL only where the server keeps it', async () => {
		await begin(
			line === 'newest' ? { allow_msg_ttl: true, max_msgs_per_subject: 3, subject_delete_marker_ttl: 60e9 } : {},
		);
		const plan = planKvPut(await bucketOf(deck, bucket), { key: 'k', value: bytes('v'), ttl: 5e9 }, undefined);
		if (line !== 'newest') {
			expect(plan).toMatchObject({ refusal: expect.stringContaining('needs nats-server 2.11') });
			return;
		}
		expect(JSON.stringify(plan)).toContain('raises the TTL from 5s to 1m');
		await carriedOut(deck, plan);
		expect(await latest(deck, bucket, 'k')).toMatchObject({ ttl: 60e9 });
	});

	it('is written through a mirror of it', async () => {
		await begin({ max_msgs_per_subject: 3 });
		await createBucket(link, `${bucket}M`, {
			subjects: undefined,
			mirror: { name: `KV_${bucket}` },
			mirror_direct: true,
		});
		const mirror = await bucketOf(deck, `${bucket}M`);
		expect(await carriedOut(deck, planKvPut(mirror, { key: 'k', value: bytes('v') }, undefined))).toMatchObject([
			{ kind: 'done', reply: { stream: `KV_${bucket}` } },
		]);
		expect(textOf(await latest(deck, bucket, 'k'))).toBe('v');
	});
});
