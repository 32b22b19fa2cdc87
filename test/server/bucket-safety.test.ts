import { connect as connectClient } from 'nats';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { planObjectDelete } from '../../src/changes/objects/plan-delete.ts';
import { planRemoveOrphans } from '../../src/changes/objects/plan-orphans.ts';
import { planPut } from '../../src/changes/objects/plan-put.ts';
import { planKvPut } from '../../src/changes/plan/kv-put.ts';
import type { Proposal } from '../../src/changes/proposal.ts';
import { objectChanges } from '../../src/changes/rows/objects.ts';
import type { StepResult } from '../../src/changes/run.ts';
import type { TransferWire } from '../../src/changes/wire.ts';
import { wireKind } from '../../src/changes/wires/table.ts';
import { objectBucketOf } from '../../src/jetstream/buckets/object-bucket.ts';
import { openKvBucket } from '../../src/jetstream/kv/open-bucket.ts';
import { newNuid } from '../../src/jetstream/nuid.ts';
import { deleteObject, renameObject } from '../../src/jetstream/objects/change-object.ts';
import { checkBucket } from '../../src/jetstream/objects/check-bucket.ts';
import { getObject } from '../../src/jetstream/objects/get-object.ts';
import type { StoredObject } from '../../src/jetstream/objects/meta.ts';
import { tokensOf } from '../../src/jetstream/objects/name.ts';
import { type Put, type PutOptions, putObject } from '../../src/jetstream/objects/put-object.ts';
import { findObject, readObject } from '../../src/jetstream/objects/read-objects.ts';
import { isShared } from '../../src/jetstream/objects/shared-nuid.ts';
import type { ObjectSource } from '../../src/jetstream/objects/source.ts';
import { type Api, openApi } from '../../src/jetstream/request.ts';
import { features } from '../../src/jetstream/server-features.ts';
import type { Link } from '../../src/nats/link.ts';
import { raw } from '../support/jetstream.ts';
import { answered, createBucket } from '../support/kv.ts';
import { linkWith, reached } from '../support/links.ts';
import { freePort, startServer, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const capable = features('2.15.1', undefined);

async function door(server: TestServer, more: object = {}): Promise<{ readonly link: Link; readonly api: Api }> {
	const link = await linkWith({ server: server.url, ...more });
	await reached(link, 'connected');
	return { link, api: openApi(link, { readOnly: false }) };
}

const createStore = (link: Link, bucket: string, config: object = {}): Promise<unknown> =>
	raw(link, `$JS.API.STREAM.CREATE.OBJ_${bucket}`, {
		name: `OBJ_${bucket}`,
		subjects: [`$O.${bucket}.C.>`, `$O.${bucket}.M.>`],
		storage: 'memory',
		discard: 'new',
		allow_direct: true,
		allow_rollup_hdrs: true,
		...config,
	});

async function sourceOf(api: Api, bucket: string): Promise<ObjectSource> {
	const info = answered(await api.request('stream.info', { stream: `OBJ_${bucket}` }));
	const found = objectBucketOf(info.config);
	if (found === undefined) throw new Error(`OBJ_${bucket} is no store`);
	return { api, info, bucket: found, features: capable, domain: info.domain ?? '' };
}

const tokenOf = (name: string): string => tokensOf(name)[0] ?? '';

async function put(
	link: Link,
	source: ObjectSource,
	name: string,
	size: number,
	more: Partial<PutOptions> = {},
): Promise<Put> {
	const content = new Uint8Array(size).fill(7);
	const before = answered(await readObject(source, tokenOf(name)));
	return putObject(link, source, {
		name,
		token: tokenOf(name),
		nuid: newNuid(),
		chunkSize: 1000,
		about: {},
		replaces: before?.seq ?? 0,
		onProgress: () => undefined,
		signal: new AbortController().signal,
		pieces: async function* (most) {
			for (let at = 0; at < content.length; at += most) yield content.subarray(at, at + most);
		},
		...more,
	});
}

async function objectOf(source: ObjectSource, name: string): Promise<StoredObject> {
	const { object } = answered(await findObject(source, name));
	if (object === undefined) throw new Error(`${name} is not there`);
	return object;
}

/** Chunks that are old enough to be removed. */
const aged = <T extends object>(orphans: readonly T[]): readonly T[] =>
	orphans.map((orphan) => ({ ...orphan, last: '2020-01-01T00:00:00Z' }));

async function removeOrphans(link: Link, source: ObjectSource): Promise<readonly StepResult[]> {
	const { orphans } = answered(await checkBucket(source));
	const around = { api: source.api, features: capable, now: Date.now() };
	const plan = await planRemoveOrphans({ bucket: source.bucket.bucket, orphans: aged(orphans) }, around);
	return 'refusal' in plan ? [] : carriedOut(link, source.api, plan);
}

function carriedOut(link: Link, api: Api, { steps }: Proposal): Promise<readonly StepResult[]> {
	const around = { api, link, connected: true, signal: new AbortController().signal, onProgress: () => undefined };
	return Promise.all(
		steps.map(({ wire }) =>
			objectChanges['transfer.object-orphans'].transfer.send(wire as TransferWire, {
				...around,
				transferOf: () => undefined,
			}),
		),
	);
}

describe('objects stay whole', () => {
	let server: TestServer;
	let link: Link;
	let api: Api;
	let source: ObjectSource;
	let made = 0;

	beforeAll(async () => {
		server = await startServer();
	});

	beforeEach(async () => {
		({ link, api } = await door(server));
		made += 1;
		await createStore(link, `B${made}`);
		source = await sourceOf(api, `B${made}`);
	});

	const damaged = async (): Promise<number> => answered(await checkBucket(source)).damaged.length;

	it('where a mirror that keeps less answers for the bucket', async () => {
		for (let at = 0; at < 12; at += 1) await put(link, source, `o${at}`, 1500);
		const mirror = { name: source.bucket.stream };
		const config = { name: 'SMALL', mirror, mirror_direct: true, allow_direct: true, max_msgs: 5, storage: 'memory' };
		await raw(link, '$JS.API.STREAM.CREATE.SMALL', config);
		const copied = async () => answered(await api.request('stream.info', { stream: 'SMALL' })).state.last_seq === 36;
		await until(copied, { within: 20_000, what: 'a mirror with all messages' });
		for (let at = 0; at < 4; at += 1)
			expect(answered(await checkBucket(source))).toMatchObject({ visible: 12, orphans: [], damaged: [] });
		const { meta } = await objectOf(source, 'o3');
		for (let at = 0; at < 5; at += 1) expect(await isShared(link, source, meta?.nuid ?? '', 'none')).toBe(true);
	});

	it('where the reply to the meta is lost, and the server stores it only later', async () => {
		await put(link, source, 'a', 2500);
		let late: Promise<unknown> | undefined;
		const slow: Api = {
			...api,
			store: (message, options) => {
				if (late !== undefined || !message.subject.includes('.M.')) return api.store(message, options);
				const { promise, resolve } = later();
				late = promise;
				setTimeout(() => resolve(api.store(message, options)), 500);
				const problem = { kind: 'timeout' as const, subject: message.subject, message: 'No reply.', advice: '' };
				return Promise.resolve({ ok: false, problem, at: Date.now(), ms: 0 });
			},
		};
		expect(await put(link, { ...source, api: slow }, 'a', 3500)).toMatchObject({ kind: 'done', chunks: 4 });
		await late;
		expect((await objectOf(source, 'a')).meta).toMatchObject({ size: 3500, chunks: 4 });
		expect(answered(await checkBucket(source))).toMatchObject({ visible: 1, damaged: [], orphans: [] });
	});

	it('where somebody removes the chunks of a put that still runs', async () => {
		await put(link, source, 'slow', 1500);
		const nuid = newNuid();
		const result = put(link, source, 'slow', 0, {
			nuid,
			pieces: async function* () {
				yield new Uint8Array(1000);
				yield new Uint8Array(1000);
				const both = async () => answered(await checkBucket(source)).orphans[0]?.chunks === 2;
				await until(both, { within: 20_000, what: 'two chunks' });
				expect(await removeOrphans(link, source)).toMatchObject([{ kind: 'done', reply: { chunks: 2 } }]);
				yield new Uint8Array(1000);
			},
		});
		expect(await result).toMatchObject({
			kind: 'failed',
			problem: { message: expect.stringContaining('were removed') },
		});
		expect((await objectOf(source, 'slow')).meta).toMatchObject({ size: 1500 });
		expect(answered(await checkBucket(source))).toMatchObject({ damaged: [], orphans: [] });
	});

	it('and young chunks without an object are not removed', async () => {
		await link.request(`$O.${source.bucket.bucket}.C.abc`, 'chunk');
		const { orphans } = answered(await checkBucket(source));
		expect(orphans).toMatchObject([{ nuid: 'abc', chunks: 1 }]);
		const around = { api, features: capable, now: Date.now() };
		expect(await planRemoveOrphans({ bucket: source.bucket.bucket, orphans }, around)).toMatchObject({
			refusal: expect.stringContaining('less than 10 minutes old'),
		});
	});

	it('where another client puts the old name again while it is renamed', async () => {
		await put(link, source, 'a', 2500);
		const client = await connectClient({ servers: server.url });
		onTestFinished(() => client.close());
		const store = await client.jetstream().views.os(source.bucket.bucket);
		const request: Api['request'] = async (id, ...rest) => {
			if (id === 'stream.purge') await store.putBlob({ name: 'a' }, new Uint8Array(5000));
			return api.request(id, ...rest);
		};
		const planned = await objectOf(source, 'a');
		const to = { name: 'b', token: tokenOf('b'), replaces: 0 };
		expect(await renameObject(link, { ...source, api: { ...api, request } }, planned, to)).toMatchObject({
			kind: 'done',
			warning: expect.stringContaining('another object under the old name'),
		});
		expect((await store.info('a'))?.size).toBe(5000);
	});

	it('where other programs store metas that are none', async () => {
		const { bucket } = source.bucket;
		await put(link, source, 'victim', 2500);
		await raw(link, `$O.${bucket}.M.x.${tokenOf('victim')}`, { name: 'z', nuid: 'abc', size: 0, chunks: 0 });
		expect(answered(await checkBucket(source))).toMatchObject({
			visible: 2,
			orphans: [],
			hidden: [{ name: expect.stringMatching(/^x\./) }],
		});
		const deep = `{"name":"d","nuid":"deep","size":3,"chunks":1,"x":${'['.repeat(2000)}${']'.repeat(2000)}}`;
		await link.request(`$O.${bucket}.C.deep`, 'abc');
		await link.request(`$O.${bucket}.M.${tokenOf('d')}`, deep);
		expect(await removeOrphans(link, source)).toMatchObject([
			{ kind: 'not-sent', problem: { message: expect.stringContaining('is unreadable') } },
		]);
		expect(await damaged()).toBe(0);
	});

	it('and a half renamed object keeps its chunks when one of its names is deleted', async () => {
		await put(link, source, 'a', 2500);
		const { raw: meta } = await objectOf(source, 'a');
		await raw(link, `$O.${source.bucket.bucket}.M.${tokenOf('b')}`, { ...meta, name: 'b' });
		expect(await deleteObject(link, source, await objectOf(source, 'a'))).toMatchObject({
			warning: expect.stringContaining('another object in the bucket has the same ones'),
		});
		expect(await damaged()).toBe(0);
		await deleteObject(link, source, await objectOf(source, 'b'));
		expect(answered(await checkBucket(source))).toMatchObject({ visible: 0, orphans: [] });
	});
});

function later(): { readonly promise: Promise<unknown>; readonly resolve: (value: unknown) => void } {
	let resolve: (value: unknown) => void = () => undefined;
	const promise = new Promise((done) => {
		resolve = done;
	});
	return { promise, resolve };
}

describe('the door of buckets', () => {
	it('takes no acknowledgement but that of the right stream, and lets only readers pass where it is read-only', async () => {
		const server = await startServer();
		const { link, api } = await door(server, { timeout: 300 });
		await createStore(link, 'B');
		const message = { subject: '$O.B.C.n', payload: new Uint8Array(1), headers: [] };
		expect(await api.store({ ...message, into: { stream: 'OBJ_B', domain: '' } })).toMatchObject({ ok: true });
		for (const into of [{ stream: 'OBJ_C' }, { stream: 'OBJ_B', domain: 'HUB' }])
			expect(await api.store({ ...message, into })).toMatchObject({
				problem: { elsewhere: true, message: expect.stringContaining('Stream OBJ_B stored the message') },
			});
		const twice = { ...message, headers: [['Nats-Msg-Id', '1']] as const };
		expect(await api.store(twice)).toMatchObject({ ok: true });
		expect(await api.store(twice)).toMatchObject({ problem: { message: expect.stringContaining('duplicate') } });

		const source = await sourceOf(api, 'B');
		await put(link, source, 'a', 2500);
		const locked = openApi(link, { readOnly: true });
		const written: Uint8Array[] = [];
		const { meta } = await objectOf(source, 'a');
		if (meta === undefined) throw new Error('a has no meta');
		const options = { name: 'a', meta, onProgress: () => undefined, signal: new AbortController().signal };
		const take = async (chunk: Uint8Array): Promise<void> => void written.push(chunk);
		const reading = { ...source, api: locked };
		expect(await getObject(link, reading, { ...options, write: take })).toMatchObject({ kind: 'done', size: 2500 });
		const hollow = { ...meta, chunks: 0 };
		expect(await getObject(link, reading, { ...options, meta: hollow, write: take })).toMatchObject({
			problem: { message: expect.stringContaining('is damaged') },
		});
		const params = { stream: 'OBJ_B', consumer: 'c', filter: '$O.B.>' };
		const config = { name: 'c', filter_subject: '$O.B.>', ack_policy: 'explicit' };
		for (const answer of [
			await locked.request('consumer.create.filtered', params, { stream_name: 'OBJ_B', config }),
			await locked.request('consumer.delete', { stream: 'OBJ_B', consumer: 'c' }),
			await locked.store(message),
		])
			expect(answer).toMatchObject({ problem: { kind: 'read-only' } });
	});
});

describe('buckets of a hub and a leaf', () => {
	const hubAndLeaf = async (leafOptions: object) => {
		const port = await freePort();
		const hub = await startServer({
			domain: 'HUB',
			config: `server_name: hub\nleafnodes { listen: "127.0.0.1:${port}" }`,
		});
		const remote = `leafnodes { remotes: [ { url: "nats-leaf://127.0.0.1:${port}" } ] }`;
		const { config = '', ...options } = leafOptions as { readonly config?: string };
		const leaf = await startServer({ ...options, config: `server_name: leaf\n${config}\n${remote}` });
		return { hub: await door(hub), leaf: await door(leaf), through: await door(leaf, { jsDomain: 'HUB' }) };
	};
	const isReached = async ({ api }: { readonly api: Api }) => (await api.request('account.info', {})).ok;

	it('are put and deleted through a leaf without JetStream', async () => {
		const { leaf } = await hubAndLeaf({ jetstream: false, config: 'default_js_domain: { "$G": HUB }' });
		await until(() => isReached(leaf), { within: 20_000, what: 'the hub' });
		await createStore(leaf.link, 'FILES');
		const source = await sourceOf(leaf.api, 'FILES');
		expect(await put(leaf.link, source, 'a', 2500)).toMatchObject({ kind: 'done', chunks: 3 });
		expect(await deleteObject(leaf.link, source, await objectOf(source, 'a'))).toEqual({ kind: 'done' });
		expect(answered(await checkBucket(source))).toMatchObject({ visible: 0, deleted: 1, orphans: [] });
	});

	it('are not written where both have a bucket of the same name', async () => {
		const { hub, leaf, through } = await hubAndLeaf({ domain: 'LEAF' });
		await until(() => isReached(through), { within: 20_000, what: 'the hub' });
		await createStore(hub.link, 'FILES');
		const there = await sourceOf(hub.api, 'FILES');
		await put(hub.link, there, 'a', 2500);
		await raw(leaf.link, '$JS.API.STREAM.CREATE.OBJ_FILES', {
			name: 'OBJ_FILES',
			subjects: ['$O.FILES.C.>', '$O.FILES.M.>'],
			allow_rollup_hdrs: true,
		});
		const twice = { refusal: expect.stringContaining('Another domain has a stream OBJ_FILES too') };
		for (const { api } of [leaf, through]) {
			const around = { api, features: capable, now: Date.now() };
			expect(await planObjectDelete({ bucket: 'FILES', names: ['a'] }, around)).toMatchObject(twice);
			const wish = { bucket: 'FILES', name: 'b', file: process.execPath, maxPayload: 1_000_000, now: Date.now() };
			expect(await planPut(wish, around)).toMatchObject(twice);
		}
		const kept = answered(await leaf.api.request('stream.info', { stream: 'OBJ_FILES' }));
		expect(kept.state.messages).toBe(0);

		// A mirror of a mirror of a bucket in the hub, beside a bucket of that name in the leaf.
		await createBucket(hub.link, 'O');
		await createBucket(leaf.link, 'O');
		const external = { api: '$JS.HUB.API', deliver: '' };
		await createBucket(leaf.link, 'M1', { subjects: undefined, mirror: { name: 'KV_O', external } });
		await createBucket(leaf.link, 'M2', { subjects: undefined, mirror: { name: 'KV_M1' } });
		const open = answered(await openKvBucket(leaf.api, 'M2', capable));
		if (open === undefined) throw new Error('M2 is no bucket');
		const plan = planKvPut(open, { key: 'k', value: new TextEncoder().encode('v') }, undefined);
		if ('refusal' in plan) throw new Error(plan.refusal);
		const sending = { ...leaf, connected: true, signal: new AbortController().signal, onProgress: () => undefined };
		for (const { wire } of plan.steps)
			expect(await wireKind(wire).send(wire, { ...sending, transferOf: () => undefined })).toMatchObject({
				kind: 'done',
				reply: { stream: 'KV_O', domain: 'HUB' },
			});
		const own = answered(await leaf.api.request('stream.info', { stream: 'KV_O' }));
		expect(own.state.messages).toBe(0);
	});
});
