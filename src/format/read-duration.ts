import type { Integer } from './integer.ts';

/** Nanoseconds of each unit. A year is 365 days: what people mean by it in a retention. */
const units: Readonly<Record<string, bigint>> = {
	ns: 1n,
	us: 1_000n,
	µs: 1_000n,
	μs: 1_000n,
	ms: 1_000_000n,
	s: 1_000_000_000n,
	m: 60_000_000_000n,
	h: 3_600_000_000_000n,
	d: 86_400_000_000_000n,
	w: 604_800_000_000_000n,
	y: 31_536_000_000_000_000n,
};

const part = /(\d[\d_]*)(?:\.(\d+))?\s*(ns|us|µs|μs|ms|s|m|h|d|w|y)\s*/y;

/**
 * Reads a duration as people write it: `1d12h`, `90s`, `1.5h`, `500ms`, `2w`. Nanoseconds, exact: a bigint only where a
 * double could not hold it. Undefined when it is none; a number without a unit is none, except 0.
 */
export function readDuration(text: string): Integer | undefined {
	const trimmed = text.trim();
	if (trimmed === '0') return 0;
	if (trimmed === '') return undefined;
	let total = 0n;
	part.lastIndex = 0;
	while (part.lastIndex < trimmed.length) {
		const found = part.exec(trimmed);
		if (found === null) return undefined;
		const [, whole = '0', fraction = '', unit = ''] = found;
		const size = units[unit] ?? 0n;
		const scaled = fraction === '' ? 0n : (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
		total += BigInt(whole.replaceAll('_', '')) * size + scaled;
	}
	const safe = Number(total);
	return Number.isSafeInteger(safe) ? safe : total;
}
