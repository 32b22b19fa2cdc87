import { describe, expect, it } from 'vitest';

import type { Api } from '../../src/jetstream/request.ts';
import type { ConsumerInfo, StreamInfo } from '../../src/jetstream/wire.ts';
import { emptyList } from '../../src/store/list.ts';
import type { DeckState } from '../../src/store/state.ts';
import { consumerKey } from '../../src/store/view.ts';
import { streamHealth } from '../../src/views/health/stream.ts';
import { streamRow } from '../../src/views/row.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { allowance } from '../../src/views/watch/allowance.ts';
import { figureOf, wrongStreams } from '../../src/views/watch/figure.ts';
import {
	judgedConsumer,
	watchedConsumers,
	watchedConsumersUnread,
	watchedInfo,
	watchedUnread,
} from '../../src/views/watch/judge.ts';
import { judgeKnown } from '../../src/views/watch/judge-known.ts';
import { look } from '../../src/views/watch/look.ts';
import { readingOrder } from '../../src/views/watch/reading-order.ts';
import { putFound } from '../../src/views/watch/resource.ts';
import { startWalk } from '../../src/views/watch/walked.ts';
import { standing, unwatched, type Watched, watchSlice, writeWatch } from '../../src/views/watch/watch.ts';
import {
	accountInfo,
	before,
	consumerInfo,
	deckState,
	now,
	ready,
	streamInfo,
	withConsumers,
	withStreams,
} from '../support/state.ts';

const stalled = (stream: string, name: string): ConsumerInfo =>
	consumerInfo(stream, name, { info: { num_ack_pending: 1000 } });
const leaderless = (name: string): StreamInfo =>
	streamInfo(name, { info: { cluster: { name: 'C1', replicas: [] } }, state: { consumer_count: 0 } });
const empty = (name: string): StreamInfo => streamInfo(name, { state: { consumer_count: 0, messages: 5 } });

/** After a sweep of all consumers, unless nothing was read of any. */
function settled(
	streams: readonly StreamInfo[],
	consumers: readonly ConsumerInfo[],
	parts: Partial<DeckState> = {},
): DeckState {
	const state = deckState({
		...withStreams(streams),
		...withConsumers(consumers),
		...watchSlice.initial(),
		swept: { consumers: now - 500 },
		...parts,
	});
	return { ...state, ...judgeKnown(state) };
}

const figure = (state: DeckState, room = 200): string =>
	figureOf(state, room)
		.line.map(({ text }) => text)
		.join('');

