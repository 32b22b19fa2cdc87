import { bytes } from './bytes.ts';
import { compactCount, count, threeDigits } from './integer.ts';

/** A rate per second, in at most seven columns: `0`, `0.3`, `12`, `1,204`, `1.23M`. */
export function rate(perSecond: number): string {
	const magnitude = Math.abs(perSecond);
	if (magnitude === 0) return '0';
	if (magnitude < 0.05) return '<0.1';
	if (magnitude < 9.95) return Number(threeDigits(perSecond)).toFixed(1).replace(/\.0$/, '');
	return magnitude < 999_999.5 ? count(Math.round(perSecond)) : compactCount(perSecond);
}

/** Bytes a second; negative for a shrinking stream: `1.1 MiB/s`, `-12 B/s`. */
export function byteRate(perSecond: number): string {
	return `${bytes(Math.round(perSecond))}/s`;
}
