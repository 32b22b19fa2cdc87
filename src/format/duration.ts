import type { Integer } from './integer.ts';

const parts: readonly (readonly [nanoseconds: bigint, sign: string])[] = [
	[86_400_000_000_000n, 'd'],
	[3_600_000_000_000n, 'h'],
	[60_000_000_000n, 'm'],
	[1_000_000_000n, 's'],
	[1_000_000n, 'ms'],
	[1_000n, 'µs'],
	[1n, 'ns'],
];

/** A configured duration in nanoseconds, exactly: `1d12h`, `1h30m`, `100ms`, `0s`. */
export function duration(ns: Integer): string {
	let rest = typeof ns === 'bigint' ? ns : BigInt(Math.round(ns));
	if (rest === 0n) return '0s';
	const sign = rest < 0n ? '-' : '';
	if (rest < 0n) rest = -rest;
	let text = sign;
	for (const [size, unit] of parts) {
		const whole = rest / size;
		if (whole > 0n) text += `${whole}${unit}`;
		rest %= size;
	}
	return text;
}

/** As `duration`, for Go programs: without days, `36h`, `1h30m`, `250us`. */
export function goDuration(ns: Integer): string {
	return duration(ns)
		.replace(
			/^(-?)(\d+)d(?:(\d+)h)?/,
			(_all, sign, days, hours) => `${sign}${BigInt(days) * 24n + BigInt(hours ?? 0)}h`,
		)
		.replace('µ', 'u');
}

/** A duration in milliseconds for a sentence: `1.4 ms`, `600 ms`, `8.3 s`, `5 s`, `42 s`. */
export function spanOfTime(ms: number): string {
	if (ms < 10 && !Number.isInteger(ms)) return `${ms.toFixed(1)} ms`;
	if (ms < 999.5) return `${Math.round(ms)} ms`;
	return `${ms < 9_950 ? Number((ms / 1000).toFixed(1)) : Math.round(ms / 1000)} s`;
}

const ages: readonly (readonly [ms: number, sign: string])[] = [
	[31_557_600_000, 'y'],
	[86_400_000, 'd'],
	[3_600_000, 'h'],
	[60_000, 'm'],
	[1_000, 's'],
];

/**
 * Milliseconds as an age, in at most five columns: `0.2s`, `59s`, `3m`, `5d`, `3y`. A negative age counts as 0, since clocks
 * differ.
 */
export function shortDuration(ms: number): string {
	const value = Math.max(0, ms);
	if (value < 9_950) return `${(value / 1000).toFixed(value < 995 ? 1 : 0)}s`;
	for (const [size, sign] of ages) {
		if (value >= size) return `${Math.floor(value / size)}${sign}`;
	}
	return '0s';
}

/** The server's zero time, `0001-01-01T00:00:00Z`, means never. */
export function isNever(timestamp: string | undefined): boolean {
	return timestamp === undefined || timestamp === '' || timestamp.startsWith('0001-01-01');
}

/** RFC 3339 with up to nanoseconds, as milliseconds since the epoch with their fraction; undefined if it is invalid. */
export function parseTimestamp(text: string | undefined): number | undefined {
	if (text === undefined || isNever(text)) return undefined;
	const fraction = /\.(\d+)/.exec(text);
	const whole = Date.parse(fraction ? text.replace(/\.\d+/, '') : text);
	if (Number.isNaN(whole)) return undefined;
	return fraction ? whole + Number(`0.${fraction[1]}`) * 1000 : whole;
}

/** The age of a timestamp: `never`, `0.2s`, `3m`. */
export function age(timestamp: string | undefined, now: number): string {
	const at = parseTimestamp(timestamp);
	return at === undefined ? 'never' : shortDuration(now - at);
}

/** A timestamp in the person's time zone: `2026-03-31 14:05:09`; `never` for the zero time. */
export function dateTime(timestamp: string | undefined): string {
	const at = parseTimestamp(timestamp);
	if (at === undefined) return 'never';
	const date = new Date(at);
	const two = (n: number): string => String(n).padStart(2, '0');
	const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
	return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
