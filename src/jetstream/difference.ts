import { asRecord, isRecord } from '../format/is.ts';
import { stringifyJson } from '../format/json.ts';
import type { Config } from './fields/config.ts';
import type { Field } from './fields/field.ts';
import { entryField, entryOf, identity, normalValue, plainIdentity } from './fields/normal.ts';
import { exactly, inFull } from './fields/words-in-full.ts';

/** One field in which two configurations differ. */
export interface Difference {
	/** As the wire spells it, nested keys with dots: `max_bytes`, `placement.tags`. */
	readonly path: string;
	readonly label: string;
	/** In people's units; absent where the field was not there and its absence means nothing. */
	readonly before?: string;
	readonly after?: string;
}

/**
 * What changes between two configurations, by what a server would store for each: a field that is left out equals its
 * default, and a list of one equals the field of a single entry. Entries of subjects, tags, sources and transforms, whose order
 * says nothing, and keys of metadata come one by one: a removed one has no `after`, an added one no `before`. Known fields in the
 * order of the table, then unknown keys as JSON.
 */
export function differences(fields: readonly Field[], before: Config, after: Config): readonly Difference[] {
	const alike = new Set(fields.filter((field) => isSpelledOtherwise(field, before, after)).flatMap(spellings));
	return compare(fields, before, after, normalValue).filter(({ path }) => !alike.has(path));
}

const spellings = ({ name, single }: Field): readonly string[] => (single === undefined ? [] : [name, single]);

/** Whether both have the same one entry: servers keep it in the field that it was sent in, and an update to the other changes nothing. */
function isSpelledOtherwise(field: Field, before: Config, after: Config): boolean {
	if (field.single === undefined) return false;
	const [old, now] = [before, after].map((config) => spellings(field).flatMap((name) => config[name] || []));
	return old?.length === 1 && now?.length === 1 && identity(field, old) === identity(field, now);
}

interface Place {
	readonly field: Field;
	readonly path: string;
	readonly label: string;
}

function fieldDifferences(field: Field, before: unknown, after: unknown): readonly Difference[] {
	const place = { field, path: field.name, label: field.label };
	if (before === after || identity(field, before) === identity(field, after)) return [];
	if (field.kind === 'metadata' && isMaybe(isRecord, before, after)) return keyDifferences(place, before, after);
	if (field.fields !== undefined && isMaybe(isRecord, before, after)) return innerDifferences(place, before, after);
	if (field.kind in orderless && isMaybe(isList, before, after)) return entryDifferences(place, before, after);
	return [changed(place, before, after)];
}

const orderless = { subjects: true, texts: true, sources: true, transforms: true };

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Whether both are of a type or absent, and not both absent. */
function isMaybe<T>(is: (value: unknown) => value is T, ...pair: readonly [before: unknown, after: unknown]): boolean {
	return pair.every((value) => value === undefined || is(value));
}

function innerDifferences({ field, path, label }: Place, before: unknown, after: unknown): readonly Difference[] {
	// The values inside an object were made normal with it.
	const inner = compare(field.fields ?? [], asRecord(before), asRecord(after), ({ name }, config) => config[name]);
	return inner.map((one) => ({ ...one, path: `${path}.${one.path}`, label: `${label}: ${lowerFirst(one.label)}` }));
}

/** `API prefix` stays. */
const lowerFirst = (label: string): string => (/^.\p{Lu}/u.test(label) ? label : label.toLowerCase());

function compare(
	fields: readonly Field[],
	before: Config,
	after: Config,
	read: (field: Field, config: Config) => unknown,
): readonly Difference[] {
	const names = new Set(fields.map(({ name }) => name));
	return [
		...fields.flatMap((field) => fieldDifferences(field, read(field, before), read(field, after))),
		...keysOfBoth(before, after)
			.filter((key) => !names.has(key))
			.flatMap((key) => unknownDifference(key, own(before, key), own(after, key))),
	];
}

const keysOfBoth = (a: Config, b: Config): readonly string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])];

/** Keys come from outside: `constructor` is one like any other. */
const own = (config: Config, key: string): unknown => (Object.hasOwn(config, key) ? config[key] : undefined);

function keyDifferences({ path, label }: Place, before: unknown, after: unknown): readonly Difference[] {
	const [old, now] = [asRecord(before), asRecord(after)];
	return keysOfBoth(old, now)
		.map((key) => ({ key, was: own(old, key), is: own(now, key) }))
		.filter(({ was, is }) => plainIdentity(was) !== plainIdentity(is))
		.map(({ key, was, is }) =>
			withoutUndefined({ path: `${path}.${key}`, label: `${label} ${key}`, before: asText(was), after: asText(is) }),
		);
}

function asText(value: unknown): string | undefined {
	if (value === undefined || (typeof value === 'string' && value !== '')) return value;
	return stringifyJson(value);
}

/** The entries that one list has more often than the other. */
function entryDifferences({ field, path, label }: Place, before: unknown, after: unknown): readonly Difference[] {
	const [old, now] = [entries(field, before), entries(field, after)];
	const removed = without(old, now);
	const added = without(now, old);
	const one = entryField(field);
	const words = [...removed, ...added].map(({ value }) => inFull(one, value));
	const write = new Set(words).size === words.length ? inFull : exactly;
	return [
		...removed.map(({ value }) => ({ path, label, before: write(one, value) })),
		...added.map(({ value }) => ({ path, label, after: write(one, value) })),
	];
}

interface Entry {
	readonly id: string;
	readonly value: unknown;
}

function entries(field: Field, list: unknown): readonly Entry[] {
	if (!isList(list)) return [];
	const entry = entryField(field);
	return list.map((raw) => {
		const value = entryOf(field, raw);
		return { id: identity(entry, value), value };
	});
}

function without(list: readonly Entry[], others: readonly Entry[]): readonly Entry[] {
	const left = others.map(({ id }) => id);
	return list.filter(({ id }) => {
		const found = left.indexOf(id);
		if (found >= 0) left.splice(found, 1);
		return found < 0;
	});
}

function changed({ field, path, label }: Place, before: unknown, after: unknown): Difference {
	const write = inFull(field, before) === inFull(field, after) ? exactly : inFull;
	const said = (value: unknown): string | undefined =>
		value === undefined && !meansSomething(field) ? undefined : write(field, value);
	return withoutUndefined({ path, label, before: said(before), after: said(after) });
}

/** Whether the absence of a value has words of its own. */
function meansSomething({ kind, empty, unlimited }: Field): boolean {
	return empty !== undefined || unlimited !== undefined || kind === 'flag' || kind === 'enum';
}

function unknownDifference(key: string, before: unknown, after: unknown): readonly Difference[] {
	if (plainIdentity(before) === plainIdentity(after)) return [];
	const said = (value: unknown): string | undefined => (value === undefined ? undefined : stringifyJson(value));
	return [withoutUndefined({ path: key, label: key, before: said(before), after: said(after) })];
}

function withoutUndefined(parts: {
	readonly path: string;
	readonly label: string;
	readonly before: string | undefined;
	readonly after: string | undefined;
}): Difference {
	const { path, label, before, after } = parts;
	return { path, label, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}
