import { dateTime, parseTimestamp } from '../../format/duration.ts';
import { count, isInteger } from '../../format/integer.ts';
import { isRecord } from '../../format/is.ts';
import { stringifyJson } from '../../format/json.ts';
import type { Field } from './field.ts';
import { entryField } from './normal.ts';
import { arrowBetween, inWords } from './words.ts';

/** As `inWords`, with nothing left out: every entry of a list and every key of an object. */
export function inFull(field: Field, value: unknown): string {
	if (Array.isArray(value) && value.length > 0) return listInFull(field, value);
	if (field.kind === 'metadata' && isRecord(value)) return metadataInFull(value);
	if (isRecord(value) && field.fields !== undefined) return recordInFull(field, value);
	return inWords(field, value);
}

/** The exact value, for values whose words are equal: each digit of a size, each fraction of a time. */
export function exactly(field: Field, value: unknown): string {
	if (value === undefined || value === field.unlimited) return inFull(field, value);
	if (field.kind === 'timestamp' && typeof value === 'string') return value;
	return field.kind === 'bytes' && isInteger(value) ? `${count(value)} B` : stringifyJson(value);
}

function listInFull(field: Field, list: readonly unknown[]): string {
	const entry = entryField(field);
	const objects = field.kind === 'sources' || field.kind === 'transforms';
	return list.map((one) => inFull(entry, one)).join(objects ? '; ' : ', ');
}

function metadataInFull(metadata: Readonly<Record<string, unknown>>): string {
	const entries = Object.entries(metadata).filter(([key]) => !key.startsWith('_nats.'));
	const texts = entries.map(([key, value]) => `${key}=${typeof value === 'string' ? value : stringifyJson(value)}`);
	return texts.length === 0 ? 'none' : texts.join(', ');
}

/** A source by its name, a republish or transform as an arrow, then the other keys that are set. */
function recordInFull(field: Field, value: Readonly<Record<string, unknown>>): string {
	const { fields = [] } = field;
	const head = headOf(field, value);
	const parts = Object.entries(value).flatMap(([key, entry]) => {
		if (head?.keys.includes(key)) return [];
		const known = fields.find(({ name }) => name === key);
		if (known === undefined) return [`${key} ${stringifyJson(entry)}`];
		const label = known.label.toLowerCase();
		if (known.kind === 'flag' && entry === true) return [label];
		const words = inFull(known, entry);
		if (words === inWords(known, known.default)) return [];
		return [`${label} ${exactTime(known, entry) ?? words}`];
	});
	if (head === undefined) return parts.length === 0 ? inWords(field, undefined) : parts.join(', ');
	return parts.length === 0 ? head.text : `${head.text} (${parts.join(', ')})`;
}

/** Within a line a time needs its fraction, since nothing else distinguishes two times of one second. */
function exactTime(field: Field, value: unknown): string | undefined {
	if (field.kind !== 'timestamp' || typeof value !== 'string' || parseTimestamp(value) === undefined) return undefined;
	return /\.\d/.test(value) ? value : dateTime(value);
}

function headOf(
	{ kind }: Field,
	value: Readonly<Record<string, unknown>>,
): { readonly keys: readonly string[]; readonly text: string } | undefined {
	if (kind === 'source' && typeof value.name === 'string') return { keys: ['name'], text: value.name };
	const arrow = kind === 'republish' || kind === 'transform' ? arrowBetween(value.src, value.dest) : undefined;
	return arrow === undefined ? undefined : { keys: ['src', 'dest'], text: arrow };
}
