/**
 * A configuration being edited. Untouched fields are exactly as read; typed text is kept as typed, even while it is not valid.
 */
export type Draft = Readonly<Record<string, unknown>>;

const typedText = Symbol('typed');

/** Text that was typed for a value. */
export interface TypedText {
	readonly [typedText]: string;
}

export const typed = (text: string): TypedText => ({ [typedText]: text });

/** The typed text of a value; undefined if nothing was typed. */
export function textIn(value: unknown): string | undefined {
	return typeof value === 'object' && value !== null && typedText in value
		? (value as TypedText)[typedText]
		: undefined;
}

/** Keys from the outermost in; list entries are numbers: `sources.0.name`. */
export type Path = string;

const keysOf = (path: Path): readonly string[] => path.split('.');

export function valueAt(draft: unknown, path: Path): unknown {
	return keysOf(path).reduce<unknown>((value, key) => {
		if (typeof value !== 'object' || value === null || textIn(value) !== undefined) return undefined;
		return Array.isArray(value) ? value[Number(key)] : Object.hasOwn(value, key) ? (value as Draft)[key] : undefined;
	}, draft);
}

/**
 * The draft with another value at a path. Undefined removes the key or the list entry, and a list that becomes empty. Key order
 * stays.
 */
export function setAt(draft: Draft, path: Path, value: unknown): Draft {
	return putInRecord(draft, keysOf(path), value);
}

function put(inside: unknown, keys: readonly string[], value: unknown): unknown {
	if (Array.isArray(inside)) return putInList(inside, keys, value);
	if (isDraft(inside)) return putInRecord(inside, keys, value);
	// Nothing, a text or null is at this path: a number then means a list entry.
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
