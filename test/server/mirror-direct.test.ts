import { beforeAll, describe, expect, it } from 'vitest';
import type { Integer } from '../../src/format/integer.ts';
import { countPurge } from '../../src/jetstream/loss/count-purge.ts';
import { readMessage } from '../../src/jetstream/messages/read-message.ts';
import { readWindow, type WindowWish } from '../../src/jetstream/messages/read-window.ts';
import { firstSince } from '../../src/jetstream/messages/seek.ts';
import type { MessageSource } from '../../src/jetstream/messages/source.ts';
import type { StoredEntry } from '../../src/jetstream/messages/stored-entry.ts';
import type { Answer } from '../../src/jetstream/problem.ts';
import type { Link } from '../../src/nats/link.ts';
import { connect, raw } from '../support/jetstream.ts';
import { infoOf, makeStream, sourceOf } from '../support/messages.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

/** Whether the stream or a mirror of it answers is the server's choice: enough reads that each of them has answered some. */
const MANY = 24;

function got<T>(answer: Answer<T>): T {
	if (!answer.ok) throw new Error(answer.problem.message);
	return answer.value;
}

const range = (from: number, upTo: number): number[] => Array.from({ length: upTo - from + 1 }, (_, at) => from + at);

/** A mirror that answers direct gets for its origin, once it has `messages`. */
async function mirror(link: Link, name: string, config: object, messages: number): Promise<void> {
	const all = { name, storage: 'memory', allow_direct: true, mirror_direct: true, ...config };
	await raw(link, `$JS.API.STREAM.CREATE.${name}`, all);
	await until(async () => (await infoOf(link, name)).state.messages === messages, { what: `the messages of ${name}` });
	const { config: made } = await infoOf(link, name);
	expect(made.mirror_direct).toBe(true);
}

const bare = (name: string) => ({ mirror: { name } });

/** Ten messages of stream `name` and of a mirror of it; the stream has lost the fifth one, its mirror the seventh. */
async function stale(link: Link, name: string): Promise<MessageSource> {
	const messages = range(1, 10).map((seq) => ({ subject: `${name}.${seq % 2 ? 'odd' : 'even'}`, payload: `m${seq}` }));
	await makeStream(link, name, { allow_direct: true }, messages);
	await mirror(link, `${name}M`, bare(name), 10);
	await raw(link, `$JS.API.STREAM.MSG.DELETE.${name}`, { seq: 5 });
	await raw(link, `$JS.API.STREAM.MSG.DELETE.${name}M`, { seq: 7 });
	// Both answer for the origin by now.
	await until(async () => (await whoAnswer(link, name, 3)).size === 2, { what: 'answers of both' });
	return sourceOf(link, name);
}

/** Which streams answer a direct get. */
async function whoAnswer(link: Link, stream: string, seq: number): Promise<ReadonlySet<string>> {
	const asked = range(1, 40).map(() => link.request(`$JS.API.DIRECT.GET.${stream}`, JSON.stringify({ seq })));
	const names = (await Promise.all(asked)).flatMap((reply) =>
		reply.ok ? (reply.message.headers.find(([name]) => name === 'Nats-Stream')?.[1] ?? []) : [],
	);
	return new Set(names);
}

async function sequences(source: MessageSource, wish: Omit<WindowWish, 'count'>): Promise<readonly Integer[]> {
	const { entries } = got(await readWindow(source, { count: 50, ...wish }));
	return entries.map(({ seq }: StoredEntry) => seq);
}

