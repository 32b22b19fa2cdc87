import { isInteger } from '../../format/integer.ts';
import { stringifyJson } from '../../format/json.ts';
import { readTime } from '../../format/read-time.ts';
import type { Field, FieldKind } from '../fields/field.ts';
import { type Features, supports, versionInWords } from '../server-features.ts';
import { isKnown, refusesUnknown } from './dropped.ts';
import type { Fault } from './situation.ts';
import { type Fields, fields as fieldsOf } from './values.ts';

/** Go's decoder refuses a value of another type or beyond the width of the field, in all versions. */
const INVALID_JSON = 10025;

export interface ShapeFault extends Fault {
	/** The value has the wrong type, so rules about it do not apply. */
	readonly mistyped: boolean;
}

/**
 * Keys that the server does not know, and values of wrong types. Keys that jetdeck does not know either are left to the server.
 * @param prefix path of the object, with a dot at its end
 */
export function shapeFaults(
	known: readonly Field[],
	config: Fields,
	features: Features,
	prefix = '',
): readonly ShapeFault[] {
	return known.flatMap((field) => {
		const value = config[field.name];
		if (value === undefined || value === null) return [];
		const path = `${prefix}${field.name}`;
		return unknownFault(field, path, features) ?? typeFaults(field, value, path, features);
	});
}

/** Keys that an older server ignores are not reported here: see `droppedFields`. */
function unknownFault(field: Field, path: string, features: Features): readonly ShapeFault[] | undefined {
	if (isKnown(field, features)) return undefined;
	if (!refusesUnknown(features)) return [];
	const { gone, since, label, name } = field;
	const history = gone !== undefined && supports(features, gone) ? `was removed with ${gone}` : `came with ${since}`;
	const message = `${label}: the server (${versionInWords(features)}) refuses ${name}, which ${history}. Leave it out.`;
	return [{ path, message, mistyped: false, errCode: INVALID_JSON }];
}

function typeFaults(field: Field, value: unknown, path: string, features: Features): readonly ShapeFault[] {
	const rule = types[field.kind](value, field);
	if (rule !== undefined)
		return [
			{
				path,
				message: `${field.label} ${rule}, not ${shorten(stringifyJson(value))}.`,
				errCode: INVALID_JSON,
				mistyped: true,
			},
		];
	if (field.kind === 'enum') return enumFaults(field, value, path, features);
	if (field.fields === undefined) return [];
	const objects = Array.isArray(value) ? value : [value];
	return objects.flatMap((object, at) =>
		shapeFaults(
			field.fields ?? [],
			fieldsOf(object) ?? {},
			features,
			`${path}.${Array.isArray(value) ? `${at}.` : ''}`,
		),
	);
}

const shorten = (json: string): string => (json.length > 60 ? `${json.slice(0, 59)}…` : json);

function enumFaults(field: Field, value: unknown, path: string, features: Features): readonly ShapeFault[] {
	const { values = [] } = field;
	const known = values.find((one) => one.value === value);
	if (known !== undefined && (features.version === undefined || supports(features, known.since))) return [];
	const offered = values.filter(({ since }) => features.version === undefined || supports(features, since));
	const since = known === undefined ? '' : ` ${known.value} came with ${known.since}.`;
	const message = `${field.label} must be one of ${offered.map((one) => one.value).join(', ')}.${since}`;
	return [{ path, message, errCode: INVALID_JSON, mistyped: true }];
}

/** What a value must be, as the end of a sentence; undefined when it is that. */
type Type = (value: unknown, field: Field) => string | undefined;

function whole(least: bigint, most: bigint): Type {
	return (value) => {
		if (!isInteger(value)) return 'must be a whole number';
		const n = BigInt(value);
		if (n < least) return least === 0n ? 'must not be below zero' : 'is too small';
		return n > most ? `must not be larger than ${most}` : undefined;
	};
}

const int64 = whole(-(2n ** 63n), 2n ** 63n - 1n);
const int32 = whole(-(2n ** 31n), 2n ** 31n - 1n);
const uint64 = whole(0n, 2n ** 64n - 1n);
const isText: Type = (value) => (typeof value === 'string' ? undefined : 'must be a text');
const isObject: Type = (value) => (fieldsOf(value) === undefined ? 'must be an object' : undefined);
const isTexts = listOf((value) => typeof value === 'string', 'texts');
const isObjects = listOf((value) => fieldsOf(value) !== undefined, 'objects');

function listOf(is: (value: unknown) => boolean, what: string): Type {
	return (value) => (Array.isArray(value) && value.every(is) ? undefined : `must be a list of ${what}`);
}

const types: Readonly<Record<FieldKind, Type>> = {
	name: isText,
	text: isText,
	subject: isText,
	subjects: isTexts,
	texts: isTexts,
	count: int64,
	bytes: (value, field) => (field.name === 'max_msg_size' ? int32 : int64)(value, field),
	'bit-rate': uint64,
	duration: int64,
	durations: listOf((value) => isInteger(value), 'whole numbers of nanoseconds'),
	percent: isText,
	enum: isText,
	flag: (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
	timestamp: (value) =>
		typeof value === 'string' && /^\d{4}-/.test(value) && value.includes('T') && readTime(value, 0) !== undefined
			? undefined
			: 'must be a time such as 2026-11-24T10:00:00Z',
	sequence: uint64,
	metadata: (value) =>
		Object.values(fieldsOf(value) ?? { none: 0 }).every((entry) => typeof entry === 'string')
			? undefined
			: 'must have texts as values',
	placement: isObject,
	source: isObject,
	sources: isObjects,
	external: isObject,
	'consumer-source': isObject,
	republish: isObject,
	transform: isObject,
	transforms: isObjects,
	'consumer-limits': isObject,
};
