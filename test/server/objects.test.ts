import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectClient, type ObjectStore } from 'nats';
import { describe, expect, it, onTestFinished } from 'vitest';
import { planObjectDelete } from '../../src/changes/objects/plan-delete.ts';
import { planObjectDescribe } from '../../src/changes/objects/plan-describe.ts';
import { planGet } from '../../src/changes/objects/plan-get.ts';
import { planObjectLink } from '../../src/changes/objects/plan-link.ts';
import { planRemoveOrphans } from '../../src/changes/objects/plan-orphans.ts';
import { planPut } from '../../src/changes/objects/plan-put.ts';
import { planObjectRename } from '../../src/changes/objects/plan-rename.ts';
import { openObjectBucket } from '../../src/changes/objects/read-bucket.ts';
import type { Proposal } from '../../src/changes/proposal.ts';
import { lastUndoable, planUndo } from '../../src/changes/undo.ts';
import { checkBucket } from '../../src/jetstream/objects/check-bucket.ts';
import { features } from '../../src/jetstream/server-features.ts';
import { root } from '../support/build.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { begun, carriedOut, over } from '../support/proposals.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const versions = { '2.9': '2.9.10', '2.10': '2.10.27', newest: '2.15.1' } as const;

/** By both ways, and fewer large ones unless more are asked for. */
const objects = Number(process.env.OBJECTS ?? 9);

async function world(line: (typeof serverLines)[number]) {
	const server = await startServer({ line });
	const deck = await openTestDeck({ server: server.url, timeout: 10_000 });
	await seen(deck, 'a connection', ({ link }) => link.phase === 'connected');
	const client = await connectClient({ servers: server.url });
	onTestFinished(() => client.close());
	const store = await client.jetstream().views.os('FILES');
	const home = mkdtempSync(join(tmpdir(), 'jetdeck-objects-'));
	onTestFinished(() => rmSync(home, { recursive: true, force: true }));
	const link = deck.link();
	return {
		server,
		deck,
		link,
		store,
		home,
		around: { api: deck.api(), features: features(versions[line], undefined) },
	};
}

type World = Awaited<ReturnType<typeof world>>;

const agreed = (plan: Proposal | { readonly refusal: string }): Proposal => {
	if ('refusal' in plan) throw new Error(plan.refusal);
	return plan;
};

async function planned({ home, around }: World, name: string, content: Uint8Array) {
	const file = join(home, 'content');
	writeFileSync(file, content);
	return agreed(await planPut({ bucket: 'FILES', name, file, maxPayload: 1024 * 1024, now: Date.now() }, around));
}

const put = async (here: World, name: string, content: Uint8Array) =>
	carriedOut(here.deck, await planned(here, name, content));

const done = [{ kind: 'done' }];

async function checked({ deck, around }: World) {
	const opened = await openObjectBucket('FILES', around);
	if ('refusal' in opened) throw new Error(opened.refusal);
	const answer = await checkBucket({ ...opened.source, api: deck.api() });
	if (!answer.ok) throw new Error(answer.problem.message);
	return answer.value;
}

async function got({ deck, home, around }: World, name: string): Promise<Buffer> {
	const file = join(home, 'got');
	rmSync(file, { force: true });
	const [result] = await carriedOut(deck, agreed(await planGet({ bucket: 'FILES', name, file }, around)));
	expect(result, JSON.stringify(result)).toMatchObject({ kind: 'done' });
	return readFileSync(file);
}

async function gotByClient(store: ObjectStore, name: string): Promise<Buffer> {
	const found = await store.getBlob(name);
	if (found === null) throw new Error(`${name} is not there`);
	return Buffer.from(found);
}

/** Mostly small, and the first ones at the edges of a chunk. */
function sizeOf(at: number): number {
	const edges = [0, 1, 131_071, 131_072, 131_073, 262_144];
	return edges[at] ?? Math.floor((at % 20 === 7 ? 20_000_000 : 300_000) * Math.random() ** 2);
}

/** The client library (nats.js 2.29) writes a name such as ä as Latin-1, and does not look for it as UTF-8. */
const names = ['h.txt', 'a/b c.txt', '.', 'x', '*', 'a>b', ' ', '=?'];
const nameOf = (at: number): string => `${names[at % names.length]}${at < names.length ? '' : at}`;

