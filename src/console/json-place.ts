/** The place at the end of unfinished JSON, where a key or a value is being typed. */
export interface JsonPlace {
	readonly kind: 'key' | 'value';
	/** The keys that lead to it; for a value, its own is the last. Lists add none. */
	readonly path: readonly string[];
	/** The part of it that is already typed, without its quote. */
	readonly begun: string;
	/** Whether its quote is typed. */
	readonly quoted: boolean;
	/** Other keys of the same object. */
	readonly beside: ReadonlySet<string>;
}

interface Open {
	readonly isList: boolean;
	readonly keys: Set<string>;
	key: string | undefined;
	next: 'key' | 'colon' | 'value' | 'end';
}

const token = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+|\s+/gsu;

/** Undefined where neither is possible: after a whole value, or if the JSON is closed or broken. */
export function jsonPlace(text: string): JsonPlace | undefined {
	const open: Open[] = [];
	for (const { 0: part, index } of text.matchAll(token)) {
		const top = open.at(-1);
		const isLast = index + part.length === text.length;
		if (/^\s/.test(part)) continue;
		if (part === '{' || part === '[') {
			if (top !== undefined && top.next !== 'value') return undefined;
			if (top !== undefined) top.next = 'end';
			open.push({ isList: part === '[', keys: new Set(), key: undefined, next: part === '[' ? 'value' : 'key' });
		} else if (top === undefined) return undefined;
		else if (part === '}' || part === ']') open.pop();
		else if (part === ':') top.next = 'value';
		else if (part === ',') top.next = top.isList ? 'value' : 'key';
		else {
			const quoted = part.startsWith('"');
			const isOpen = quoted ? part.length === 1 || !/[^\\](?:\\\\)*"$/s.test(part) : isLast;
			if (isLast && isOpen) return placeIn(open, quoted ? part.slice(1) : part, quoted);
			if (top.next === 'key') {
				top.key = quoted ? part.slice(1, -1) : part;
				top.keys.add(top.key);
				top.next = 'colon';
			} else top.next = 'end';
		}
	}
	return placeIn(open, '', false);
}

function placeIn(open: readonly Open[], begun: string, quoted: boolean): JsonPlace | undefined {
	const top = open.at(-1);
	if (top === undefined || (top.next !== 'key' && top.next !== 'value')) return undefined;
	const kind = top.next;
	const around = kind === 'key' ? open.slice(0, -1) : open;
	const path = around.flatMap(({ isList, key }) => (isList || key === undefined ? [] : [key]));
	return { kind, path, begun, quoted, beside: top.keys };
}
