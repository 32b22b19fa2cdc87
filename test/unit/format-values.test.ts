import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bar, sparkline } from '../../src/format/bar.ts';
import { bytes } from '../../src/format/bytes.ts';
import {
	age,
	dateTime,
	duration,
	isNever,
	parseTimestamp,
	shortDuration,
	spanOfTime,
} from '../../src/format/duration.ts';
import { compactCount, count, percent, plural } from '../../src/format/integer.ts';
import { contradiction, parseJson, stringifyJson } from '../../src/format/json.ts';
import { jsonLines } from '../../src/format/json-text.ts';
import { byteRate, rate } from '../../src/format/rate.ts';
import { width } from '../../src/format/width.ts';

describe('counts', () => {
	it.each([
		[0, '0'],
		[999, '999'],
		[1000, '1,000'],
		[-1234567, '-1,234,567'],
		[18446744073709551615n, '18,446,744,073,709,551,615'],
	] as const)('%s is %s', (n, text) => expect(count(n)).toBe(text));

	it('are grouped as the language does it', () => {
		fc.assert(fc.property(fc.maxSafeInteger(), (n) => void expect(count(n)).toBe(n.toLocaleString('en-US'))));
	});

	it.each([
		[999_999, '999,999'],
		[1_234_567, '1.23M'],
		[12_345_678, '12.3M'],
		[123_456_789, '123M'],
		[999_999_999, '1.00G'],
		[5e12, '5.00T'],
	])('%s is %s where there is little room', (n, text) => expect(compactCount(n)).toBe(text));

	it('fit into seven columns', () => {
		fc.assert(
			fc.property(
				fc.nat({ max: Number.MAX_SAFE_INTEGER }),
				(n) => void expect(compactCount(n).length).toBeLessThanOrEqual(7),
			),
		);
	});

	it('are told with their noun', () => {
		expect([plural(1, 'message'), plural(0, 'message'), plural(1204, 'entry', 'entries')]).toEqual([
			'1 message',
			'0 messages',
			'1,204 entries',
		]);
	});

	it.each([
		[0, '0%'],
		[0.0005, '<0.1%'],
		[0.004, '0.4%'],
		[0.5, '50%'],
		[0.9999, '99%'],
		[1, '100%'],
		[1.5, '150%'],
	])('a share of %s is %s', (share, text) => expect(percent(share)).toBe(text));
});

describe('bytes', () => {
	it.each([
		[0, '0 B'],
		[812, '812 B'],
		[1024, '1 KiB'],
		[1_153_434, '1.1 MiB'],
		[10_737_418_240, '10 GiB'],
		[1_048_575, '1.0 MiB'],
		[-2048, '-2 KiB'],
		[2n ** 63n, '8 EiB'],
	] as const)('%s are %s', (n, text) => expect(bytes(n)).toBe(text));

	it('fit into ten columns', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n }), (n) => void expect(bytes(n).length).toBeLessThanOrEqual(10)),
		);
	});
});

describe('durations', () => {
	it.each([
		[0, '0s'],
		[86_400_000_000_000, '1d'],
		[129_600_000_000_000, '1d12h'],
		[5_400_000_000_000, '1h30m'],
		[100_000_000, '100ms'],
		[1_500, '1µs500ns'],
		[-1_000_000_000, '-1s'],
	])('%s ns are %s', (ns, text) => expect(duration(ns)).toBe(text));

	it('tell exactly what was configured', () => {
		const units: Readonly<Record<string, bigint>> = {
			d: 86_400_000_000_000n,
			h: 3_600_000_000_000n,
			m: 60_000_000_000n,
			s: 1_000_000_000n,
			ms: 1_000_000n,
			µs: 1_000n,
			ns: 1n,
		};
		fc.assert(
			fc.property(fc.bigInt({ min: 0n, max: 2n ** 62n }), (ns) => {
				const parts = duration(ns).matchAll(/(\d+)(d|h|ms|m|s|µs|ns)/g);
				expect([...parts].reduce((sum, [, n = '0', unit = 'ns']) => sum + BigInt(n) * (units[unit] ?? 0n), 0n)).toBe(
					ns,
				);
			}),
		);
	});

	it.each([
		[0, '0.0s'],
		[200, '0.2s'],
		[994, '1.0s'],
		[4_200, '4s'],
		[59_999, '59s'],
		[60_000, '1m'],
		[7_200_000, '2h'],
		[432_000_000, '5d'],
		[1e11, '3y'],
		[-5_000, '0.0s'],
	])('an age of %s ms is %s', (ms, text) => expect(shortDuration(ms)).toBe(text));

	it('ages fit into five columns', () => {
		fc.assert(fc.property(fc.nat(), (ms) => void expect(shortDuration(ms).length).toBeLessThanOrEqual(5)));
	});
});