describe.each(serverLines)('objects on %s', (line) => {
	it('are the same for jetdeck and the client library, whoever put them', async () => {
		const here = await world(line);
		for (let at = 0; at < objects; at += 1) {
			const content = randomBytes(sizeOf(at));
			const name = nameOf(at);
			if (at % 2 === 0) {
				expect(await put(here, name, content)).toMatchObject([{ kind: 'done' }]);
				expect((await gotByClient(here.store, name)).equals(content), name).toBe(true);
			} else await here.store.putBlob({ name }, content);
			expect((await got(here, name)).equals(content), name).toBe(true);
		}
	}, 600_000);
});

describe('objects of a bucket', () => {
	it('are deleted with their chunks, described, renamed and linked, as the client library sees it', async () => {
		const here = await world('newest');
		const { deck, store, around } = here;
		await store.putBlob({ name: 'old' }, randomBytes(300_000));
		const change = async (plan: Promise<Proposal | { readonly refusal: string }>) => {
			for (const result of await carriedOut(deck, agreed(await plan))) expect(result).toMatchObject({ kind: 'done' });
		};
		const about = { bucket: 'FILES', name: 'old' };
		await change(
			planObjectDescribe({ ...about, values: { description: 'words', headers: { K: ['v', 'w'] } } }, around),
		);
		expect(await store.info('old')).toMatchObject({ description: 'words', size: 300_000, chunks: 3 });
		await change(planObjectRename({ ...about, to: 'new' }, around));
		expect(await store.info('old')).toBeNull();
		expect(await gotByClient(store, 'new')).toHaveLength(300_000);
		const target = { bucket: 'FILES', name: 'new' };
		await change(planObjectLink({ bucket: 'FILES', name: 'link', target }, around));
		expect(await gotByClient(store, 'link')).toHaveLength(300_000);
		expect(await got(here, 'link')).toHaveLength(300_000);
		await change(planObjectDelete({ bucket: 'FILES', names: ['new', 'link'] }, { ...around, now: Date.now() }));
		expect((await store.list()).filter(({ deleted }) => !deleted)).toEqual([]);
		expect(await checked(here)).toMatchObject({ visible: 0, deleted: 2, orphans: [], damaged: [] });
	});

	it('are as before once a change is undone, and stay if somebody else has changed them since', async () => {
		const here = await world('newest');
		const { deck, store, around } = here;
		await store.putBlob({ name: 'old', description: 'before', metadata: { a: 'b' } }, randomBytes(10));
		const old = { bucket: 'FILES', name: 'old' };
		const undo = async () => {
			const { journal } = deck.store.getState();
			const entry = lastUndoable(journal, deck.link().target.label);
			if (entry === undefined) throw new Error('nothing to undo');
			const { signal } = new AbortController();
			return planUndo(entry, { api: deck.api(), state: deck.store.getState(), signal });
		};
		const doneAndUndone = async (plan: Promise<Proposal | { readonly refusal: string }>, then = async () => {}) => {
			expect(await carriedOut(deck, agreed(await plan))).toMatchObject(done);
			await then();
			expect(await carriedOut(deck, agreed((await undo()) as Proposal))).toMatchObject(done);
		};
		await doneAndUndone(planObjectRename({ ...old, to: 'new' }, around));
		expect([(await store.info('old'))?.size, await store.info('new')]).toEqual([10, null]);
		const values = { description: '', headers: { K: ['v'] }, metadata: {} };
		await doneAndUndone(planObjectDescribe({ ...old, values }, around), async () => {
			const now = await store.info('old');
			expect([now?.description, now?.headers?.get('K'), now?.metadata]).toEqual(['', 'v', {}]);
		});
		expect(await store.info('old')).toMatchObject({ description: 'before', metadata: { a: 'b' } });
		expect((await store.info('old'))?.headers?.get('K') ?? '').toBe('');
		// What somebody else has changed since stays.
		await doneAndUndone(planObjectDescribe({ ...old, values: { description: 'mine' } }, around), async () => {
			await store.update('old', { name: 'old', description: 'mine', metadata: { c: 'd' } });
		});
		expect(await store.info('old')).toMatchObject({ description: 'before', metadata: { c: 'd' } });
		await doneAndUndone(planObjectLink({ bucket: 'FILES', name: 'link', target: old }, around));
		expect((await store.info('link'))?.deleted).toBe(true);
		await doneAndUndone(planned(here, 'fresh', randomBytes(10)));
		expect((await store.info('fresh'))?.deleted).toBe(true);
		expect(await planned(here, 'old', randomBytes(20))).toMatchObject({ effect: 'destroy', typed: 'old' });
		await put(here, 'old', randomBytes(20));
		expect(await undo()).toMatchObject({ refusal: expect.stringContaining('content of the object that it replaced') });
		await carriedOut(deck, agreed(await planObjectRename({ ...old, to: 'new' }, around)));
		await store.putBlob({ name: 'new' }, randomBytes(30));
		expect(await undo()).toMatchObject({ refusal: expect.stringContaining('Somebody else has changed object new') });
	});

	it('never replace a file that appears while they are read, unless somebody agreed to that', async () => {
		const here = await world('newest');
		await here.store.putBlob({ name: 'x' }, randomBytes(10));
		const file = join(here.home, 'x');
		const plan = () => planGet({ bucket: 'FILES', name: 'x', file }, here.around);
		const before = agreed(await plan());
		writeFileSync(file, 'precious');
		const [result] = await carriedOut(here.deck, before);
		expect(result).toMatchObject({ problem: { message: expect.stringContaining('appeared meanwhile') } });
		expect([readFileSync(file, 'utf8'), existsSync(`${file}.partial`)]).toEqual(['precious', false]);
		expect(await carriedOut(here.deck, agreed(await plan()))).toMatchObject(done);
		expect(readFileSync(file)).toHaveLength(10);
		rmSync(file);
		expect(await carriedOut(here.deck, agreed(await plan()))).toMatchObject(done);
		expect([readFileSync(file).length, existsSync(`${file}.partial`)]).toEqual([10, false]);
	});

	it('keep their chunks while another object names them, and are refused if chunks are missing', async () => {
		const here = await world('newest');
		const { deck, store, around, link } = here;
		await store.putBlob({ name: 'one' }, randomBytes(300_000));
		// As a renaming that stopped halfway leaves it.
		const { nuid } = (await store.info('one')) ?? { nuid: '' };
		const meta = { name: 'two', bucket: 'FILES', nuid, size: 300_000, chunks: 3 };
		await link.request('$O.FILES.M.dHdv', JSON.stringify(meta));
		expect((await checked(here)).shared).toHaveLength(1);
		const plan = agreed(await planObjectDelete({ bucket: 'FILES', names: ['two'] }, { ...around, now: Date.now() }));
		expect(await carriedOut(deck, plan)).toMatchObject([{ warning: expect.stringContaining('another object') }]);
		expect(await gotByClient(store, 'one')).toHaveLength(300_000);
		await link.request('$JS.API.STREAM.PURGE.OBJ_FILES', JSON.stringify({ filter: `$O.FILES.C.${nuid}`, keep: 1 }));
		const file = join(here.home, 'damaged');
		const [result] = await carriedOut(deck, agreed(await planGet({ bucket: 'FILES', name: 'one', file }, around)));
		expect(result).toMatchObject({
			kind: 'failed',
			problem: { message: expect.stringContaining('1 of its 3 chunks') },
		});
		expect([existsSync(file), existsSync(`${file}.partial`)]).toEqual([false, false]);
		expect((await checked(here)).damaged).toMatchObject([{ object: { name: 'one' }, there: 1 }]);
	});

	it.each(['old', 'new'] as const)('say beforehand what a full bucket does, with discard %s', async (discard) => {
		const here = await world('newest');
		const { config } = (await here.store.status()).streamInfo;
		const told = async (limits: object): Promise<readonly string[]> => {
			const changed = JSON.stringify({ ...config, discard, ...limits });
			await here.link.request('$JS.API.STREAM.UPDATE.OBJ_FILES', changed);
			return (await planned(here, 'x', randomBytes(200_000))).consequences.slice(1).map(({ text }) => text);
		};
		const then = (field: string): string =>
			discard === 'new' ? `refuse the rest (${field})` : 'remove chunks of older objects (discard: old)';
		// Two chunks and the meta.
		expect(await told({ max_msgs: 3 })).toEqual([]);
		expect(await told({ max_msgs: 2 })).toEqual([
			`Bucket FILES has room for 2 messages: the server will ${then('max_msgs')}.`,
		]);
		expect(await told({ max_bytes: 102_400 })).toEqual([
			`Bucket FILES has 100 KiB free: the server will ${then('max_bytes')}.`,
		]);
	});

	it('are not replaced if somebody else has put one meanwhile', async () => {
		const here = await world('newest');
		const plan = await planned(here, 'x', randomBytes(200_000));
		await here.store.putBlob({ name: 'x' }, randomBytes(10));
		expect(await carriedOut(here.deck, plan)).toMatchObject([{ kind: 'not-sent' }]);
		expect(await gotByClient(here.store, 'x')).toHaveLength(10);
		expect((await checked(here)).orphans).toEqual([]);
	});
});

