import { connect as connectClient, StorageType } from 'nats';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { BucketPlanner } from '../../src/changes/buckets.ts';
import { bucketsDelete, bucketsPurge, storeSeal } from '../../src/changes/buckets.ts';
import type { JournalEntry } from '../../src/changes/journal.ts';
import { planBucketCreate } from '../../src/changes/plan/buckets.ts';
import type { Proposal } from '../../src/changes/proposal.ts';
import { planUndo } from '../../src/changes/undo.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import type { BucketKind } from '../../src/jetstream/buckets/bucket.ts';
import { bucketConfig } from '../../src/jetstream/buckets/config.ts';
import { configurationOf } from '../../src/jetstream/configuration-of.ts';
import type { StreamConfig } from '../../src/jetstream/wire.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { carriedOut, proposed } from '../support/proposals.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

async function world(line: (typeof serverLines)[number]) {
	const server = await startServer({ line });
	const deck = await openTestDeck({ server: server.url, timeout: 10_000 });
	await seen(deck, 'the names', ({ features, streamNames }) => features.version && streamNames.phase === 'ready');
	const client = await connectClient({ servers: server.url });
	onTestFinished(() => client.close());
	const { views } = client.jetstream();
	return { deck, kv: views.kv.bind(views), os: views.os.bind(views) };
}

async function stored(deck: Deck, stream: string): Promise<StreamConfig> {
	const answer = await deck.api().request('stream.info', { stream });
	if (!answer.ok) throw new Error(answer.problem.message);
	return configurationOf(answer.value) as StreamConfig;
}

async function create(deck: Deck, kind: BucketKind, settings: object): Promise<void> {
	const config = bucketConfig(kind, { ...settings }) as unknown as StreamConfig;
	const [result] = await carriedOut(deck, planBucketCreate(config));
	expect(result).toMatchObject({ kind: 'done' });
}

async function planned(deck: Deck, planner: BucketPlanner, ...streams: readonly string[]): Promise<Proposal> {
	const { proposal } = await proposed(deck, (api, signal) =>
		planner(streams, { api, signal, state: deck.store.getState() }),
	);
	return proposal;
}

const textsOf = ({ consequences }: Proposal): string => consequences.map(({ text }) => text).join('\n');

const minute = 60_000;

describe.each(serverLines)('a bucket on nats-server %s', (line) => {
	it('is stored as that of the client library', async () => {
		const { deck, kv, os } = await world(line);
		/** By the same name: what is compared then is all that the server stores. */
		const same = async (kind: BucketKind, stream: string, settings: object) => {
			const theirs = await stored(deck, stream);
			await carriedOut(deck, await planned(deck, bucketsDelete, stream));
			await create(deck, kind, settings);
			// nats.js leaves it off; nats.go and the nats CLI do not.
			const denied = kind === 'kv' && { deny_delete: true };
			expect(await stored(deck, stream)).toEqual({ ...theirs, ...denied });
		};
		await kv('plain');
		await same('kv', 'KV_plain', { name: 'plain' });
		await kv('full', {
			...{ history: 10, ttl: minute, maxValueSize: 1024, max_bytes: 1_048_576, storage: StorageType.Memory },
			description: 'd d',
		});
		await same('kv', 'KV_full', {
			...{ name: 'full', description: 'd d', max_msgs_per_subject: 10, max_age: minute * 1e6, storage: 'memory' },
			...{ max_msg_size: 1024, max_bytes: 1_048_576 },
		});
		await os('files', { max_bytes: 1_048_576, ttl: minute * 1e6, description: 'x' });
		await same('objects', 'OBJ_files', {
			...{ name: 'files', description: 'x', max_age: minute * 1e6, max_bytes: 1_048_576 },
		});
	});

	it('is purged, sealed and deleted with what is lost in figures', async () => {
		const { deck, kv, os } = await world(line);
		const flags = await kv('flags', { history: 5 });
		for (const value of ['1', '2', '3']) await flags.put('a', value);
		await flags.put('b', '1');
		await flags.delete('b');
		const files = await os('files');
		const content = () => new Blob(['text']).stream() as ReadableStream<Uint8Array>;
		for (const name of ['one', 'two']) await files.put({ name }, content());
		await files.delete('two');

		const purge = await planned(deck, bucketsPurge, 'KV_flags');
		expect(purge).toMatchObject({ title: 'Purge key-value bucket flags', typed: 'KV_flags' });
		expect(textsOf(purge)).toMatch(/^2 keys will be lost; .*\nNo markers are left: .*\n5 messages, /);
		await carriedOut(deck, purge);
		expect((await flags.status()).values).toBe(0);

		const seal = await planned(deck, storeSeal, 'OBJ_files');
		expect(seal).toMatchObject({ title: 'Seal object store files', typed: 'OBJ_files' });
		expect(textsOf(seal)).toMatch(/^Its objects can still be read; .*\nThis cannot be undone/);
		await carriedOut(deck, seal);
		expect((await files.status()).sealed).toBe(true);

		const both = await planned(deck, bucketsDelete, 'KV_flags', 'OBJ_files');
		expect(both).toMatchObject({ title: 'Delete 2 buckets', typed: 'delete 2 buckets' });
		expect(textsOf(both)).toMatch(/^flags: It has no keys\.\nfiles: 2 objects will be lost; /);
		const results = await carriedOut(deck, both);
		expect(results.map(({ kind }) => kind)).toEqual(['done', 'done']);

		const { journal } = deck.store.getState();
		const around = { api: deck.api(), state: deck.store.getState(), signal: AbortSignal.timeout(10_000) };
		const back = await planUndo(journal.at(-1) as JournalEntry, around);
		expect(textsOf(back as Proposal)).toMatch(/It will not be sealed/);
		await carriedOut(deck, back);
		await (await os('files')).put({ name: 'three' }, content());
	});
});
