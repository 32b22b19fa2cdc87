import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPages } from '../../src/jetstream/pages.ts';
import type { Ask } from '../../src/jetstream/replies.ts';
import { consumerInfo, streamInfo } from '../support/state.ts';

const LIMIT = 4;

/**
 * How the servers page: a slice of the sorted names by position, with their page size.
 * @param totalOf what they say of the whole list; CONSUMER.LIST of a 2.9 cluster counts the page alone
 */
function listOf(
	names: () => readonly string[],
	count: { requests: number },
	totalOf = (all: number, _page: number): number => all,
): Ask {
	return (async (_id: string, _params: object, body: { readonly offset: number }) => {
		count.requests++;
		const sorted = [...names()].sort();
		const offset = Math.min(body.offset, sorted.length);
		const streams = sorted.slice(offset, offset + LIMIT);
		const value = {
			total: totalOf(sorted.length, streams.length),
			offset,
			limit: LIMIT,
			streams: streams.length === 0 ? null : streams,
		};
		return { ok: true, value, at: 0, ms: 0 };
	}) as unknown as Ask;
}

function answering(page: object): Ask {
	return (async () => ({
		ok: true,
		value: { total: 2, offset: 0, limit: 256, ...page },
		at: 0,
		ms: 0,
	})) as unknown as Ask;
}

const nameSet = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 30 });
const concurrency = fc.integer({ min: 1, max: 4 });

async function read(request: Ask, concurrency: number): Promise<readonly string[]> {
	const answer = await readPages(request, 'stream.names', {}, undefined, { concurrency });
	if (!answer.ok) throw new Error(answer.problem.message);
	return answer.value.items;
}

