import { bytes } from '../../format/bytes.ts';
import { dateTime, duration, isNever, parseTimestamp } from '../../format/duration.ts';
import { count, isInteger } from '../../format/integer.ts';
import { isRecord, isTexts } from '../../format/is.ts';
import { stringifyJson } from '../../format/json.ts';
import type { Field, FieldKind } from './field.ts';

/**
 * A configured value in words: `unlimited`, `10.2 GiB`, `1d`, `file`, `logs.> and 2 more`. An absent value is
 * what its absence means on a server. A value of another type than the field's is given as JSON.
 */
export function inWords(field: Field, value: unknown): string {
	if (value === undefined || value === null) return absenceInWords(field);
	if (field.unlimited !== undefined && isUnlimited(field.unlimited, value)) return 'unlimited';
	if (isEmpty(field, value) || (field.empty !== undefined && isZero(value))) return field.empty ?? 'none';
	return writers[field.kind](field, value) ?? stringifyJson(value);
}

function absenceInWords(field: Field): string {
	if (field.kind === 'flag') return 'no';
	if (field.kind === 'enum' && field.default !== undefined) return inWords(field, field.default);
	return field.empty ?? (field.unlimited === undefined ? 'none' : 'unlimited');
}

/** Servers normalise 0 and below to -1 where -1 is unlimited. */
function isUnlimited(unlimited: -1 | 0, value: unknown): boolean {
	if (typeof value !== 'number' && typeof value !== 'bigint') return false;
	return unlimited === 0 ? isZero(value) : value <= 0;
}

const isZero = (value: unknown): boolean => value === 0 || value === 0n;

function isEmpty({ kind }: Field, value: unknown): boolean {
	if (value === '') return true;
	if (kind === 'timestamp' && typeof value === 'string') return isNever(value);
	if (Array.isArray(value)) return value.length === 0;
	return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Undefined when the value is not of the kind. */
type Writer = (field: Field, value: unknown) => string | undefined;

const asText: Writer = (_field, value) => (typeof value === 'string' ? value : undefined);
const asCount: Writer = (_field, value) => (isInteger(value) ? count(value) : undefined);
const asTexts: Writer = (_field, value) => (isTexts(value) ? andMore(value) : undefined);

const writers: Readonly<Record<FieldKind, Writer>> = {
	name: asText,
	text: asText,
	subject: asText,
	timestamp: (field, value) => {
		const text = asText(field, value);
		return parseTimestamp(text) === undefined ? text : dateTime(text);
	},
	subjects: asTexts,
	texts: asTexts,
	count: asCount,
	sequence: asCount,
	bytes: (_field, value) => (isInteger(value) ? bytes(value) : undefined),
	'bit-rate': (_field, value) => (isInteger(value) ? `${count(value)} bit/s` : undefined),
	duration: (_field, value) => (isInteger(value) ? duration(value) : undefined),
	durations: (_field, value) =>
		Array.isArray(value) && value.every(isInteger) ? value.map((step) => duration(step)).join(', ') : undefined,
	percent: (_field, value) => (typeof value === 'string' ? `${value.replace(/%$/, '')}%` : undefined),
	flag: (_field, value) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : undefined),
	enum: (field, value) => field.values?.find((known) => known.value === value)?.label ?? asText(field, value),
	metadata: (_field, value) => (isRecord(value) ? metadataInWords(value) : undefined),
	source: sourceInWords,
	sources: (field, value) =>
		Array.isArray(value)
			? andMore(value.map((source) => sourceInWords(field, source) ?? stringifyJson(source)))
			: undefined,
	republish: arrowInWords,
	transform: arrowInWords,
	transforms: (field, value) =>
		Array.isArray(value) ? andMore(value.map((one) => arrowInWords(field, one) ?? stringifyJson(one))) : undefined,
	placement: keysInWords,
	external: keysInWords,
	'consumer-source': keysInWords,
	'consumer-limits': keysInWords,
};

function andMore(texts: readonly string[]): string {
	const [first = 'none', ...rest] = texts;
	return rest.length === 0 ? first : `${first} and ${rest.length} more`;
}

/** Servers from 2.11 on add keys of their own to replies, which are not part of the configuration. */
function metadataInWords(metadata: Readonly<Record<string, unknown>>): string {
	const own = Object.entries(metadata).filter(([key]) => !key.startsWith('_nats.'));
	return andMore(own.map(([key, value]) => `${key}=${typeof value === 'string' ? value : stringifyJson(value)}`));
}

function sourceInWords(field: Field, value: unknown): string | undefined {
	if (!isRecord(value) || typeof value.name !== 'string') return undefined;
	const { name, ...rest } = value;
	const more = keysInWords(field, rest);
	return more === undefined ? name : `${name} (${more})`;
}

function arrowInWords(field: Field, value: unknown): string | undefined {
	if (!isRecord(value)) return undefined;
	const { src, dest, ...rest } = value;
	const arrow = arrowBetween(src, dest);
	const more = keysInWords(field, rest);
	return arrow && `${arrow}${more === undefined ? '' : ` (${more})`}`;
}

/** No source means every subject; without a destination the subjects stay the same. */
export function arrowBetween(src: unknown = '', dest: unknown = ''): string | undefined {
	if (typeof src !== 'string' || typeof dest !== 'string') return undefined;
	const from = src === '' ? '>' : src;
	return dest === '' ? from : `${from} → ${dest}`;
}

/** `cluster c1, tags ssd`: every key that is set; flags by name alone, unknown keys as JSON. */
function keysInWords({ fields = [] }: Field, value: unknown): string | undefined {
	if (!isRecord(value)) return undefined;
	const parts = Object.entries(value).flatMap(([key, entry]) => {
		const field = fields.find(({ name }) => name === key);
		if (field === undefined) return [`${key} ${stringifyJson(entry)}`];
		const words = inWords(field, entry);
		if (words === inWords(field, field.default)) return [];
		return [field.kind === 'flag' ? field.label.toLowerCase() : `${field.label.toLowerCase()} ${words}`];
	});
	return parts.length === 0 ? undefined : parts.join(', ');
}
