import type { Field } from '../fields/field.ts';
import { isEmptyInput } from '../fields/input-kinds.ts';
import { type Features, supports } from '../server-features.ts';
import { type Fields, fields as fieldsOf } from './values.ts';

/** A key that the server accepts and ignores, because it came with a later version. */
export interface Dropped {
	/** Nested keys with dots, list places as numbers: `sources.0.subject_transforms`. */
	readonly path: string;
	readonly field: Field;
}

/** Servers from 2.12 on refuse keys that they do not know (err_code 10025), older ones silently ignore them. */
export const refusesUnknown = (features: Features): boolean =>
	features.dialect === 'preview' || supports(features, '2.12');

/** Whether the server knows a key. */
export function isKnown({ since, gone }: Field, features: Features): boolean {
	return (
		features.version === undefined || (supports(features, since) && !(gone !== undefined && supports(features, gone)))
	);
}

/** The keys of a configuration that the server ignores, except those set to their default. */
export function droppedFields(
	known: readonly Field[],
	config: Fields,
	features: Features,
	prefix = '',
): readonly Dropped[] {
	if (refusesUnknown(features)) return [];
	return known.flatMap((field) => {
		const value = config[field.name];
		if (value === undefined || value === null) return [];
		const path = `${prefix}${field.name}`;
		if (!isKnown(field, features))
			return isEmptyInput(field.kind, value) || value === field.default || value === 0 ? [] : [{ path, field }];
		const { fields } = field;
		if (fields === undefined) return [];
		return Array.isArray(value)
			? value.flatMap((entry, at) => droppedFields(fields, fieldsOf(entry) ?? {}, features, `${path}.${at}.`))
			: droppedFields(fields, fieldsOf(value) ?? {}, features, `${path}.`);
	});
}

/** A configuration as the server reads it: without the keys that it ignores. */
export function withoutDropped<Config extends object>(
	known: readonly Field[],
	config: Config,
	features: Features,
): Config {
	if (refusesUnknown(features)) return config;
	return Object.fromEntries(
		Object.entries(config).flatMap(([key, value]) => {
			const field = known.find(({ name }) => name === key);
			if (field !== undefined && !isKnown(field, features)) return [];
			return [[key, field?.fields === undefined ? value : withoutDroppedInside(field.fields, value, features)]];
		}),
	) as Config;
}

function withoutDroppedInside(known: readonly Field[], value: unknown, features: Features): unknown {
	if (Array.isArray(value)) return value.map((entry) => withoutDroppedInside(known, entry, features));
	const object = fieldsOf(value);
	return object === undefined ? value : withoutDropped(known, object, features);
}

/** That the server ignores it, and the consequence, as sentences. */
export function droppedInWords({ path, field }: Dropped, { version = '' }: Features): string {
	const name = path.includes('.') ? path : field.name;
	const comes = field.dropped === undefined ? '' : ` ${field.dropped}`;
	return `The server (${version}) ignores ${name}, which came with ${field.since}.${comes}`;
}