describe('reading all pages', () => {
	it('gives every entry once, in order, with as many requests as there are pages', async () => {
		await fc.assert(
			fc.asyncProperty(nameSet, concurrency, async (names, at) => {
				const count = { requests: 0 };
				expect(
					await read(
						listOf(() => names, count),
						at,
					),
				).toEqual([...names].sort());
				// The last page is the one that is not full.
				expect(count.requests).toBe(Math.floor(names.length / LIMIT) + 1);
			}),
		);
	});

	it('is as old as its oldest page', async () => {
		const count = { requests: 0 };
		const pages = listOf(() => ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'], count) as unknown as (
			...given: unknown[]
		) => Promise<object>;
		const aging = (async (...given: unknown[]) => ({
			...(await pages(...given)),
			at: 100 + count.requests,
		})) as unknown;
		expect(await readPages(aging as Ask, 'stream.names', {})).toMatchObject({ ok: true, at: 101 });
	});

	it('gives every entry of a server that counts pages alone, or says anything of the whole', async () => {
		const totals = fc.constantFrom(
			(_: number, page: number) => page,
			() => 0,
			(all: number) => all - 1,
			(all: number) => all + 3,
			(all: number) => all * 1000,
		);
		await fc.assert(
			fc.asyncProperty(nameSet, totals, concurrency, async (names, total, at) => {
				const count = { requests: 0 };
				const request = listOf(() => names, count, total);
				expect(await read(request, at)).toEqual([...names].sort());
				// Such a list is read until two readings agree.
				expect(count.requests).toBeLessThanOrEqual(2 * (Math.ceil(names.length / LIMIT) + at + 1));
			}),
			{ numRuns: 500 },
		);
	});

	it('loses nothing that was there all the time while entries are deleted', async () => {
		await fc.assert(
			fc.asyncProperty(nameSet, fc.array(fc.nat(), { maxLength: 6 }), async (names, deletions) => {
				const present = [...names].sort();
				const waiting = [...deletions];
				const request = listOf(
					() => {
						const victim = waiting.shift();
						if (victim !== undefined) present.splice(victim % (present.length + 1), 1);
						return present;
					},
					{ requests: 0 },
				);
				const items = await read(request, 1);
				expect(new Set(items).size).toBe(items.length);
				// Once the list stands still two readings agree; six deletions can outlast three readings of a short list.
				if (waiting.length === 0) expect(items).toEqual(expect.arrayContaining(present));
			}),
		);
	});

	it('loses nothing while entries are added', async () => {
		await fc.assert(
			fc.asyncProperty(nameSet, nameSet, concurrency, async (names, added, at) => {
				const present = new Set(names);
				const waiting = [...added];
				const request = listOf(
					() => {
						const name = waiting.shift();
						if (name !== undefined) present.add(name);
						return [...present];
					},
					{ requests: 0 },
				);
				expect(await read(request, at)).toEqual(expect.arrayContaining(names));
			}),
		);
	});

	it('ends when a server repeats itself or promises more than it has', async () => {
		let requests = 0;
		const stuck = (async () => {
			requests++;
			return { ok: true, value: { total: 1e15, offset: 0, limit: 2, streams: ['a', 'b'] }, at: 0, ms: 0 };
		}) as unknown as Ask;
		expect(await read(stuck, 4)).toEqual(['a', 'b']);
		expect(requests).toBeLessThan(20);
		const none = (async () => ({ ok: true, value: { total: 7, offset: 0, limit: 0 }, at: 0, ms: 0 })) as unknown as Ask;
		expect(await read(none, 1)).toEqual([]);
	});

	it('advances over entries that come only as missing or offline', async () => {
		const offsets: number[] = [];
		const pages: Readonly<Record<number, object>> = {
			0: { streams: ['a', 'b'], missing: ['c'], offline: { d: 'unsupported' } },
			4: { streams: ['e'], missing: ['e'], offline: {} },
			5: { streams: ['f'] },
		};
		const request = (async (_id: string, _params: object, { offset }: { readonly offset: number }) => {
			offsets.push(offset);
			return { ok: true, value: { total: 6, offset, limit: 4, ...pages[offset] }, at: 0, ms: 0 };
		}) as unknown as Ask;
		const answer = await readPages(request, 'stream.names', {});
		expect(offsets).toEqual([0, 4, 5]);
		expect(answer).toMatchObject({
			ok: true,
			value: {
				items: ['a', 'b', 'e', 'f'],
				total: 6,
				names: new Set(['a', 'b', 'c', 'd', 'e', 'f']),
				silent: new Map([
					['c', expect.objectContaining({ kind: 'timeout', subject: 'STREAM.NAMES' })],
					['d', expect.objectContaining({ errCode: 10194, message: 'Offline: unsupported.' })],
				]),
				offline: { d: 'unsupported' },
			},
		});
	});

	it('takes no stub of something offline for a value', async () => {
		// As a cluster answers whose server n1 is down: 2.9, 2.10 and 2.15 alike.
		const down = { name: 'C1', replicas: [{ name: 'n1', current: false, offline: true, active: 0, peer: 'x' }] };
		const whole = streamInfo('UP');
		const streams = [
			{ ...streamInfo('DOWN'), cluster: down, state: streamInfo('DOWN', { state: { messages: 0 } }).state },
			whole,
		];
		expect(await readPages(answering({ streams, missing: ['DOWN', 'SLOW'] }), 'stream.list', {})).toMatchObject({
			ok: true,
			value: {
				items: [whole],
				names: new Set(['UP', 'DOWN', 'SLOW']),
				silent: new Map([
					[
						'DOWN',
						expect.objectContaining({
							message: 'The meta leader calls n1 offline.',
							advice:
								'Start n1 again; if it runs, step down the meta leader. If it is lost for good, delete this and create it again; data that only it stored is lost.',
						}),
					],
					['SLOW', expect.objectContaining({ message: 'No answer from its leader in time.' })],
				]),
			},
		});
	});

	it('takes the name of a consumer that is offline from its configuration', async () => {
		const down = {
			name: 'C1',
			replicas: ['n1', 'n2'].map((name) => ({ name, current: false, offline: true, active: 0 })),
		};
		const stub = { ...consumerInfo('A', 'DOWN'), stream_name: '', name: '', cluster: down };
		const answer = await readPages(answering({ consumers: [stub], missing: ['DOWN'] }), 'consumer.list', {
			stream: 'A',
		});
		expect(answer).toMatchObject({
			ok: true,
			value: {
				items: [],
				names: new Set(['DOWN']),
				silent: new Map([['DOWN', expect.objectContaining({ message: 'The meta leader calls n1 and n2 offline.' })]]),
			},
		});
	});

	it('says of each entry by itself that it cannot be read, and leaves out what is none', async () => {
		const [whole, spoilt] = [consumerInfo('A', 'whole'), consumerInfo('A', 'spoilt')];
		const consumers = [null, whole, 7, { ...spoilt, delivered: null }, { config: {} }];
		const request = (async () => ({
			ok: true,
			value: { total: 2, offset: 0, limit: 256, consumers },
			at: 0,
			ms: 0,
		})) as unknown as Ask;
		expect(await readPages(request, 'consumer.list', { stream: 'A' })).toMatchObject({
			ok: true,
			value: {
				items: [whole],
				names: new Set(['whole', 'spoilt']),
				silent: new Map([
					[
						'spoilt',
						expect.objectContaining({
							kind: 'malformed',
							message: 'Its entry in CONSUMER.LIST.A has null as delivered.',
						}),
					],
				]),
			},
		});
	});

	it('fails with the page that failed', async () => {
		const problem = { kind: 'timeout', subject: 's', message: 'm', advice: 'a' } as const;
		const request = (async (_id: string, _params: object, { offset }: { readonly offset: number }) =>
			offset === 0
				? { ok: true, value: { total: 9, offset, limit: 2, streams: ['a', 'b'] }, at: 0, ms: 0 }
				: { ok: false, problem, at: 0, ms: 0 }) as unknown as Ask;
		expect(await readPages(request, 'stream.names', {}, {}, { concurrency: 3 })).toMatchObject({ ok: false, problem });
	});
});
