import fc from 'fast-check';
import { type KvEntry as ClientEntry, connect as connectClient, type KV } from 'nats';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Deck } from '../../src/commands/deck-handle.ts';
import type { KvEntry } from '../../src/jetstream/kv/entry.ts';
import type { OpenKvBucket } from '../../src/jetstream/kv/open-bucket.ts';
import { readAll } from '../../src/jetstream/kv/read-all.ts';
import { readHistory, readLatest, readRevision } from '../../src/jetstream/kv/read-key.ts';
import { isConflict } from '../../src/jetstream/kv/refusals.ts';
import { type KvWrite, messageOfWrite } from '../../src/jetstream/kv/write.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { answered, bucketOf } from '../support/kv.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

/** More of them by hand: KV_OPERATIONS=100000. */
const operations = Number(process.env.KV_OPERATIONS ?? 1000);

const keys = ['a', 'a.b', 'a.b.c', 'b/c=d_e-1', 'users.1.name', 'users.2.name', '=', 'Z9'];

const operation = fc.record({
	by: fc.constantFrom('jetdeck', 'client'),
	kind: fc.constantFrom('put', 'put', 'put', 'create', 'update', 'delete', 'purge'),
	key: fc.constantFrom(...keys),
	value: fc.uint8Array({ maxLength: 40 }),
	/** Of an update: how far from the last revision. */
	off: fc.constantFrom(0, 0, 1),
} as const);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

interface World {
	readonly deck: Deck;
	readonly open: OpenKvBucket;
	readonly kv: KV;
}

async function world(line: (typeof serverLines)[number]): Promise<World> {
	const server = await startServer({ line });
	const client = await connectClient({ servers: server.url });
	onTestFinished(() => client.close());
	const kv = await client.jetstream().views.kv('WORLD', { history: 4, allow_direct: true });
	const deck = await openTestDeck({ server: server.url, timeout: 10_000 });
	await seen(deck, 'a server', ({ features }) => features.version !== undefined);
	return { deck, open: await bucketOf(deck, 'WORLD'), kv };
}

/** Whether it was carried out; false for another revision. */
async function byJetdeck({ deck, open }: World, { kind, key, value, off }: Operation): Promise<boolean> {
	const now = answered(await readLatest(open, key));
	const isThere = now?.operation === 'put';
	if (kind === 'create' && isThere) return false;
	const expects = kind === 'create' || kind === 'update';
	const write: KvWrite = {
		kind,
		key,
		value: kind === 'delete' || kind === 'purge' ? new Uint8Array() : value,
		...(expects && { revision: Number(now?.revision ?? 0) + (kind === 'update' ? off : 0) }),
	};
	const stored = await deck.api().store(messageOfWrite(open, write));
	if (!stored.ok && isConflict(stored.problem)) return false;
	answered(stored);
	return true;
}

async function byClient({ kv }: World, { kind, key, value, off }: Operation): Promise<boolean> {
	if (kind === 'delete') await kv.delete(key);
	else if (kind === 'purge') await kv.purge(key);
	else if (kind === 'put') await kv.put(key, value);
	else {
		const last = (await kv.get(key))?.revision ?? 0;
		// The library refuses to update a key that never was.
		if (kind === 'update' && last + off === 0) return false;
		const write = kind === 'create' ? kv.create(key, value) : kv.update(key, value, last + off);
		return write.then(
			() => true,
			() => false,
		);
	}
	return true;
}

const clientOperations = { PUT: 'put', DEL: 'delete', PURGE: 'purge' } as const;

/** What both say of a revision. */
const ours = ({ key, revision, operation, value }: KvEntry) => [key, revision, operation, hex(value)];
const theirs = ({ key, revision, operation, value }: ClientEntry) => [
	key,
	revision,
	clientOperations[operation],
	hex(value),
];
const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex');

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
	const got: T[] = [];
	for await (const item of items) got.push(item);
	return got;
}

async function expectTheSame({ deck, kv, open }: World): Promise<void> {
	const now = await bucketOf(deck, 'WORLD');
	const live: string[] = [];
	for (const key of keys) {
		const [mine, other] = [answered(await readLatest(now, key)), await kv.get(key)];
		expect(mine && ours(mine), key).toEqual(other === null ? undefined : theirs(other));
		const history = answered(await readHistory(now, key)).entries;
		expect(history.map(ours), key).toEqual((await all(await kv.history({ key }))).map(theirs));
		for (const entry of history) {
			expect(ours(answered(await readRevision(open, key, entry.revision)) as KvEntry)).toEqual(ours(entry));
			expect(answered(await readRevision(open, 'another', entry.revision))).toBeUndefined();
		}
		if (mine?.operation === 'put') live.push(key);
	}
	const read: string[] = [];
	const problem = await readAll(deck.link(), now, {
		headersOnly: true,
		signal: AbortSignal.timeout(30_000),
		take: ({ key, operation }) => void (operation === 'put' && read.push(key)),
	});
	expect(problem).toBeUndefined();
	expect(read.toSorted()).toEqual(live.toSorted());
	expect((await all(await kv.keys())).toSorted()).toEqual(live.toSorted());
}

describe.each(serverLines)('a bucket on %s', (line) => {
	it(`reads the same by jetdeck and by the client library, after ${operations} operations of both`, {
		timeout: 120_000 + operations * 20,
	}, async () => {
		const made = await world(line);
		const outcomes = { jetdeck: new Set<string>(), client: new Set<string>() };
		for (const [at, each] of fc.sample(operation, { numRuns: operations, seed: 18 }).entries()) {
			const done = await (each.by === 'jetdeck' ? byJetdeck : byClient)(made, each);
			outcomes[each.by].add(`${each.kind} ${done}`);
			if (at % Math.ceil(operations / 5) === 0) await expectTheSame(made);
		}
		await expectTheSame(made);
		// Both were refused, and both were not.
		const all = ['create false', 'create true', 'delete true', 'purge true', 'put true', 'update false', 'update true'];
		expect([...outcomes.jetdeck].toSorted()).toEqual(all);
		expect([...outcomes.client].toSorted()).toEqual(all);
	});
});