describe('timestamps', () => {
	it('keep the parts of a millisecond', () => {
		expect(parseTimestamp('1970-01-01T00:00:01.5000005Z')).toBeCloseTo(1500.0005, 6);
		expect(parseTimestamp('1970-01-01T01:00:00+01:00')).toBe(0);
	});

	it.each([undefined, '', '0001-01-01T00:00:00Z'])('%j is never', (text) => {
		expect([isNever(text), parseTimestamp(text), age(text, 0), dateTime(text)]).toEqual([
			true,
			undefined,
			'never',
			'never',
		]);
	});

	it('are told by their age', () => {
		expect(age('1970-01-01T00:00:10Z', 70_000)).toBe('1m');
		expect(age('nonsense', 0)).toBe('never');
	});
});

describe('rates', () => {
	it.each([
		[0, '0'],
		[0.01, '<0.1'],
		[0.3, '0.3'],
		[3, '3'],
		[9.94, '9.9'],
		[12.4, '12'],
		[1204, '1,204'],
		[2_500_000, '2.50M'],
	])('%s a second are %s', (n, text) => expect(rate(n)).toBe(text));

	it('of bytes may be negative', () => {
		expect([byteRate(1536), byteRate(-12)]).toEqual(['1.5 KiB/s', '-12 B/s']);
	});
});

describe('bars', () => {
	it('are as wide as they are to be', () => {
		fc.assert(
			fc.property(
				fc.double({ min: -1, max: 2, noNaN: true }),
				fc.nat(40),
				(share, columns) => void expect(width(bar(share, columns))).toBe(columns),
			),
		);
	});

	it.each([
		[0, '░░░░'],
		[0.001, '▏░░░'],
		[0.5, '██░░'],
		[1, '████'],
		[9, '████'],
	])('%s of four columns is %s', (share, drawn) => expect(bar(share, 4)).toBe(drawn));

	it('of the newest values stand beside each other', () => {
		expect(sparkline([1, 0, 1, 2, 4], 4)).toBe('▁▂▄█');
		expect(sparkline([0, 0], 4)).toBe('▁▁');
	});
});

describe('JSON', () => {
	it('keeps whole numbers that a double cannot hold', () => {
		const text = '{"max_bytes":9223372036854775807,"seq":18446744073709551615,"small":12}';
		const parsed = parseJson(text);
		expect(parsed).toEqual({
			ok: true,
			value: { max_bytes: 9223372036854775807n, seq: 18446744073709551615n, small: 12 },
		});
		expect(parsed.ok && stringifyJson(parsed.value)).toBe(text);
	});

	it('tells numbers from digits within strings', () => {
		const text = '{"1234567890123456\\"1e999":"9007199254740993","n":9007199254740993,"s":["1e999"]}';
		expect(parseJson(text)).toEqual({
			ok: true,
			value: { '1234567890123456"1e999': '9007199254740993', n: 9007199254740993n, s: ['1e999'] },
		});
		// The exact parser refuses a key twice: it is not asked for a string.
		expect(parseJson('{"a":"9007199254740993","b":1,"b":2}')).toMatchObject({ ok: true });
	});

	it('reads as JSON.parse does what JSON.parse reads', () => {
		fc.assert(
			fc.property(
				fc.json().filter((each) => !/\d{16}/.test(each)),
				(text) => {
					expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
				},
			),
		);
	});

	it('takes no number that cannot be held', () => {
		expect(parseJson('{"a":1,\n "keep": 1e999}')).toEqual({
			ok: false,
			message: 'The number 1e999 is too large',
			line: 2,
			column: 10,
		});
		expect(parseJson('[1e300, 12e-400]')).toMatchObject({ ok: true });
	});

	it.each([
		['{"a":1,"a":2}', { key: 'a', line: 1, column: 11 }],
		['{"a":{"b":1,"b":null}}', { key: 'b', line: 1, column: 17 }],
		['{"a":1,"a":1}', undefined],
		['{"a":1,', undefined],
	])('of %s knows which key says two things', (text, found) => {
		if (found === undefined) expect(contradiction(text)).toBeUndefined();
		else expect(contradiction(text)).toMatchObject({ key: found.key });
	});

	it('says where it is wrong', () => {
		expect(parseJson('{\n  "a": oops\n}')).toMatchObject({ ok: false, line: 2, column: 8 });
	});

	it('is drawn line by line, with keys and strings made harmless', () => {
		const lines = jsonLines({ 'k\u001b': ['a\u202e', 1n, true, null, {}], n: 2 });
		expect(lines.map(({ indent, parts }) => ' '.repeat(indent * 2) + parts.map(({ text }) => text).join(''))).toEqual([
			'{',
			'  "k\\u001b": [',
			'    "a�",',
			'    1,',
			'    true,',
			'    null,',
			'    {}',
			'  ],',
			'  "n": 2',
			'}',
		]);
	});
});

describe('how long something took', () => {
	it.each([
		[0.04, '0.0 ms'],
		[1.44, '1.4 ms'],
		[60, '60 ms'],
		[599.6, '600 ms'],
		[999.7, '1 s'],
		[5000, '5 s'],
		[8266, '8.3 s'],
		[9949, '9.9 s'],
		[9960, '10 s'],
		[42_400, '42 s'],
	])('%d ms: %s', (ms, wanted) => expect(spanOfTime(ms)).toBe(wanted));
});