describe('what is wrong in the account', () => {
	it('includes its own storage and memory', () => {
		const { limits } = accountInfo();
		const full = accountInfo({ storage: 95, memory: 8, limits: { ...limits, max_storage: 100, max_memory: 10 } });
		const parts = { account: { phase: 'ready', value: full, at: now } } as const;
		expect(figure(settled([empty('A')], [], parts))).toBe('! account storage 95% full · account memory 80% full');
		expect(figure(settled([empty('A'), leaderless('C')], [], parts))).toBe(
			'! account storage 95% full · 1 stream without leader · account memory 80% full',
		);
	});

	const wrong = settled(
		[empty('A'), streamInfo('B'), leaderless('C'), streamInfo('D'), streamInfo('E')],
		[stalled('B', 'b'), stalled('D', 'd'), consumerInfo('E', 'e', { info: { num_pending: 12_000 } })],
	);

	it('is one figure, the worst first, in as many words as there is room for', () => {
		expect(figure(wrong)).toBe('! 1 stream without leader · 2 consumers stuck · 1 consumer behind');
		expect(figure(wrong, 60)).toBe('! 1 stream without leader · 2 consumers stuck · 1 more');
		expect(figure(wrong, 40)).toBe('! 1 stream without leader · 3 more');
		expect(figure({ ...wrong, now: now + 120_000 })).toContain(' · checked in the last 2m');
		expect(wrongStreams(wrong)).toBe('1 stream without leader: C. 2 lists the streams, what is wrong first.');
	});

	it('counts those that are stuck in several ways together', () => {
		const idle = { num_pending: 3, delivered: { consumer_seq: 1, stream_seq: 1, last_active: before(600_000) } };
		const both = [stalled('B', 'b'), consumerInfo('B', 'c', { info: idle })];
		expect(figure(settled([streamInfo('B')], both))).toBe('! 2 consumers stuck');
	});

	it('stands before all else, then by what the list is sorted by', () => {
		expect(rowsOf(wrong, 'streams')).toEqual(['B', 'C', 'D', 'E', 'A']);
		const sort = { column: 'name', descending: true };
		const lists: DeckState['lists'] = new Map([['streams', { ...emptyList, sort }]]);
		const turned = { ...wrong, lists };
		expect(rowsOf(turned, 'streams')).toEqual(['D', 'C', 'B', 'E', 'A']);
	});

	it('is said by the streams of the consumers', () => {
		const health = (stream: string) => {
			const { info, consumers } = streamRow(wrong, stream);
			return info && streamHealth({ info, consumers }).short;
		};
		expect(['A', 'B', 'C', 'E'].map(health)).toEqual(['R1 ✓', '1 stalled', 'no leader', 'behind 12k']);
	});

	it('takes its place when the keys rest', () => {
		const well = settled([empty('A'), empty('B')], []);
		expect(rowsOf(well, 'streams')).toEqual(['A', 'B']);
		const streams = { entries: new Map([...well.streams.entries, ['B', { info: ready(leaderless('B'), 100) }]]) };
		const later = { ...well, streams, touchedAt: now - 100 };
		const held = { ...later, ...judgeKnown(later) };
		expect(figure(held)).toBe('! 1 stream without leader');
		expect(rowsOf(held, 'streams')).toEqual(['A', 'B']);
		expect(rowsOf({ ...held, now: now + 2000 }, 'streams')).toEqual(['B', 'A']);
	});

	it('is what was read last: a stream that left the view keeps an older info there', () => {
		const well = settled([empty('A'), empty('B')], []);
		const own = streamHealth({ info: leaderless('B') }).reasons;
		const later = now + 120_000;
		const watch = writeWatch(well, (entries) => {
			entries.set('A', { infoAt: later, consumersAt: later, own: [], count: 0, consumers: [] });
			entries.set('B', { infoAt: later, consumersAt: later, own, count: 0, consumers: [] });
		});
		for (const A of [ready(empty('A'), -120_500), { phase: 'loading' } as const]) {
			const streams = { entries: new Map([...well.streams.entries, ['A', { info: A }]]) };
			const state = { ...well, watch, streams, now: later + 1000 };
			expect(figure({ ...state, ...judgeKnown(state) })).toBe('! 1 stream without leader');
		}
	});

	it('is what servers announced while it was read, and nothing that expired meanwhile', () => {
		const well = settled([empty('A'), empty('B')], []);
		const read = new Map(well.watch.streams.entries);
		const lost = { ...well, events: { ...well.events, lost: new Map([['A', now]]) } };
		const announced = { ...lost, ...judgeKnown(lost) };
		const readThen = new Map(announced.watch.streams.entries);
		const over = { ...announced, events: { ...announced.events, lost: new Map() } };
		const figureAfter = (state: DeckState, found: typeof read) =>
			figure({ ...state, watch: writeWatch(state, (entries) => putFound(entries, found, state)) });
		expect(figureAfter(announced, read)).toBe('! 1 stream without quorum');
		expect(figureAfter({ ...over, ...judgeKnown(over) }, readThen)).toBe('✓ nothing wrong');
	});

	it('is no loss of quorum that newer data contradicts: a server that stood still announces it late', () => {
		const at = new Map([
			['A', now - 2000],
			['B', now - 100],
			[consumerKey('C', 'c'), now - 2000],
			[consumerKey('D', 'd'), now - 100],
		]);
		const streams = [empty('A'), empty('B'), streamInfo('C'), streamInfo('D')];
		const consumers = [consumerInfo('C', 'c'), consumerInfo('D', 'd')];
		const well = settled(streams, consumers);
		const lost = { ...well, events: { ...well.events, lost: at } };
		const heard = { ...lost, ...judgeKnown(lost) };
		expect(figure(heard)).toBe('! 1 consumer without quorum · 1 stream without quorum');
		expect(rowsOf(heard, 'streams')).toEqual(['B', 'D', 'A', 'C']);
	});

	describe('after a loss of quorum was announced', () => {
		const later = now + 5000;
		const problem = { kind: 'timeout', subject: '', message: 'No answer.', short: 'no answer', advice: '' } as const;
		const [D, C] = [streamInfo('D'), streamInfo('C')];
		const well = settled([D, C], [consumerInfo('D', 'd'), consumerInfo('C', 'c')]);
		const lost = new Map([
			['D', now],
			[consumerKey('D', 'd'), now],
		]);
		const state = { ...well, events: { ...well.events, lost } };
		const heard = { ...state, ...judgeKnown(state) };
		const before = heard.watch.streams.entries.get('D') ?? unwatched;
		const withLeader = (leader: object) => {
			const info = consumerInfo('D', 'd', { info: { cluster: { name: 'C1', replicas: [], ...leader } } });
			return judgedConsumer(info, D.config, state, { at: later, now: later });
		};

		it.each([
			['an info', watchedInfo(before, D, later, undefined), ['consumer']],
			['an info without a leader', watchedInfo(before, leaderless('D'), later, undefined), ['stream', 'consumer']],
			['an info that is offline', watchedInfo(before, D, later, 'unsupported'), ['stream', 'consumer']],
			['a request that fails', watchedUnread(before, problem, later), ['stream', 'consumer']],
			[
				'an info, and an older one afterwards',
				watchedInfo(watchedInfo(before, D, later, undefined), D, now, undefined),
				['consumer'],
			],
			[
				'an info without consumers, and an older one afterwards',
				watchedInfo(watchedInfo(before, empty('D'), later, undefined), empty('D'), now, undefined),
				[],
			],
			['its consumers', watchedConsumers(before, [withLeader({ leader: 'n1' })], later, later), ['stream']],
			[
				'consumers read before',
				watchedConsumers(before, [withLeader({ leader: 'n1' })], later, now),
				['stream', 'consumer'],
			],
			['consumers without a leader', watchedConsumers(before, [withLeader({})], later, later), ['stream', 'consumer']],
			['a list that fails', watchedConsumersUnread(before, problem, later), ['stream', 'consumer']],
			[
				'a list that fails after one that did not',
				watchedConsumersUnread(watchedConsumers(before, [], later, later), problem, later + 5000),
				['stream'],
			],
		] as const)('%s leaves what it does not contradict', (_, watched, left) => {
			expect(standing(watched).map(({ of }) => of)).toEqual(left);
		});

		it('a list that was read in part before contradicts it no more than its first page', async () => {
			const entry: Watched = { ...before, triedAt: 0, partial: { offset: 1, wrong: [], since: now } };
			const watch = writeWatch(heard, (entries) => entries.set('D', entry));
			const value = { total: 2, offset: 1, limit: 1, consumers: [consumerInfo('D', 'e')] };
			const api = { request: async () => ({ ok: true, value, at: later, ms: 1 }) } as unknown as Api;
			const walked = startWalk({ ...heard, watch }, 10);
			const { signal } = new AbortController();
			await look(api, { ...heard, watch }, walked, { stream: 'D', isOfWalk: true, signal });
			const after = walked.found.get('D') ?? unwatched;
			expect(after).toMatchObject({ partial: undefined, consumersAt: later, consumersLedAt: now });
			expect(standing(after).map(({ of }) => of)).toContain('consumer');
		});

		it('what was read before that does not bring it back', () => {
			const newer = watchedConsumers(watchedInfo(before, D, later, undefined), [], later, later);
			const watch = writeWatch(heard, (entries) => entries.set('D', newer));
			const older = watchedConsumers(watchedInfo(before, D, now, undefined), [], now, now);
			const entries = new Map([['D', newer]]);
			putFound(entries, new Map([['D', older]]), { ...heard, watch, now: later });
			expect(standing(entries.get('D') ?? unwatched)).toEqual([]);
		});

		const unread = (name: string) => ({ name, health: undefined, pending: 0 });
		const judged = (info: ConsumerInfo) => judgedConsumer(info, D.config, state, { at: later, now: later });
		const read = (...consumers: Parameters<typeof watchedConsumers>[1]) =>
			watchedConsumers(before, consumers, later, now);
		const unreadStream = watchedUnread(before, problem, later);
		const ofThree = { ...before, count: 3 };
		const e = {
			of: 'consumer',
			name: 'e',
			at: now,
			verdict: { severity: 'critical', trouble: 'no-quorum', short: 'no quorum', sentence: '' },
		} as const;
		const stuck = (name: string) => judged(stalled('D', name));
		const eToo = [...(before.announced ?? []), e];
		const lostBoth = '1 consumer without quorum · 1 stream without quorum';

		it.each([
			['all cannot be read', watchedConsumersUnread(unreadStream, problem, later), lostBoth],
			['others cannot be read', read(unread('d'), unread('e')), `1 consumer unreadable · ${lostBoth}`],
			[
				'the list cannot be read',
				watchedConsumersUnread(ofThree, problem, later),
				`2 consumers unreadable · ${lostBoth}`,
			],
			['it is stalled', read(stuck('d')), lostBoth],
			['others are stalled', read(stuck('d'), stuck('e')), `${lostBoth} · 1 consumer stuck`],
			['it has no leader', read(withLeader({})), '1 consumer without leader · 1 stream without quorum'],
			[
				'it has no leader, and another lost its quorum',
				{ ...read(withLeader({})), announced: eToo },
				`1 consumer without leader · ${lostBoth}`,
			],
		] as const)('a consumer counts once where %s', (_, watched, expected) => {
			const watch = writeWatch(heard, (entries) => entries.set('D', watched));
			expect(figure({ ...heard, watch })).toBe(`! ${expected}`);
		});
	});

	it('is unknown until it was looked at, and none only then', () => {
		const unread = settled([empty('A'), streamInfo('B')], [], { swept: {} });
		expect(figure(unread)).toBe('1 of 2 streams checked');
		expect(figure({ ...unread, now: now + 120_000 })).toBe('1 of 2 streams checked in the last 2m');
		expect(figure(settled([empty('A')], []))).toBe('✓ nothing wrong');
		const refusal = { endpoint: 'consumer.list', subject: 's', operation: 'publish', at: 0 } as const;
		expect(figure({ ...unread, denied: new Map([['s', refusal]]) })).toBe('consumers not checked: not permitted');
	});

	it('is forgotten with the stream', () => {
		const gone = { ...wrong, streamNames: ready(['A', 'B']) };
		expect(figure({ ...gone, ...judgeKnown(gone) })).toBe('! 1 consumer stuck');
	});

	it('counts what could not be read, first', () => {
		const problem = { kind: 'timeout', subject: '', message: 'No answer.', short: 'no answer', advice: '' } as const;
		const streams = new Map([
			...wrong.streams.entries,
			['E', { info: { phase: 'failed', problem, at: now } as const }],
		]);
		const state = { ...wrong, streams: { entries: streams } };
		const seen = { ...state, ...judgeKnown(state) };
		expect(figure(seen)).toMatch(/^! 1 stream unreadable · 1 stream without leader/);
		expect(rowsOf(seen, 'streams')[0]).toBe('E');
	});
});

