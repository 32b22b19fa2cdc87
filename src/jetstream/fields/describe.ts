import { stringifyJson } from '../../format/json.ts';
import { type Features, supports } from '../server-features.ts';
import type { Field } from './field.ts';
import { inWords } from './words.ts';

/** One line of a configuration in words. */
export interface DescribedField {
	/** Undefined for an unknown key. */
	readonly field?: Field;
	readonly name: string;
	readonly label: string;
	readonly value: string;
	readonly isDefault: boolean;
	readonly unknown: boolean;
}

/**
 * A configuration line by line: known fields in the order of the table, then the unknown ones of newer servers as JSON.
 * A known field that is absent is described too, as its default, unless the server has no such field.
 */
export function describeConfig(
	fields: readonly Field[],
	config: Readonly<Record<string, unknown>>,
	features?: Features,
): readonly DescribedField[] {
	const known = fields
		.filter((field) => config[field.name] !== undefined || isOffered(field, features))
		.map((field) => describeField(field, config[field.name]))
		.filter((line) => !(line.isDefault && line.field?.hidden));
	const names = new Set(fields.map(({ name }) => name));
	const unknown = Object.entries(config)
		.filter(([name]) => !names.has(name))
		.map(([name, value]) => ({ name, label: name, value: stringifyJson(value), isDefault: false, unknown: true }));
	return [...known, ...unknown];
}

function isOffered({ since, gone }: Field, features: Features | undefined): boolean {
	if (features === undefined) return true;
	return supports(features, since) && !(gone !== undefined && supports(features, gone));
}

function describeField(field: Field, value: unknown): DescribedField & { readonly field: Field } {
	const words = inWords(field, value);
	const isDefault = value === undefined || words === inWords(field, field.default);
	return { field, name: field.name, label: field.label, value: words, isDefault, unknown: false };
}
