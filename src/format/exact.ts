import { exactInteger, type Integer } from './integer.ts';

/*
 * Whole numbers as wide as those of the API, without loss: sequences may be times in nanoseconds, which no double holds. The
 * types let nobody add or subtract an `Integer` otherwise; `<`, `===` and keys of maps are exact as they are, for a number that
 * a double holds is never a bigint.
 */

export function plus(a: Integer, b: Integer): Integer {
	const double = typeof a === 'number' && typeof b === 'number' ? a + b : Number.NaN;
	return Number.isSafeInteger(double) ? double : exactInteger(big(a) + big(b));
}

export function minus(a: Integer, b: Integer): Integer {
	const double = typeof a === 'number' && typeof b === 'number' ? a - b : Number.NaN;
	return Number.isSafeInteger(double) ? double : exactInteger(big(a) - big(b));
}

export function total(values: readonly Integer[]): Integer {
	return values.reduce(plus, 0);
}

export function least(first: Integer, ...others: readonly Integer[]): Integer {
	return others.reduce((low, each) => (inOrder(each, low) < 0 ? each : low), first);
}

export function greatest(first: Integer, ...others: readonly Integer[]): Integer {
	return others.reduce((high, each) => (inOrder(each, high) > 0 ? each : high), first);
}

/** For sorting, the smallest first. */
export function inOrder(a: Integer, b: Integer): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** Half of what is not negative, rounded down. */
export function half(n: Integer): Integer {
	return exactInteger(big(n) / 2n);
}

/** Digits alone, as they stand in headers and subjects, no more than 64 bits may have; undefined for anything else. */
export function readDigits(text: string | undefined): Integer | undefined {
	return text === undefined || !/^\d{1,20}$/.test(text) ? undefined : exactInteger(BigInt(text));
}

/** Nothing that came as a number makes this throw. */
const big = (n: Integer): bigint => (typeof n === 'bigint' ? n : BigInt(Math.trunc(n)));
