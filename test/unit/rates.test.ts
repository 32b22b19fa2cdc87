import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiRateAfter } from '../../src/store/api-rate.ts';
import { consumerRates, type Rates, streamRates } from '../../src/store/rates.ts';
import { accountInfo, before, consumerInfo, now, streamInfo } from '../support/state.ts';

interface Look {
	readonly seq: number;
	readonly bytes?: number;
	/** By the server's clock, ms after `now`; undefined for 2.9, which does not say. */
	readonly ts?: number | undefined;
	readonly created?: string;
}

function look({ seq, bytes = 0, ts, created = before(1000) }: Look) {
	const info = ts === undefined ? {} : { ts: before(-ts) };
	const { ts: _, ...made } = streamInfo('S', { state: { last_seq: seq, bytes }, info: { created } });
	return { ...made, ...info };
}

/** The rates after polls at these times of our clock, ms after `now`. */
function polled(...polls: readonly (readonly [at: number, look: Look])[]): Rates | undefined {
	return polls.reduce<Rates | undefined>((rates, [at, seen]) => streamRates(rates, look(seen), now + at), undefined);
}

describe('rates of a stream', () => {
	it('are not known from one poll', () => {
		expect(polled([0, { seq: 5 }])?.messagesPerSecond).toBeUndefined();
	});

	it('go by the clock of the server, however long the answer was on its way', () => {
		const rates = polled([0, { seq: 0, ts: 0 }], [9000, { seq: 10, bytes: -500, ts: 2000 }]);
		expect(rates).toMatchObject({ messagesPerSecond: 5, bytesPerSecond: -250 });
	});

	it('go by our clock where the server does not tell the time, as 2.9 does not', () => {
		expect(polled([0, { seq: 0 }], [4000, { seq: 10 }])?.messagesPerSecond).toBe(2.5);
	});

	it('are told by neither clock when one poll has the time of the server and the other has not', () => {
		expect(polled([0, { seq: 0 }], [4000, { seq: 10, ts: 4_000_000 }])?.messagesPerSecond).toBeUndefined();
	});

	it('stay when two polls are too close to say anything, and count from the earlier one', () => {
		const close = [1100, { seq: 100, ts: 1100 }] as const;
		const rates = polled([0, { seq: 0, ts: 0 }], [1000, { seq: 10, ts: 1000 }], close);
		expect(rates?.messagesPerSecond).toBe(10);
		expect(streamRates(rates, look({ seq: 110, ts: 2000 }), now)?.messagesPerSecond).toBe(100);
	});

	it('begin anew when sequences fell or the stream is another of the same name', () => {
		const first = [0, { seq: 100, ts: 0 }] as const;
		for (const second of [
			{ seq: 10, ts: 1000 },
			{ seq: 200, ts: 1000, created: before(500) },
		]) {
			expect(polled(first, [1000, second])?.messagesPerSecond).toBeUndefined();
			expect(polled(first, [1000, second], [2000, { ...second, seq: second.seq + 7, ts: 2000 }])).toMatchObject({
				messagesPerSecond: 7,
			});
		}
	});

	it('begin anew when the clock of the server was set back', () => {
		const rates = polled([0, { seq: 0, ts: 60_000 }], [2000, { seq: 10, ts: 0 }], [4000, { seq: 14, ts: 2000 }]);
		expect(rates?.messagesPerSecond).toBe(2);
	});

	it('are what was added over the time between, never negative nor endless', () => {
		const step = fc.record({ ms: fc.integer({ min: 1, max: 100_000 }), added: fc.nat(1_000_000) });
		fc.assert(
			fc.property(fc.array(step, { minLength: 1 }), (steps) => {
				let rates = streamRates(undefined, look({ seq: 0, ts: 0 }), now);
				let [ts, seq, counted] = [0, 0, { ts: 0, seq: 0 }];
				for (const { ms, added } of steps) {
					ts += ms;
					seq += added;
					rates = streamRates(rates, look({ seq, ts }), now);
					if (ts - counted.ts < 200) continue;
					expect(rates.messagesPerSecond).toBeCloseTo(((seq - counted.seq) * 1000) / (ts - counted.ts));
					counted = { ts, seq };
				}
				expect(rates.messagesPerSecond ?? 0).toBeGreaterThanOrEqual(0);
				expect(Number.isFinite(rates.messagesPerSecond ?? 0)).toBe(true);
			}),
		);
	});
});

describe('rates of a consumer', () => {
	const seen = (delivered: number, acked: number, ts: number) =>
		consumerInfo('S', 'C', {
			info: {
				delivered: { consumer_seq: delivered, stream_seq: 1 },
				ack_floor: { consumer_seq: acked, stream_seq: 1 },
				ts: before(-ts),
			},
		});

	it('count deliveries, redeliveries included, and how far the ack floor moved', () => {
		const rates = consumerRates(consumerRates(undefined, seen(10, 5, 0), now), seen(30, 7, 2000), now);
		expect(rates).toMatchObject({ deliveredPerSecond: 10, ackedPerSecond: 1 });
	});

	it('begin anew when the consumer was reset', () => {
		const rates = consumerRates(consumerRates(undefined, seen(10, 5, 0), now), seen(30, 0, 2000), now);
		expect(rates.deliveredPerSecond).toBeUndefined();
	});
});

describe('API requests a second', () => {
	const account = (total: number, at: number) =>
		({ phase: 'ready', value: accountInfo({ api: { total, errors: 0 } }), at: now + at }) as const;

	it('are what two reports of the account differ by', () => {
		expect(apiRateAfter([1], account(100, 0), account(300, 4000))).toEqual([1, 50]);
	});

	it('say nothing of a server that counts from nothing again', () => {
		expect(apiRateAfter([1], account(100, 0), account(30, 4000))).toEqual([1]);
	});

	it('stay as they are without two reports that lie apart', () => {
		const rates = [1];
		expect(apiRateAfter(rates, { phase: 'unknown' }, account(1, 0))).toBe(rates);
		expect(apiRateAfter(rates, account(1, 0), account(9, 100))).toBe(rates);
		const failed = { phase: 'failed', problem: {} as never, at: now + 4000, last: account(1, 0) } as const;
		expect(apiRateAfter(rates, account(1, 0), failed)).toBe(rates);
	});

	it('are kept for a minute at most of one a second', () => {
		const many = Array.from({ length: 60 }, (_, at) => at);
		expect(apiRateAfter(many, account(0, 0), account(7, 1000))).toEqual([...many.slice(1), 7]);
	});
});
