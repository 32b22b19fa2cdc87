/** A whole number as it came: a bigint only if a double is not exact. */
export type Integer = number | bigint;

export const isInteger = (value: unknown): value is Integer => typeof value === 'bigint' || Number.isInteger(value);

/** Converts a bigint to the form of the wire: it stays a bigint only beyond what a double holds exactly. */
export function exactInteger(n: bigint): Integer {
	const double = Number(n);
	return Number.isSafeInteger(double) ? double : n;
}

/** With groups of three: `12,345,678`. */
export function count(n: Integer): string {
	// Intl.NumberFormat would work too, but loading its tables takes a tenth of the program's start.
	const digits = String(typeof n === 'bigint' ? n : Math.round(n));
	return /e/.test(digits)
		? BigInt(Math.round(Number(n))).toLocaleString('en-US')
		: digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

const powers: readonly (readonly [divisor: number, sign: string])[] = [
	[1e18, 'E'],
	[1e15, 'P'],
	[1e12, 'T'],
	[1e9, 'G'],
	[1e6, 'M'],
];

/** In at most seven columns: `999,999`, then `1.23M`, `12.3G`. */
export function compactCount(n: Integer): string {
	const value = Number(n);
	const magnitude = Math.abs(value);
	if (magnitude < 999_999.5) return count(Math.round(value));
	for (const [divisor, sign] of powers) {
		if (magnitude >= divisor * 0.9995) return `${threeDigits(value / divisor)}${sign}`;
	}
	return count(value);
}

/** In at most five columns, for a glance: `9,999`, `12k`, `1.23M`. */
export function roughCount(n: Integer): string {
	const value = Number(n);
	return value >= 9_999.5 && value < 999_500 ? `${Math.round(value / 1000)}k` : compactCount(n);
}

/** A share of one as a percentage: `92%`, `0.4%`. It never rounds a part up to 100% or down to 0%. */
export function percent(share: number): string {
	const value = share * 100;
	if (value > 0 && value < 1) return value < 0.1 ? '<0.1%' : `${value.toFixed(1)}%`;
	if (value > 99 && value < 100) return '99%';
	return `${Math.round(value)}%`;
}

/** `1 message`, `3 messages`, `1,204 entries`. */
export function plural(n: Integer, noun: string, many = `${noun}s`): string {
	return `${count(n)} ${Number(n) === 1 ? noun : many}`;
}

/** Three significant digits without trailing zeros after the point: `1.23`, `12.3`, `123`. */
export function threeDigits(value: number): string {
	const magnitude = Math.abs(value);
	const digits = magnitude < 9.995 ? 2 : magnitude < 99.95 ? 1 : 0;
	return value.toFixed(digits);
}
