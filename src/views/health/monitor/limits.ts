import { readTimes } from '../../../format/decimal.ts';
import { exactInteger, type Integer } from '../../../format/integer.ts';
import { memo } from '../../../format/memo.ts';
import type { Verdict } from '../verdict.ts';

/** How the value of a key is written, as nats CLI 0.5 reads it. */
type Kind = 'count' | 'signed' | 'duration' | 'flag';

const prefix = 'io.nats.monitor.';

/** The keys of a stream, after the prefix. `enabled` is for `nats audit`; no rule here depends on it. */
export const streamKeys = {
	enabled: 'flag',
	'lag-critical': 'count',
	'seen-critical': 'duration',
	'min-sources': 'signed',
	'max-sources': 'signed',
	'peer-expect': 'signed',
	'peer-lag-critical': 'count',
	'peer-seen-critical': 'duration',
	'msgs-critical': 'count',
	'msgs-warn': 'count',
	'subjects-critical': 'signed',
	'subjects-warn': 'signed',
} as const satisfies Readonly<Record<string, Kind>>;

/** The keys of a consumer. */
export const consumerKeys = {
	enabled: 'flag',
	'outstanding-ack-critical': 'signed',
	'waiting-critical': 'signed',
	'unprocessed-critical': 'signed',
	'redelivery-critical': 'signed',
	'last-delivery-critical': 'duration',
	'last-ack-critical': 'duration',
	pinned: 'flag',
} as const satisfies Readonly<Record<string, Kind>>;

/** Limits that are set: durations in milliseconds, flags as 1. */
export type Limits<Key extends string> = Readonly<Partial<Record<Key, Integer>>>;
export type StreamLimits = Limits<keyof typeof streamKeys>;
export type ConsumerLimits = Limits<keyof typeof consumerKeys>;

interface Monitor<Key extends string> {
	readonly limits: Limits<Key>;
	/** Why no limit applies. */
	readonly faults: readonly Verdict[];
}

type Metadata = Readonly<Record<string, string>> | null | undefined;

const nothing: Monitor<never> = { limits: {}, faults: [] };

/**
 * The limits in the metadata of a stream or consumer (servers store metadata from 2.10 on). The nats CLI refuses the whole check
 * if one value is invalid: then no limit applies here either, and a verdict names the key.
 */
export function monitorOf<Key extends string>(metadata: Metadata, keys: Readonly<Record<Key, Kind>>): Monitor<Key> {
	return metadata ? (readOnce(metadata, keys) as Monitor<Key>) : nothing;
}

const readOnce = memo((metadata: NonNullable<Metadata>, keys: Readonly<Record<string, Kind>>): Monitor<string> => {
	const set = Object.keys(keys).filter((key) => metadata[prefix + key] !== undefined);
	if (set.length === 0) return nothing;
	const read = set.map((key) => {
		const kind = keys[key] ?? 'count';
		const text = String(metadata[prefix + key]);
		return { key, kind, text, value: readers[kind](text) };
	});
	const faults = read.flatMap(({ key, kind, text, value }) => (value === undefined ? [faultOf(key, kind, text)] : []));
	if (faults.length > 0) return { limits: {}, faults };
	return {
		limits: Object.fromEntries(read.flatMap(({ key, value = 0 }) => (value > 0 ? [[key, value]] : []))),
		faults,
	};
});

function faultOf(key: string, kind: Kind, text: string): Verdict {
	return {
		severity: 'critical',
		trouble: 'bad-limit',
		short: `bad ${key}`,
		sentence: `${prefix}${key} is "${brief(text)}", which is not ${kinds[kind]}: jetdeck checks none of its io.nats.monitor limits.`,
	};
}

/** Of a value of any length: who corrects it needs the key. */
const brief = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const kinds: Readonly<Record<Kind, string>> = {
	count: 'a whole number',
	signed: 'a whole number',
	duration: 'a duration such as 5m or 1d12h',
	flag: 'true or false',
};

const readers: Readonly<Record<Kind, (text: string) => Integer | undefined>> = {
	count: (text) => (/^\d+$/.test(text) ? exactInteger(BigInt(text)) : undefined),
	signed: (text) => (/^[+-]?\d+$/.test(text) ? exactInteger(BigInt(text.replace('+', ''))) : undefined),
	duration: readMilliseconds,
	flag: (text) =>
		/^(?:1|t|T|true|True|TRUE)$/.test(text) ? 1 : /^(?:0|f|F|false|False|FALSE)$/.test(text) ? 0 : undefined,
};

/** In nanoseconds. Unlike in what people type, `M` is a month here, and units are never spelled out. */
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
	D: 86_400_000_000_000n,
	w: 7n * 86_400_000_000_000n,
	W: 7n * 86_400_000_000_000n,
	M: 30n * 86_400_000_000_000n,
	y: 365n * 86_400_000_000_000n,
	Y: 365n * 86_400_000_000_000n,
};

const whole = /^(?:\d+(?:\.\d+)?(?:ns|us|µs|μs|ms|[smhdDwWMyY]))+$/;

function readMilliseconds(text: string): number | undefined {
	const trimmed = text.trim();
	if (trimmed === '0') return 0;
	if (!whole.test(trimmed)) return undefined;
	const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)(\D+)/g)];
	const nanoseconds = parts.reduce(
		(sum, [, amount = '', unit = '']) => sum + (readTimes(amount, units[unit] ?? 0n) ?? 0n),
		0n,
	);
	return Number(nanoseconds) / 1e6;
}

/** The end of a sentence: the key that sets the limit. */
export function limitSaid(key: string, limit: string): string {
	return `${limit} (${prefix}${key})`;
}
