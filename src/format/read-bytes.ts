import { readTimes } from './decimal.ts';
import { exactInteger, type Integer } from './integer.ts';
import { writeCount } from './read-count.ts';

const powers = 'kmgtpe';

/**
 * Reads a size as people write it: `10GiB`, `1.5 GB`, `512k`, `1_000_000`. As in the nats CLI every unit is binary: `GB` and `G`
 * are `GiB`.
 * @returns bytes; undefined if it is no size, or no whole number of bytes
 */
export function readBytes(text: string): Integer | undefined {
	const [, amount, unit = ''] = /^([\d_., ]*\d)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
	const [, letter = '', rest] = /^([kmgtpe]?)(i?b)?$/i.exec(unit) ?? [];
	if (amount === undefined || !isUnit(unit, letter, rest)) return undefined;
	const power = letter === '' ? 0 : powers.indexOf(letter.toLowerCase()) + 1;
	const size = readTimes(amount, 1024n ** BigInt(power));
	return size === undefined ? undefined : exactInteger(size);
}

/** `iB` alone is no unit. */
function isUnit(unit: string, letter: string, rest: string | undefined): boolean {
	if (unit === '') return true;
	return letter === '' ? rest?.toLowerCase() === 'b' : true;
}

const sizes = [
	[1n << 60n, 'EiB'],
	[1n << 50n, 'PiB'],
	[1n << 40n, 'TiB'],
	[1n << 30n, 'GiB'],
	[1n << 20n, 'MiB'],
	[1n << 10n, 'KiB'],
] as const;

/**
 * Bytes as `readBytes` reads them, exactly, in the largest unit that gives a whole number or a short fraction: `1.5 GiB`,
 * `1_000_000`.
 */
export function writeBytes(n: Integer): string {
	const value = BigInt(n);
	for (const [size, unit] of sizes) {
		if (value < size || (value * 100n) % size !== 0n) continue;
		const hundredths = String((value * 100n) / size);
		const fraction = hundredths.slice(-2).replace(/0+$/, '');
		return `${hundredths.slice(0, -2)}${fraction === '' ? '' : `.${fraction}`} ${unit}`;
	}
	return writeCount(n);
}
