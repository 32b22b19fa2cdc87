import { readTimes } from './decimal.ts';
import { exactInteger, type Integer } from './integer.ts';

const second = 1_000_000_000n;

/** A day is 24 hours and a year 365 days, as in the nats CLI. `M` is left out: it could mean minute or month. */
const unitRows: readonly (readonly [names: string, nanoseconds: bigint])[] = [
	['ns nsec nanosecond nanoseconds', 1n],
	['us µs μs usec microsecond microseconds', 1_000n],
	['ms msec millisecond milliseconds', 1_000_000n],
	['s sec secs second seconds', second],
	['m min mins minute minutes', 60n * second],
	['h hr hrs hour hours', 3_600n * second],
	['d day days', 86_400n * second],
	['w wk week weeks', 7n * 86_400n * second],
	['y yr year years', 365n * 86_400n * second],
];

const units: ReadonlyMap<string, bigint> = new Map(
	unitRows.flatMap(([names, size]) => names.split(' ').map((name) => [name, size] as const)),
);

const part = /\s*(\d[\d_]*(?:\.\d+)?)\s*([a-zµμ]+)/y;

/**
 * Reads a duration as people write it: `1d12h`, `90s`, `1.5h`, `500ms`, `2w`, `1y`, `1 day 12 hours`, `0`.
 * @returns exact nanoseconds; undefined if it is none, or finer than a nanosecond
 */
export function readDuration(text: string): Integer | undefined {
	const trimmed = text.trim();
	if (trimmed === '0') return 0;
	if (trimmed === '') return undefined;
	let total = 0n;
	part.lastIndex = 0;
	while (part.lastIndex < trimmed.length) {
		const [, amount = '', name = ''] = part.exec(trimmed) ?? [];
		const unit = units.get(name);
		const nanoseconds = unit === undefined ? undefined : readTimes(amount, unit);
		if (nanoseconds === undefined) return undefined;
		total += nanoseconds;
	}
	return exactInteger(total);
}
