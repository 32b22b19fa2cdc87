import { isNever, parseTimestamp } from '../../format/duration.ts';
import { isInteger } from '../../format/integer.ts';
import { isRecord } from '../../format/is.ts';
import { stringifyJson } from '../../format/json.ts';
import type { Config } from './config.ts';
import type { Field } from './field.ts';
import { serverDefault } from './server-default.ts';

/**
 * The value that a server would store for a field of this configuration; undefined for nothing. Absent, null, zero, `false` and
 * empty mean the same to a server, which then uses its default. `_nats.*` metadata is the server's own and left out.
 */
export function normalValue(field: Field, config: Config): unknown {
	const value = withoutEmpty(field, config[field.name]);
	return value === undefined ? withoutEmpty(field, serverDefault(field, config)) : value;
}

/** Equal for values that mean the same to a server, in any order of keys, or of entries without a meaningful order. */
export function identity(field: Field, value: unknown): string {
	if (value === undefined) return '';
	const special = identities[field.kind]?.(field, value);
	if (special !== undefined) return special;
	return isRecord(value) && field.fields !== undefined ? recordIdentity(field.fields, value) : plainIdentity(value);
}

function recordIdentity(fields: readonly Field[], value: Config): string {
	const parts = Object.keys(value)
		.sort()
		.map((key) => {
			const known = fields.find(({ name }) => name === key);
			return `${JSON.stringify(key)}:${known === undefined ? plainIdentity(value[key]) : identity(known, value[key])}`;
		});
	return `{${parts.join()}}`;
}

/** Equal for equal JSON, whatever the order of keys; 5 and 5n are equal. */
export function plainIdentity(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(plainIdentity).join()}]`;
	if (!isRecord(value)) return stringifyJson(value);
	const keys = Object.keys(value).sort();
	return `{${keys.map((key) => `${JSON.stringify(key)}:${plainIdentity(value[key])}`).join()}}`;
}

function withoutEmpty(field: Field, value: unknown): unknown {
	if (value === undefined || value === null || value === false || value === '' || value === 0 || value === 0n) {
		return undefined;
	}
	// Servers take everything below -1 for -1.
	if (field.unlimited === -1 && isInteger(value) && value < 0) return -1;
	if (Array.isArray(value)) return value.length === 0 ? undefined : value;
	if (field.kind === 'percent' && typeof value === 'string' && /^0+%?$/.test(value)) return undefined;
	if (field.kind === 'timestamp' && typeof value === 'string' && isNever(value)) return undefined;
	return isRecord(value) ? recordWithoutEmpty(field, value) : value;
}

function recordWithoutEmpty(field: Field, value: Config): Config | undefined {
	const entries =
		field.kind === 'metadata'
			? Object.entries(value).filter(([key]) => !key.startsWith('_nats.'))
			: keysOf(field, value).flatMap((key) => {
					const known = field.fields?.find(({ name }) => name === key);
					const normal = known === undefined ? value[key] : normalInside(field, known, value);
					return normal === undefined ? [] : [[key, normal] as const];
				});
	return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** A republish or a transform without a source matches every subject. */
function normalInside(outer: Field, field: Field, value: Config): unknown {
	const takesAll = field.name === 'src' && outer.kind !== 'source';
	return withoutEmpty(field, value[field.name]) ?? (takesAll ? '>' : withoutEmpty(field, field.default));
}

const keysOf = (field: Field, value: Config): readonly string[] => [
	...new Set([...(field.fields ?? []).map(({ name }) => name), ...Object.keys(value)]),
];

type Identity = (field: Field, value: unknown) => string | undefined;

const unordered: Identity = (field, value) => {
	if (!Array.isArray(value)) return undefined;
	const entry = entryField(field);
	return plainIdentity(value.map((one) => identity(entry, entryOf(field, one))).sort());
};

/** One entry of a list, as a server would hold it. */
export const entryOf = (field: Field, entry: unknown): unknown => withoutEmpty(entryField(field), entry) ?? null;

/** The field that one entry of a list would be. */
export function entryField(field: Field): Field {
	const kind = entryKinds[field.kind] ?? 'text';
	return { ...field, kind };
}

const entryKinds: Readonly<Partial<Record<Field['kind'], Field['kind']>>> = {
	subjects: 'subject',
	texts: 'text',
	sources: 'source',
	transforms: 'transform',
	durations: 'duration',
};

const identities: Readonly<Partial<Record<Field['kind'], Identity>>> = {
	subjects: unordered,
	texts: unordered,
	sources: unordered,
	transforms: unordered,
	percent: (_field, value) => (typeof value === 'string' ? value.replace(/%$/, '') : undefined),
	timestamp: (_field, value) => {
		if (typeof value !== 'string') return undefined;
		const second = parseTimestamp(value.replace(/\.\d+/, ''));
		const fraction = /\.(\d+)/.exec(value)?.[1]?.replace(/0+$/, '') ?? '';
		return second === undefined ? undefined : `${second}.${fraction}`;
	},
};