describe.each(serverLines)('a stream whose mirrors answer its direct gets, on the %s line', (line: ServerLine) => {
	let server: TestServer;
	beforeAll(async () => {
		server = await startServer({ line });
	});

	it('is shown as it is: without what it has lost, with what a mirror has lost', async () => {
		const link = await connect(server);
		const { api, features } = await stale(link, 'G');
		const info = await infoOf(link, 'G');
		for (let at = 0; at < MANY; at += 1) {
			// Each look is a new one: what one has learnt of the mirror helps the next one.
			const source: MessageSource = { api: { ...api }, info, features };
			const there = [1, 2, 3, 4, 6, 7, 8, 9, 10];
			expect(await sequences(source, { from: 'first', direction: 'forward' })).toEqual(there);
			expect(await sequences(source, { from: 'last', direction: 'backward' })).toEqual(there);
			const odd = await sequences(
				{ ...source, api: { ...api } },
				{ from: 'first', subject: 'G.odd', direction: 'forward' },
			);
			expect(odd).toEqual([1, 3, 7, 9]);
			expect(got(await readMessage(source, { seq: 5 }))).toBeUndefined();
			expect(got(await readMessage(source, { seq: 7 }))?.seq).toBe(7);
			expect(got(await readMessage(source, { nextOf: '>', seq: 5 }))?.seq).toBe(6);
		}
	});

	it('is shown as it is where a mirror holds a part of it, under other subjects', async () => {
		const link = await connect(server);
		const messages = range(1, 40).map((seq) => ({ subject: seq % 4 ? 'F.us' : 'F.eu', payload: `m${seq}` }));
		await makeStream(link, 'F', { allow_direct: true }, messages);
		const some =
			line === '2.9'
				? { mirror: { name: 'F', filter_subject: 'F.eu' } }
				: { mirror: { name: 'F', subject_transforms: [{ src: 'F.eu', dest: 'elsewhere' }] } };
		await mirror(link, 'F_EU', some, 10);
		const { api, info, features } = await sourceOf(link, 'F');
		for (let at = 0; at < MANY; at += 1) {
			const source: MessageSource = { api: { ...api }, info, features };
			const { entries } = got(await readWindow(source, { from: 'first', count: 50, direction: 'forward' }));
			expect(entries.map(({ seq }) => seq)).toEqual(range(1, 40));
			expect(new Set(entries.map(({ subject }) => subject))).toEqual(new Set(['F.us', 'F.eu']));
			expect(got(await firstSince(source, entries[20]?.time ?? ''))?.seq).toBe(21);
		}
	});

	it('is a mirror itself: its own messages are shown, not those of its mirror', async () => {
		const link = await connect(server);
		await stale(link, 'H');
		await mirror(link, 'HMM', bare('HM'), 9);
		await raw(link, '$JS.API.STREAM.MSG.DELETE.HMM', { seq: 9 });
		const { api, info, features } = await sourceOf(link, 'HM');
		for (let at = 0; at < MANY; at += 1) {
			const source: MessageSource = { api: { ...api }, info, features };
			expect(await sequences(source, { from: 'last', direction: 'backward' })).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 10]);
		}
	});

	it('is what a purge is counted on', async () => {
		const link = await connect(server);
		const { api, info, features } = await stale(link, 'K');
		for (let at = 0; at < MANY; at += 1) {
			const source: MessageSource = { api: { ...api }, info, features };
			expect(await countPurge(source, { seq: 9 })).toMatchObject({ messages: 7, exact: true });
			expect(await countPurge(source, { seq: 6, filter: 'K.odd' })).toMatchObject({ messages: 2, exact: true });
			expect(await countPurge(source, { seq: 11, filter: 'K.none' })).toMatchObject({ messages: 0, exact: true });
		}
	});

	it('says so where its leader may not be asked, and shows nothing of a mirror', async () => {
		const limited = await startServer({
			line,
			config: `authorization { users: [
				{ user: all, password: s3cret }
				{ user: direct, password: s3cret, permissions: { publish: { deny: ["$JS.API.STREAM.MSG.GET.>"] } } }
			] }`,
		});
		await stale(await connect(limited, { user: 'all', password: 's3cret' }), 'P');
		const { api, info, features } = await sourceOf(await connect(limited, { user: 'direct', password: 's3cret' }), 'P');
		const some = new Set<boolean>();
		for (let at = 0; at < MANY; at += 1) {
			const source: MessageSource = { api: { ...api }, info, features };
			const five = await readMessage(source, { seq: 5 });
			const seven = await readMessage(source, { seq: 7 });
			if (five.ok) expect(five.value).toBeUndefined();
			else expect(five.problem.message).toMatch(/PM, a mirror,.*mirror_direct/);
			if (seven.ok) expect(seven.value?.seq).toBe(7);
			else expect(seven.problem.message).toContain('mirror_direct');
			const all = await readWindow(
				{ api: { ...api }, info, features },
				{ from: 'first', count: 50, direction: 'forward' },
			);
			if (all.ok) expect(all.value.entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 6, 7, 8, 9, 10]);
			else expect(all.problem.message).toContain('mirror_direct');
			some.add(all.ok);
		}
		// On one server the stream answers often enough.
		expect(some).toContain(true);
	});
});

