/**
 * A configuration while it is being edited. What was not touched is exactly what was read; what was typed is kept as typed,
 * also while it means nothing yet.
 */
export type Draft = Readonly<Record<string, unknown>>;

const typedText = Symbol('typed');

/** A text in the place of a value. */
export interface TypedText {
	readonly [typedText]: string;
}

export const typed = (text: string): TypedText => ({ [typedText]: text });

/** The text in the place of a value; undefined where nothing was typed. */
export function textIn(value: unknown): string | undefined {
	return typeof value === 'object' && value !== null && typedText in value
		? (value as TypedText)[typedText]
		: undefined;
}

/** Keys from the outside in; places of a list are numbers: `sources.0.name`. */
export type Path = string;

const keysOf = (path: Path): readonly string[] => path.split('.');

export function valueAt(draft: unknown, path: Path): unknown {
	return keysOf(path).reduce<unknown>((value, key) => {
		if (typeof value !== 'object' || value === null || textIn(value) !== undefined) return undefined;
		return Array.isArray(value) ? value[Number(key)] : Object.hasOwn(value, key) ? (value as Draft)[key] : undefined;
	}, draft);
}

/**
 * The draft with another value in one place; undefined removes the key, or the entry of a list, and a list of none with it.
 * Key order is kept.
 */
export function setAt(draft: Draft, path: Path, value: unknown): Draft {
	return putInRecord(draft, keysOf(path), value);
}

function put(inside: unknown, keys: readonly string[], value: unknown): unknown {
	if (Array.isArray(inside)) return putInList(inside, keys, value);
	if (isDraft(inside)) return putInRecord(inside, keys, value);
	// Nothing is there yet, or a text or null in its place: a number is the place of an entry.
	return /^\d+$/.test(keys[0] ?? '') ? putInList([], keys, value) : putInRecord({}, keys, value);
}

function putInList(
	list: readonly unknown[],
	[key, ...rest]: readonly string[],
	value: unknown,
): readonly unknown[] | undefined {
	const at = Number(key);
	const entry = rest.length === 0 ? value : put(list[at], rest, value);
	const entries = [...list.slice(0, at), ...(entry === undefined ? [] : [entry]), ...list.slice(at + 1)];
	return entries.length === 0 ? undefined : entries;
}

function putInRecord(record: Draft, [key = '', ...rest]: readonly string[], value: unknown): Draft {
	const entry = rest.length === 0 ? value : put(own(record, key), rest, value);
	if (entry !== undefined) return { ...record, [key]: entry };
	const { [key]: _, ...others } = record;
	return others;
}

const isDraft = (value: unknown): value is Draft =>
	typeof value === 'object' && value !== null && textIn(value) === undefined;

function own(record: Draft, key: string): unknown {
	return Object.hasOwn(record, key) ? record[key] : undefined;
}
