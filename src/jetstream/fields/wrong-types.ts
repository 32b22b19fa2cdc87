import { isNever, parseTimestamp } from '../../format/duration.ts';
import { isInteger } from '../../format/integer.ts';
import { isRecord, isText } from '../../format/is.ts';
import { stringifyJson } from '../../format/json.ts';
import type { RequestFieldKind } from '../endpoints/endpoint.ts';
import type { Config } from './config.ts';
import type { Field, FieldKind } from './field.ts';

/** A key of a configuration with a value that no server accepts there. */
export interface WrongType {
	/** Nested keys with dots, list places as numbers: `sources.0.filter_subject`. */
	readonly path: string;
	/** One sentence. */
	readonly message: string;
}

/** The part of a field, of a configuration or a request, that its values are checked against. */
export interface TypedField extends Pick<Field, 'name' | 'fields'> {
	readonly kind: FieldKind | RequestFieldKind;
}

/** Every value of another type than its field's. Servers treat `null` as absent; unknown keys are not checked. */
export function wrongTypes(fields: readonly TypedField[], config: Config, prefix = ''): readonly WrongType[] {
	return fields.flatMap((field) => {
		const value = config[field.name];
		if (value === undefined || value === null) return [];
		const path = `${prefix}${field.name}`;
		const { fits, wanted } = types[typeNames[field.kind]];
		if (!fits(value)) return [{ path, message: `${path} is ${described(value)}; it must be ${wanted}.` }];
		if (field.fields === undefined) return [];
		if (!Array.isArray(value)) return wrongTypes(field.fields, value as Config, `${path}.`);
		return value.flatMap((entry, at) => wrongTypes(field.fields ?? [], entry as Config, `${path}.${at}.`));
	});
}

/** Keys of a configuration, nested ones too, that are no field. */
export function unknownKeys(fields: readonly Field[], config: Config, prefix = ''): readonly string[] {
	return Object.entries(config).flatMap(([key, value]) => {
		const field = fields.find(({ name }) => name === key);
		if (field === undefined) return [`${prefix}${key}`];
		if (field.fields === undefined) return [];
		const inner = field.fields;
		if (Array.isArray(value)) {
			return value.flatMap((entry, at) => (isRecord(entry) ? unknownKeys(inner, entry, `${prefix}${key}.${at}.`) : []));
		}
		return isRecord(value) ? unknownKeys(inner, value, `${prefix}${key}.`) : [];
	});
}

function described(value: unknown): string {
	const text = stringifyJson(value);
	const short = text.length > 40 ? `${text.slice(0, 39)}…` : text;
	if (typeof value === 'string') return `the text ${short}`;
	if (Array.isArray(value)) return `the list ${short}`;
	return isRecord(value) ? `the object ${short}` : short;
}

type TypeName =
	| 'text'
	| 'time'
	| 'texts'
	| 'whole'
	| 'sequence'
	| 'nanoseconds'
	| 'durations'
	| 'flag'
	| 'labels'
	| 'object'
	| 'objects';

interface Type {
	readonly fits: (value: unknown) => boolean;
	/** After "it must be". */
	readonly wanted: string;
}

/** 64 bits without a sign. */
const isSequence = (value: unknown): boolean => isInteger(value) && value >= 0 && value < 2n ** 64n;
const listOf = (fits: (value: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(fits);

const types: Readonly<Record<TypeName, Type>> = {
	text: { fits: isText, wanted: 'a text in quotes' },
	time: {
		fits: (value) => typeof value === 'string' && (isNever(value) || parseTimestamp(value) !== undefined),
		wanted: 'a time such as "2026-03-31T14:05:00Z"',
	},
	texts: { fits: listOf(isText), wanted: 'a list of texts' },
	whole: { fits: isInteger, wanted: 'a whole number' },
	sequence: { fits: isSequence, wanted: 'a whole number from 0 to 18446744073709551615' },
	nanoseconds: { fits: isInteger, wanted: 'a whole number of nanoseconds (1000000000 is a second)' },
	durations: { fits: listOf(isInteger), wanted: 'a list of whole numbers of nanoseconds (1000000000 is a second)' },
	flag: { fits: (value) => typeof value === 'boolean', wanted: 'true or false' },
	labels: {
		fits: (value) => isRecord(value) && Object.values(value).every(isText),
		wanted: 'an object whose values are texts',
	},
	object: { fits: isRecord, wanted: 'an object' },
	objects: { fits: listOf(isRecord), wanted: 'a list of objects' },
};

const typeNames: Readonly<Record<FieldKind | RequestFieldKind, TypeName>> = {
	name: 'text',
	text: 'text',
	subject: 'text',
	percent: 'text',
	enum: 'text',
	timestamp: 'time',
	subjects: 'texts',
	texts: 'texts',
	count: 'whole',
	bytes: 'whole',
	'bit-rate': 'whole',
	sequence: 'sequence',
	duration: 'nanoseconds',
	durations: 'durations',
	flag: 'flag',
	metadata: 'labels',
	placement: 'object',
	'stream-config': 'object',
	'stream-state': 'object',
	'consumer-config': 'object',
	source: 'object',
	external: 'object',
	'consumer-source': 'object',
	republish: 'object',
	transform: 'object',
	'consumer-limits': 'object',
	sources: 'objects',
	transforms: 'objects',
};