describe.each(serverLines)('what is deleted between messages, on the %s line', (line: ServerLine) => {
	let server: TestServer;
	beforeAll(async () => {
		server = await startServer({ line });
	});

	it.each([
		['the limit of each subject', { max_msgs_per_subject: 2, allow_direct: true }],
		['a limit, kept in memory', { max_msgs_per_subject: 2, storage: 'memory' }],
	])('is left out by %s', async (_what, config) => {
		const link = await connect(server);
		const name = `L${'storage' in config ? 'M' : 'F'}`;
		const some = range(1, 30).map((seq) => ({ subject: `${name}.${seq % 3 ? 'a' : 'b'}` }));
		await makeStream(link, name, { storage: 'file', ...config }, some);
		const source = await sourceOf(link, name);
		expect(await sequences(source, { from: 'first', direction: 'forward' })).toEqual([27, 28, 29, 30]);
	});

	it.each(['workqueue', 'interest'])('is left out where a stream of %s has let it go', async (retention) => {
		const link = await connect(server);
		const name = retention === 'workqueue' ? 'WQ' : 'IN';
		await makeStream(link, name, { retention, allow_direct: true }, []);
		const config = { durable_name: 'c', ack_policy: 'explicit' };
		await raw(link, `$JS.API.CONSUMER.CREATE.${name}.c`, { stream_name: name, config });
		for (const seq of range(1, 9)) await link.request(`${name}.x`, `m${seq}`);
		const batch = await link.gather(
			`$JS.API.CONSUMER.MSG.NEXT.${name}.c`,
			JSON.stringify({ batch: 9, no_wait: true }),
			{
				isLast: ({ status, reply }) => status !== undefined || reply?.includes('.9.') === true,
			},
		);
		const [, second, , fourth, fifth] = batch.messages;
		for (const message of [second, fourth, fifth]) await link.request(message?.reply ?? '', '+ACK');
		const source = await sourceOf(link, name);
		expect(await sequences(source, { from: 'last', direction: 'backward' })).toEqual([1, 3, 6, 7, 8, 9]);
		expect(got(await readMessage(source, { seq: 4 }))).toBeUndefined();
	});

	it('is nothing of a stream with sources, which counts for itself', async () => {
		const link = await connect(server);
		await makeStream(link, 'S1', { allow_direct: true }, [
			{ subject: 'S1.a' },
			{ subject: 'S1.b', gap: true },
			{ subject: 'S1.c' },
		]);
		await raw(link, '$JS.API.STREAM.CREATE.SRC', {
			name: 'SRC',
			storage: 'memory',
			allow_direct: true,
			sources: [{ name: 'S1' }],
		});
		await until(async () => (await infoOf(link, 'SRC')).state.messages === 2, { what: 'what SRC copies' });
		expect(await sequences(await sourceOf(link, 'SRC'), { from: 'first', direction: 'forward' })).toEqual([1, 2]);
	});
});
