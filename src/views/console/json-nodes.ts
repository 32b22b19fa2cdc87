import { clocks } from '../../console/changes.ts';
import { isRecord } from '../../format/is.ts';

/** One line of a JSON value drawn without folds. */
export interface JsonNode {
	readonly kind: 'open' | 'close' | 'leaf';
	readonly depth: number;
	readonly key: string | undefined;
	readonly value: unknown;
	/** The last entry of its object or list. */
	readonly last: boolean;
	/** Of `open`: its path for folding. */
	readonly path: string;
	/** Of `open`: the index of its `close`. */
	end: number;
	/** It differs from the previous look; of `open`: something inside it does. */
	changed: boolean;
}

/**
 * The lines of a value. With `before`, differences are marked; a removed value marks the end of its object or list.
 * @param before an earlier value; `undefined` marks nothing
 */
export function jsonNodes(value: unknown, before?: unknown): readonly JsonNode[] {
	const nodes: JsonNode[] = [];
	add(nodes, { value, before, compare: before !== undefined, depth: 0, key: undefined, last: true, path: '' });
	return nodes;
}

interface Adding extends Pick<JsonNode, 'value' | 'depth' | 'key' | 'last' | 'path'> {
	readonly before: unknown;
	readonly compare: boolean;
}

/** @returns whether something differs */
function add(nodes: JsonNode[], adding: Adding): boolean {
	const { value, before, compare, depth, key, last, path } = adding;
	const isList = Array.isArray(value);
	const children = isList ? value.length : isRecord(value) ? Object.keys(value).length : 0;
	if (children === 0) {
		const changed = compare && !isSameLeaf(value, before);
		nodes.push({ kind: 'leaf', depth, key, value, last, path: '', end: 0, changed });
		return changed;
	}
	const alike = compare && (isList ? Array.isArray(before) : isRecord(before));
	const open: JsonNode = { kind: 'open', depth, key, value, last, path, end: 0, changed: compare && !alike };
	nodes.push(open);
	const old = alike ? (before as Readonly<Record<string, unknown>>) : undefined;
	let at = 0;
	for (const [name, entry] of entriesOf(value as object)) {
		at += 1;
		const changed = add(nodes, {
			value: entry,
			before: old?.[name],
			// What is not reported as a change is not marked as one.
			compare: compare && !(depth === 0 && clocks.has(name)),
			depth: depth + 1,
			key: isList ? undefined : name,
			last: at === children,
			path: `${path}.${name}`,
		});
		if (changed) open.changed = true;
	}
	const isLeft = (name: string): boolean => Object.hasOwn(value as object, name) || (depth === 0 && clocks.has(name));
	const gone = old !== undefined && !Object.keys(old).every(isLeft);
	if (gone) open.changed = true;
	open.end = nodes.length;
	nodes.push({ kind: 'close', depth, key: undefined, value, last, path: '', end: 0, changed: gone });
	return open.changed;
}

function entriesOf(value: object): Iterable<readonly [string, unknown]> {
	return Object.entries(value);
}

function isSameLeaf(value: unknown, before: unknown): boolean {
	if (typeof value === 'object' && value !== null && typeof before === 'object' && before !== null)
		return Object.keys(value).length === Object.keys(before).length && Array.isArray(value) === Array.isArray(before);
	return value === before;
}
