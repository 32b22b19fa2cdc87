/**
 * A configuration while it is being edited. What was not touched is exactly what was read; what was typed is kept as typed,
 * also while it means nothing yet.
 */
export type Draft = Readonly<Record<string, unknown>>;

const typedText = Symbol('typed');

/** A text in the place of a value. */
export interface Typed {
	readonly [typedText]: string;
}

export const typed = (text: string): Typed => ({ [typedText]: text });

/** The text in the place of a value; undefined where nothing was typed. */
export function textIn(value: unknown): string | undefined {
	return typeof value === 'object' && value !== null && typedText in value ? (value as Typed)[typedText] : undefined;
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

/** The draft with another value in one place; undefined removes the key, or the entry of a list. Key order is kept. */
export function setAt(draft: Draft, path: Path, value: unknown): Draft {
	return put(draft, keysOf(path), value) as Draft;
}

function put(inside: unknown, [key = '', ...rest]: readonly string[], value: unknown): unknown {
	if (Array.isArray(inside)) {
		const at = Number(key);
		if (rest.length === 0 && value === undefined) return inside.toSpliced(at, 1);
		const entry = rest.length === 0 ? value : put(inside[at], rest, value);
		return at < inside.length ? inside.with(at, entry) : [...inside, entry];
	}
	const before = typeof inside === 'object' && inside !== null && textIn(inside) === undefined ? (inside as Draft) : {};
	const entry = rest.length === 0 ? value : put(own(before, key), rest, value);
	if (entry !== undefined) return { ...before, [key]: entry };
	const { [key]: _, ...others } = before;
	return others;
}

function own(record: Draft, key: string): unknown {
	return Object.hasOwn(record, key) ? record[key] : undefined;
}