describe('the walk through the account', () => {
	const names = Array.from({ length: 300 }, (_, at) => `S${String(at).padStart(3, '0')}`);
	const large = deckState({ streamNames: ready(names), streams: { entries: new Map() } });
	const first = (state: DeckState, visible: readonly string[], count: number) =>
		[...readingOrder(state, visible, () => true)].slice(0, count).map(({ stream }) => stream);

	it('takes what is in view, what is wrong and the next of all by turns', () => {
		const old = now - 60_000;
		const own = [{ severity: 'critical', trouble: 'full', short: 'full', sentence: '' }] as const;
		const watch = writeWatch(
			large,
			(entries) => entries.set('S200', { infoAt: old, triedAt: old, consumersAt: old, own, count: 0, consumers: [] }),
			{ next: 'S007' },
		);
		expect(first({ ...large, watch }, ['S100', 'S101'], 6)).toEqual(['S100', 'S200', 'S008', 'S101', 'S009', 'S010']);
	});

	it('reads of those in view first what waited longest: it may not come to all of them', () => {
		const read = (name: string, ms: number) =>
			[name, { infoAt: now - ms, triedAt: now - ms, consumersAt: now - ms, own: [], count: 9, consumers: [] }] as const;
		const watch = writeWatch(watchSlice.initial(), (entries) => {
			for (const [name, watched] of [read('S100', 20_000), read('S101', 40_000)]) entries.set(name, watched);
		});
		expect(first({ ...large, watch }, ['S100', 'S101', 'S102'], 5)).toEqual(['S102', 'S000', 'S101', 'S001', 'S100']);
	});

	it('goes round, to each of them once', () => {
		const watch = writeWatch(watchSlice.initial(), () => {}, { next: 'S298' });
		const walked = first({ ...large, watch }, [], 1000);
		expect(walked.slice(0, 2)).toEqual(['S299', 'S000']);
		expect(walked.toSorted()).toEqual(names);
	});

	it('may cost no more than so many bytes, whatever one look took', () => {
		const spent = (credit: number) => allowance({ ...large, watch: { ...large.watch, credit } }, 50).credit;
		expect([spent(0), spent(1e9 * -1) < 0, spent(16_384)]).toEqual([16_384, true, 16_384]);
		const few = { ...large, streamNames: ready(['A']), watch: { ...large.watch, credit: 0 } };
		expect(allowance(few, 50).credit).toBe(65_536);
		// Few rows in view leave more of a poll.
		expect([38, 18, 0].map((rows) => Math.round(allowance({ ...large, watch: few.watch }, rows).credit))).toEqual([
			16_384, 48_333, 65_536,
		]);
	});

	it('pays for a page by what looks leave over and half of what they may cost', () => {
		const paid = (credit: number, debt: number) => allowance({ ...large, watch: { ...large.watch, credit, debt } }, 50);
		expect(paid(16_384, 200_000)).toEqual({ credit: 8192, debt: 200_000 - 16_384 - 8192 });
		expect(paid(-1000, 200_000)).toEqual({ credit: 7192, debt: 200_000 - 8192 });
		expect(paid(0, 1000)).toEqual({ credit: 15_384, debt: 0 });
		expect(paid(262_144, 200_000)).toEqual({ credit: 62_144, debt: 0 });
	});

	it('looks again at what is wrong where it goes no further', () => {
		const old = now - 60_000;
		const own = [{ severity: 'critical', trouble: 'full', short: 'full', sentence: '' }] as const;
		const watch = writeWatch(large, (entries) => {
			for (const name of ['S200', 'S201', 'S202'])
				entries.set(name, { infoAt: old, triedAt: old, consumersAt: old, own, count: 0, consumers: [] });
		});
		let steps = 0;
		const order = readingOrder({ ...large, watch }, ['S100'], () => ++steps <= 1);
		expect([...order].map(({ stream }) => stream)).toEqual(['S100', 'S200', 'S000', 'S201', 'S202']);
	});

	it('leaves alone what was looked at a moment ago, unless somebody asks for it', () => {
		const state = settled([empty('A')], []);
		expect(first(state, ['A'], 1)).toEqual([]);
		expect(first({ ...state, watch: { ...state.watch, askedAt: now } }, ['A'], 1)).toEqual(['A']);
	});
});
