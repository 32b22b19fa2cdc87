import { exactInteger, type Integer } from './integer.ts';

/*
 * Arithmetic on the API's whole numbers without loss: sequences and times in nanoseconds exceed what a double holds exactly. The
 * types prevent adding or subtracting an `Integer` otherwise; `<`, `===` and map keys are exact already, since a number that fits
 * a double is never a bigint.
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

/** Half of a number of at least 0, rounded down. */
export function half(n: Integer): Integer {
	return exactInteger(big(n) / 2n);
}

/** Digits alone, as in headers and subjects, up to 64 bits; undefined for anything else. */
export function readDigits(text: string | undefined): Integer | undefined {
	return text === undefined || !/^\d{1,20}$/.test(text) ? undefined : exactInteger(BigInt(text));
}

/** Never throws for a value that came as a number. */
const big = (n: Integer): bigint => (typeof n === 'bigint' ? n : BigInt(Math.trunc(n)));
