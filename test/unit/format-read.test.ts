import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { duration } from '../../src/format/duration.ts';
import { exactInteger } from '../../src/format/integer.ts';
import { readBytes, writeBytes } from '../../src/format/read-bytes.ts';
import { readCount, writeCount } from '../../src/format/read-count.ts';
import { readDuration } from '../../src/format/read-duration.ts';
import { readTime } from '../../src/format/read-time.ts';

const s = 1_000_000_000;
const integers = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(exactInteger);

describe('durations as people write them', () => {
	test.each([
		['1d12h', 129_600 * s],
		['90s', 90 * s],
		['1.5h', 5400 * s],
		['500ms', s / 2],
		['2w', 1_209_600 * s],
		['1y', 31_536_000_000_000_000n],
		['1 day 12 hours', 129_600 * s],
		['5 min', 300 * s],
		['1µs', 1000],
		['0.001us', 1],
		['0', 0],
		['300y', 9_460_800_000_000_000_000n],
		['9007199254740993ns', 9_007_199_254_740_993n],
	])('%s', (text, ns) => expect(readDuration(text)).toBe(ns));

	test.each(['', '-', '-30s', '5', '1M', '1x', 's', '1.5ns', '1h-', '1h 5', 'h1', '1.h', '1..5h', '1e3s', '--1s'])(
		'%j is none',
		(text) => expect(readDuration(text)).toBeUndefined(),
	);

	it('are read as they are shown', () => {
		fc.assert(fc.property(integers, (ns) => void expect(readDuration(duration(ns))).toBe(ns)));
	});
});

describe('sizes as people write them', () => {
	test.each([
		['10GiB', 10 * 2 ** 30],
		['1.5 GB', 1.5 * 2 ** 30],
		['512k', 2 ** 19],
		['1_000_000', 1_000_000],
		['1,000 KiB', 1_024_000],
		['3 b', 3],
		['0', 0],
		['8EiB', 2n ** 63n],
	])('%s', (text, size) => expect(readBytes(text)).toBe(size));

	test.each(['', 'GiB', '1.3', '0.1KiB', '10iB', '10 Gi B', '1,00', '-1', '10XB', '10GiBs', '1..5k'])(
		'%j is none',
		(text) => expect(readBytes(text)).toBeUndefined(),
	);

	it('are read as they are written', () => {
		fc.assert(fc.property(integers, (size) => void expect(readBytes(writeBytes(size))).toBe(size)));
		expect([1.5 * 2 ** 30, 10 * 2 ** 30, 1_000_001, 1000].map(writeBytes)).toEqual([
			'1.5 GiB',
			'10 GiB',
			'1_000_001',
			'1000',
		]);
	});
});

describe('counts as people write them', () => {
	test.each([
		['1_000_000', 1_000_000],
		['1,000', 1000],
		['1 000 000', 1_000_000],
		['10k', 10_000],
		['1.5M', 1_500_000],
		['-1', -1],
		['18446744073709551615', 18_446_744_073_709_551_615n],
	])('%s', (text, n) => expect(readCount(text)).toBe(n));

	test.each(['', '1.5', '1,00', '1_', '_1', '1__0', 'ten', '0x10', '1e3', '10kk', '- 1'])('%j is none', (text) =>
		expect(readCount(text)).toBeUndefined(),
	);

	it('are read as they are written', () => {
		fc.assert(fc.property(integers, (n) => void expect(readCount(writeCount(n))).toBe(n)));
	});
});

describe('times as people write them', () => {
	const now = Date.parse('2026-11-24T10:00:00Z');

	test.each([
		['2026-11-24T10:00:00Z', '2026-11-24T10:00:00Z'],
		['2026-11-24t10:00:00.123456789+02:00', '2026-11-24T10:00:00.123456789+02:00'],
		['now', '2026-11-24T10:00:00Z'],
		['+1h', '2026-11-24T11:00:00Z'],
		['-2d', '2026-11-22T10:00:00Z'],
		['+500ms', '2026-11-24T10:00:00.500Z'],
		['2026-11-24 10:05', new Date(2026, 10, 24, 10, 5).toISOString().replace('.000Z', 'Z')],
		['2026-11-24', new Date(2026, 10, 24).toISOString().replace('.000Z', 'Z')],
	])('%s', (text, time) => expect(readTime(text, now)).toBe(time));

	test.each([
		'',
		'1h',
		'+',
		'+-1h',
		'2026-02-30',
		'2026-02-30T10:00:00Z',
		'2026-11-24T25:00:00Z',
		'2026-11-24 24:01',
		'+9999y',
	])('%j is none', (text) => expect(readTime(text, now)).toBeUndefined());

	/** A time of the person's own clock, days from that of `now`. */
	const on = (days: number, ...clock: readonly [number, number, number?, number?]): string => {
		const today = new Date(now);
		const [hours, minutes, seconds = 0, milliseconds = 0] = clock;
		const at = new Date(today.getFullYear(), today.getMonth(), today.getDate() + days, hours, minutes);
		return new Date(at.getTime() + seconds * 1000 + milliseconds).toISOString().replace('.000Z', 'Z');
	};
	const { hour, before, after } = (() => {
		const local = new Date(now);
		return { hour: local.getHours(), before: local.getHours() === 0 ? -1 : 0, after: local.getHours() === 23 ? 1 : 0 };
	})();

	test.each([
		['1h', '2026-11-24T09:00:00Z', '2026-11-24T11:00:00Z'],
		['90 min', '2026-11-24T08:30:00Z', '2026-11-24T11:30:00Z'],
		['-1h', '2026-11-24T09:00:00Z', '2026-11-24T09:00:00Z'],
		['+1h', '2026-11-24T11:00:00Z', '2026-11-24T11:00:00Z'],
		[`${(hour + 23) % 24}:51:13`, on(before, (hour + 23) % 24, 51, 13), on(before + 1, (hour + 23) % 24, 51, 13)],
		[`${(hour + 1) % 24}:05`, on(after - 1, (hour + 1) % 24, 5), on(after, (hour + 1) % 24, 5)],
		[
			`${(hour + 23) % 24}:51:13.428`,
			on(before, (hour + 23) % 24, 51, 13, 428),
			on(before + 1, (hour + 23) % 24, 51, 13, 428),
		],
		['2026-11-24 10:05:01.5', on(0, 10, 5, 1, 500), on(0, 10, 5, 1, 500)],
	])('%s is the last such time, or the next', (text, past, future) => {
		expect(readTime(text, now, 'past')).toBe(past);
		expect(readTime(text, now, 'future')).toBe(future);
	});

	test.each(['5', '0', '', '24:00', '10:60', '10', '1:5', '10:00:60', 'h'])('%j is none, last or next', (text) => {
		expect(readTime(text, now, 'past')).toBeUndefined();
		expect(readTime(text, now, 'future')).toBeUndefined();
	});
});
