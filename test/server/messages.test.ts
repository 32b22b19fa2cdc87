import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Integer } from '../../src/format/integer.ts';
import { readMessage } from '../../src/jetstream/messages/read-message.ts';
import { readWindow, type WindowWish } from '../../src/jetstream/messages/read-window.ts';
import { firstSince } from '../../src/jetstream/messages/seek.ts';
import type { StoredEntry } from '../../src/jetstream/messages/stored-entry.ts';
import type { Answer } from '../../src/jetstream/problem.ts';
import { connect, raw } from '../support/jetstream.ts';
import { makeStream, type Planned, sourceOf } from '../support/messages.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';

function got<T>(answer: Answer<T>): T {
	if (!answer.ok) throw new Error(answer.problem.message);
	return answer.value;
}

const sequences = (entries: readonly StoredEntry[]): readonly Integer[] => entries.map(({ seq }) => seq);

/** Whether a subject is one that `filter` stands for; undefined for all. */
const matches = (filter: string | undefined, subject: string): boolean =>
	filter === undefined || filter === subject || (filter.endsWith('.>') && subject.startsWith(filter.slice(0, -1)));

/** What a window should hold, from what was put into the stream. */
function expected(planned: readonly Planned[], wish: WindowWish): readonly number[] {
	const there = planned.flatMap(({ subject, gap }, at) => (!gap && matches(wish.subject, subject) ? [at + 1] : []));
	const from = typeof wish.from === 'object' && 'seq' in wish.from ? wish.from.seq : undefined;
	if (wish.direction === 'forward') return there.filter((seq) => seq >= (from ?? 1)).slice(0, wish.count);
	return there.filter((seq) => seq <= (from ?? planned.length)).slice(-wish.count);
}

