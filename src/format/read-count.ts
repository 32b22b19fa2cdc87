import { readTimes } from './decimal.ts';
import { readDigits } from './exact.ts';
import { exactInteger, type Integer } from './integer.ts';

const units: Readonly<Record<string, bigint>> = {
	'': 1n,
	k: 1_000n,
	m: 1_000_000n,
	g: 1_000_000_000n,
	b: 1_000_000_000n,
	t: 1_000_000_000_000n,
};

/** Reads a whole number as people write it: `1_000_000`, `1,000`, `10k`, `1.5M`, `-1`. Undefined if it is none. */
export function readCount(text: string): Integer | undefined {
	const [, sign, amount, unit = ''] = /^(-?)([\d_., ]*\d)\s*([a-z]?)$/i.exec(text.trim()) ?? [];
	const size = units[unit.toLowerCase()];
	if (amount === undefined || size === undefined) return undefined;
	const value = readTimes(amount, size);
	if (value === undefined) return undefined;
	return exactInteger(sign === '-' ? -value : value);
}

/** A number as `readCount` reads it, easy to change: `1000`, `1_000_000`. */
export function writeCount(n: Integer): string {
	const digits = String(n);
	return digits.length > 4 ? digits.replace(/\B(?=(\d{3})+$)/g, '_') : digits;
}

/** Sequences have 64 bits. */
export const lastSequence = 2n ** 64n - 1n;

/** Reads a sequence as people write it: `1204`, `1_000_000`, `1,000`. Undefined if it is none; 0 is none. */
export function readSequence(text: string): Integer | undefined {
	const seq = readDigits(text.replaceAll(/[_,]/g, ''));
	return seq !== undefined && seq > 0 && seq <= lastSequence ? seq : undefined;
}