/** More of them by hand: KILLS=20. */
const kills = Number(process.env.KILLS ?? 1);

describe('a put that is interrupted', () => {
	it('shows the earlier object or the new one, never a half, when the server is killed', async () => {
		const here = await world('newest');
		let before: Buffer = randomBytes(1000);
		expect(await put(here, 'x', before)).toMatchObject(done);
		for (let at = 0; at < kills; at += 1) {
			const after = randomBytes(15_000_000);
			const plan = await planned(here, 'x', after);
			const id = begun(here.deck, plan);
			const least = Math.floor(Math.random() * after.length);
			await seen(here.deck, 'the put', ({ runs }) => {
				const run = runs.find((each) => each.id === id);
				return run !== undefined && (run.activity === 'over' || (run.progress?.done ?? 0) >= least);
			});
			await here.server.stop('SIGKILL');
			await here.server.start();
			const { results } = await over(here.deck, id);
			await until(async () => (await here.link.request('$JS.API.STREAM.INFO.OBJ_FILES', '')).ok, {
				what: 'the bucket',
			});
			const now = await got(here, 'x');
			const isNew = now.equals(after);
			expect(isNew || now.equals(before), JSON.stringify(results)).toBe(true);
			if (isNew) before = after;
			const { orphans, damaged } = await checked(here);
			expect(damaged).toEqual([]);
			// What is left is said. The server may forget an earlier purge when it is killed.
			const nuid = JSON.stringify(plan.steps[0]?.wire);
			if (orphans.some((each) => nuid.includes(each.nuid))) expect(JSON.stringify(results)).toContain('may be left');
		}
	}, 600_000);

	it('leaves chunks that a check finds and removes, when jetdeck is killed', async () => {
		const here = await world('newest');
		const { deck, around, home, server } = here;
		for (let at = 0; at < kills; at += 1) {
			const file = join(home, 'large');
			writeFileSync(file, randomBytes(20_000_000));
			const args = [
				join(root, 'src/main.ts'),
				'object',
				'put',
				'FILES',
				file,
				'--name',
				'large',
				'--server',
				server.url,
			];
			const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, HOME: home }, stdio: 'ignore' });
			await until(async () => (await chunksIn(here)) > 5, { what: 'chunks' });
			child.kill('SIGKILL');
			await once(child, 'exit');
			const { orphans, visible, damaged } = await checked(here);
			// It may have been faster than the kill.
			expect([visible, orphans.length]).toEqual(visible > 0 ? [1, 0] : [0, 1]);
			expect(damaged).toEqual([]);
			const now = { ...around, now: Date.now() };
			// Younger chunks may be those of a put that is running.
			const old = orphans.map((each) => ({ ...each, last: '2026-01-01T00:00:00Z' }));
			const plan =
				visible > 0
					? planObjectDelete({ bucket: 'FILES', names: ['large'] }, now)
					: planRemoveOrphans({ bucket: 'FILES', orphans: old }, now);
			expect(await carriedOut(deck, agreed(await plan))).toMatchObject(done);
			expect(await chunksIn(here)).toBe(0);
		}
	}, 600_000);
});

async function chunksIn({ deck }: World): Promise<number> {
	const body = { subjects_filter: '$O.FILES.C.>' };
	const answer = await deck.api().request('stream.info', { stream: 'OBJ_FILES' }, body);
	return answer.ok ? Object.values(answer.value.state.subjects ?? {}).reduce((sum, each) => sum + each, 0) : 0;
}