describe.each(serverLines)('messages of the %s line', (line: ServerLine) => {
	let server: TestServer;
	beforeAll(async () => {
		server = await startServer({ line });
	});

	let made = 0;
	const newName = (): string => {
		made += 1;
		return `W${made}`;
	};
	const planned = (name: string): fc.Arbitrary<Planned[]> =>
		fc.array(
			fc.record({
				subject: fc.constantFrom(`${name}.a`, `${name}.b.c`, `${name}.rare`),
				gap: fc.boolean(),
				payload: fc.string(),
			}),
			{ minLength: 1, maxLength: 120 },
		);

	it.each([
		['through the leader', {}],
		['by direct get', { allow_direct: true }],
		['from a file, by direct get', { allow_direct: true, storage: 'file' }],
	])('are read %s, forward and backward, whatever was deleted', async (_how, config) => {
		const link = await connect(server);
		await fc.assert(
			fc.asyncProperty(planned('x'), fc.nat(130), fc.integer({ min: 1, max: 40 }), async (some, seq, count) => {
				const name = newName();
				const messages = some.map((message) => ({ ...message, subject: `${name}.${message.subject}` }));
				await makeStream(link, name, config, messages);
				const source = await sourceOf(link, name);
				const ends: readonly WindowWish['from'][] = [{ seq }, 'first', 'last'];
				for (const from of ends) {
					for (const subject of [undefined, `${name}.x.a`, `${name}.x.b.>`, `${name}.none`]) {
						for (const direction of ['forward', 'backward'] as const) {
							if (from === 'first' && direction === 'backward') continue;
							if (from === 'last' && direction === 'forward') continue;
							const wish: WindowWish = { from, subject, count, direction };
							const { entries, atStart, atEnd } = got(await readWindow(source, wish));
							expect(sequences(entries), JSON.stringify(wish)).toEqual(expected(messages, wish));
							for (const entry of entries) {
								expect(entry.subject).toBe(messages[Number(entry.seq) - 1]?.subject);
								expect(Buffer.from(entry.payload).toString()).toBe(messages[Number(entry.seq) - 1]?.payload);
							}
							const all = expected(messages, { ...wish, count: 1000 });
							if (direction === 'backward' && atStart) expect(entries).toHaveLength(all.length);
							if (direction === 'forward' && atEnd) expect(entries).toHaveLength(all.length);
							if (entries.length < Math.min(count, all.length)) throw new Error('too few');
						}
					}
				}
			}),
			{ numRuns: 12 },
		);
	});

	it('are the same by both ways, with repeated headers and such as the server adds itself', async () => {
		const link = await connect(server);
		const headers = [
			['A', '1'],
			['A', '3'],
			['B', 'two words'],
			['Nats-Subject', 'of.somebody.else'],
			['Nats-Sequence', '7'],
		] as const;
		const messages = [
			{ subject: 'H.x', payload: 'plain' },
			{ subject: 'H.x', payload: 'héad', headers },
			{ subject: 'H.y' },
		];
		await makeStream(link, 'H', { allow_direct: true }, messages);
		const source = await sourceOf(link, 'H');
		const batch = got(await readWindow(source, { from: 'first', count: 10, direction: 'forward' })).entries;
		const closed = { ...source, info: { ...source.info, config: { ...source.info.config, allow_direct: false } } };
		const single = got(await readWindow(closed, { from: 'first', count: 10, direction: 'forward' })).entries;
		expect(single[1]?.headers).toEqual(headers);
		expect(JSON.stringify(batch.map(({ payload: _, ...rest }) => rest))).toBe(
			JSON.stringify(single.map(({ payload: _, ...rest }) => rest)),
		);
		expect(batch.map(({ payload }) => [...payload])).toEqual(single.map(({ payload }) => [...payload]));
		expect(single[1]?.size).toBe(
			Buffer.byteLength('héad') +
				Buffer.byteLength(
					'NATS/1.0\r\nA: 1\r\nA: 3\r\nB: two words\r\nNats-Subject: of.somebody.else\r\nNats-Sequence: 7\r\n\r\n',
				),
		);
	});

	it('are found one by one: by sequence, the last and the next of a subject; none is no failure', async () => {
		const link = await connect(server);
		await makeStream(link, 'ONE', {}, [
			{ subject: 'ONE.a' },
			{ subject: 'ONE.b', gap: true },
			{ subject: 'ONE.a' },
			{ subject: 'ONE.c' },
		]);
		const source = await sourceOf(link, 'ONE');
		expect(got(await readMessage(source, { seq: 3 }))).toMatchObject({ seq: 3, subject: 'ONE.a' });
		expect(got(await readMessage(source, { seq: 2 }))).toBeUndefined();
		expect(got(await readMessage(source, { seq: 99 }))).toBeUndefined();
		expect(got(await readMessage(source, { lastOf: 'ONE.a' }))?.seq).toBe(3);
		expect(got(await readMessage(source, { lastOf: 'ONE.*' }))?.seq).toBe(4);
		expect(got(await readMessage(source, { nextOf: 'ONE.*', seq: 2 }))?.seq).toBe(3);
		expect(got(await readMessage(source, { nextOf: 'ONE.b', seq: 1 }))).toBeUndefined();
	});

	it('are found by time, also with gaps, to the nanosecond', async () => {
		const link = await connect(server);
		const messages = Array.from({ length: 40 }, (_, at) => ({
			subject: 'T.x',
			gap: at % 7 === 3 || (at > 20 && at < 30),
		}));
		await makeStream(link, 'T', {}, messages);
		const source = await sourceOf(link, 'T');
		const all = got(await readWindow(source, { from: 'first', count: 100, direction: 'forward' })).entries;
		for (const entry of all) {
			const found = got(await firstSince(source, entry.time));
			expect(found?.time).toBe(entry.time);
			expect(found?.seq).toBe(all.find(({ time }) => time === entry.time)?.seq);
		}
		expect(got(await firstSince(source, '2000-01-01T00:00:00Z'))?.seq).toBe(1);
		expect(got(await firstSince(source, '2100-01-01T00:00:00Z'))).toBeUndefined();
	});

	it('are read across a gap of ten million without walking it', async () => {
		const link = await connect(server);
		await makeStream(link, 'GAP', {}, [{ subject: 'GAP.x' }]);
		// A mirror of what was purged keeps the sequence: the quickest way to a gap of that size.
		await raw(link, '$JS.API.STREAM.PURGE.GAP', { seq: 10_000_000 });
		const sent = Array.from({ length: 5 }, () => link.request('GAP.x', ''));
		await Promise.all(sent);
		const source = await sourceOf(link, 'GAP');
		const before = link.traffic().outMessages;
		const latest = got(await readWindow(source, { from: 'last', count: 20, direction: 'backward' }));
		expect(latest.entries).toHaveLength(5);
		expect(latest.atStart).toBe(true);
		expect(link.traffic().outMessages - before).toBeLessThan(60);
	});

	it('are read by the way that permissions leave open', async () => {
		const limited = await startServer({
			line,
			config: `authorization { users: [
				{ user: all, password: s3cret }
				{ user: one, password: s3cret, permissions: { publish: { deny: ["$JS.API.STREAM.MSG.GET.>"] } } }
				{ user: other, password: s3cret, permissions: { publish: { deny: ["$JS.API.DIRECT.GET.>"] } } }
			] }`,
		});
		const all = await connect(limited, { user: 'all', password: 's3cret' });
		await makeStream(all, 'P', { allow_direct: true }, [
			{ subject: 'P.x' },
			{ subject: 'P.x', gap: true },
			{ subject: 'P.x' },
		]);
		for (const user of ['one', 'other']) {
			const source = await sourceOf(await connect(limited, { user, password: 's3cret' }), 'P');
			const { entries } = got(await readWindow(source, { from: 'last', count: 9, direction: 'backward' }));
			expect(sequences(entries)).toEqual([1, 3]);
			expect(got(await readMessage(source, { seq: 3 }))?.seq).toBe(3);
			expect(got(await readMessage(source, { seq: 2 }))).toBeUndefined();
		}
	});
});
