import type { Integer } from './integer.ts';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** Bytes in binary units, in at most nine columns: `812 B`, `1.1 MiB`, `10 GiB`, `10.2 GiB`. */
export function bytes(n: Integer): string {
	let value = Number(n);
	let unit = 0;
	while (Math.abs(value) >= (unit === 0 ? 1024 : 1023.95) && unit < units.length - 1) {
		value /= 1024;
		unit += 1;
	}
	const digits = unit === 0 || Number.isInteger(value) ? 0 : 1;
	return `${value.toFixed(digits)} ${units[unit]}`;
}
