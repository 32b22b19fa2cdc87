/** A place in a text; both from 1. */
export interface TextPlace {
	readonly line: number;
	readonly column: number;
}

interface Container {
	readonly list: boolean;
	/** The key or index of the next value. */
	key: string | number;
}

export const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Where the value of a path is in JSON text: keys from the outermost in, list indexes as numbers. The path may start further in,
 * as in a configuration inside a reply; the outermost match counts.
 */
export function placeInJson(text: string, path: readonly string[]): TextPlace | undefined {
	let found: { readonly depth: number; readonly index: number } | undefined;
	eachValue(text, (at, index) => {
		const depth = at.length - path.length;
		if (depth < 0 || (found !== undefined && found.depth <= depth)) return;
		if (path.every((key, place) => String(at[depth + place]?.key) === key)) found = { depth, index };
	});
	if (found === undefined) return undefined;
	const before = text.slice(0, found.index).split('\n');
	return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Where each value of JSON text is, by its full path: for many look-ups. */
export function placesInJson(text: string): (path: readonly string[]) => TextPlace | undefined {
	let places: ReadonlyMap<string, number> | undefined;
	const lineStarts = [0];
	const read = (): ReadonlyMap<string, number> => {
		for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
		const found = new Map<string, number>();
		eachValue(text, (at, index) => found.set(at.map(({ key }) => String(key)).join('\0'), index));
		return found;
	};
	return (path) => {
		places ??= read();
		const index = places.get(path.join('\0'));
		if (index === undefined) return undefined;
		const line = lineStarts.findLastIndex((start) => start <= index);
		return { line: line + 1, column: index - (lineStarts[line] ?? 0) + 1 };
	};
}

/** Reports every value with the containers around it, and where it begins. */
function eachValue(text: string, tell: (inside: readonly Container[], index: number) => void): void {
	const inside: Container[] = [];
	/** In an object, before the colon. */
	let isKey = false;
	for (const { 0: sign, index } of text.matchAll(token)) {
		const container = inside.at(-1);
		if (sign === ':') {
			isKey = false;
		} else if (sign === ',') {
			isKey = container?.list === false;
			if (container?.list) container.key = Number(container.key) + 1;
		} else if (sign === '}' || sign === ']') {
			inside.pop();
			isKey = false;
		} else if (isKey && container !== undefined) {
			container.key = keyOf(sign);
		} else {
			tell(inside, index);
			if (sign === '{' || sign === '[') inside.push({ list: sign === '[', key: sign === '[' ? 0 : '' });
			isKey = sign === '{';
		}
	}
}

function keyOf(quoted: string): string {
	try {
		return String(JSON.parse(quoted));
	} catch {
		return quoted.slice(1, -1);
	}
}
