import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greatest, half, inOrder, least, minus, plus, readDigits, total } from '../../src/format/exact.ts';
import { exactInteger, type Integer } from '../../src/format/integer.ts';

const edge = fc.constantFrom(0n, 2n ** 53n - 1n, 2n ** 53n, 1_764_500_000_000_000_003n, 2n ** 63n, 2n ** 64n - 1n);
const wide = fc.oneof(fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }), edge, fc.bigInt({ min: -9n, max: 9n }));

/** As JSON and arithmetic give it: equal numbers are the same key of a map. */
const isCanonical = (n: Integer): boolean => (typeof n === 'number') === Number.isSafeInteger(Number(n));

describe('arithmetic of whole numbers', () => {
	it('is that of bigints, whatever the operands are', () => {
		fc.assert(
			fc.property(wide, wide, (a, b) => {
				const [one, other] = [exactInteger(a), exactInteger(b)];
				const [low, high] = a < b ? [a, b] : [b, a];
				for (const [made, wanted] of [
					[plus(one, other), a + b],
					[minus(one, other), a - b],
					[total([one, other, one]), a + b + a],
					[least(one, other, one), low],
					[greatest(one, other, one), high],
				] as const) {
					expect(BigInt(made)).toBe(wanted);
					expect(isCanonical(made)).toBe(true);
				}
				expect(inOrder(one, other)).toBe(a < b ? -1 : a > b ? 1 : 0);
				if (a >= 0n) expect(BigInt(half(one))).toBe(a / 2n);
			}),
		);
	});

	it('reads the digits of headers and subjects as JSON reads a number', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (n) => {
				expect(readDigits(String(n))).toBe(exactInteger(n));
			}),
		);
		for (const text of [undefined, '', '-1', '1.5', '1e3', '0x1', ' 1', '1'.repeat(21)])
			expect(readDigits(text)).toBeUndefined();
	});
});
