import { plural } from '../../format/integer.ts';
import { stringifyJson } from '../../format/json.ts';
import {
	afterBlanks,
	closesAt,
	countParts,
	firstPart,
	isListAt,
	opensAt,
	separates,
	valueAfterKey,
	valueEnd,
} from '../../format/json-scan.ts';
import type { Line, Span } from '../../format/line.ts';
import { sanitise } from '../../format/sanitise.ts';
import { truncate } from '../../format/width.ts';
import { cutLine } from '../spans.ts';
import type { Body } from './body.ts';
import type { ChangedPaths } from './changed-paths.ts';
import { type Drawn, JsonCursor, valueAt } from './json-cursor.ts';
import { jsonHits } from './json-hits.ts';
import type { JsonNode } from './json-node.ts';
import { scalarText } from './json-scalar.ts';
import { indentOf, marks, nameOf, roomOf, textLines } from './json-text.ts';
import { Latest } from './latest.ts';
import { SparseRows } from './sparse-rows.ts';

interface Options {
	/** Paths whose folding differs from the default. */
	readonly toggled: ReadonlySet<string>;
	/** Prefix of each path in `toggled`. */
	readonly name: string;
	readonly columns: number;
	/** What differs from the previous look is marked. */
	readonly changes?: ChangedPaths | undefined;
}

/** Most bytes of a folded object or list that are read for its line; a larger one shows its size. */
const mostRead = 16 * 1024;
/** Values of more lines than this start with their inner parts folded, from the third level on. */
const manyLines = 120;
const foldedFrom = 2;

/**
 * A JSON value in lines: indented, coloured, foldable. Long texts wrap. A reply may have megabytes: only what is drawn is made, and
 * only the place of some lines is stored.
 * @param data JSON, see `isJson`
 */
export function jsonBody(data: Uint8Array, { toggled, name, columns, changes }: Options): Body {
	const unfolded: Drawn = { data, columns, isFolded: () => false, changes, texts: new Latest(), ends: new Map() };
	const isLong = hasManyLines(unfolded);
	const isFolded = (depth: number, at: number, path: () => string): boolean =>
		(isLong && depth >= foldedFrom && !isOneLine(data, at)) !== (toggled.size > 0 && toggled.has(`${name}${path()}`));
	const drawn: Drawn = { ...unfolded, isFolded };
	const rows = new SparseRows(new JsonCursor(drawn));
	const counted = new Map<number, number>();
	const foldedLine = (cursor: JsonCursor): string => {
		const { value, end } = cursor;
		if (end - value <= mostRead) return foldedText(valueAt(data, value) as object, columns);
		const parts = counted.get(value) ?? countParts(data, value);
		counted.set(value, parts);
		return amountText(parts, isListAt(data, value));
	};
	return {
		rows: rows.rows,
		line: (row): Line => {
			const found = rows.at(row);
			if (found === undefined) return [];
			const { cursor } = found;
			const folded = cursor.kind === 'folded' ? foldedLine(cursor) : undefined;
			return nodeLine(cursor.node(), folded, row - found.row, columns);
		},
		fold: (row) => {
			const cursor = rows.at(row)?.cursor;
			return cursor === undefined || cursor.kind === 'leaf' ? undefined : `${name}${cursor.path}`;
		},
		hits: (text) => jsonHits(drawn, rows, text, name),
	};
}

function hasManyLines(drawn: Drawn): boolean {
	const cursor = new JsonCursor(drawn);
	for (let lines = 0; lines <= manyLines; lines += 1) if (!cursor.next()) return false;
	return true;
}

/** Whether a non-empty object or list has one line inside. */
function isOneLine(data: Uint8Array, open: number): boolean {
	const first = firstPart(data, open);
	const value = isListAt(data, open) ? first : valueAfterKey(data, first);
	const isLeaf = !opensAt(data, value) || closesAt(data, firstPart(data, value));
	return isLeaf && !separates(data, afterBlanks(data, valueEnd(data, value)));
}

/** @param folded the first values of a folded object or list */
function nodeLine(node: JsonNode, folded: string | undefined, piece: number, columns: number): Line {
	const { kind, value, last, changed } = node;
	const mark: Span = { text: changed ? marks.changed : marks.same, tone: 'warn' };
	const indent: Span = { text: ' '.repeat(indentOf(node, columns)), tone: 'plain' };
	const comma: Span = { text: last ? '' : ',', tone: 'dim' };
	const name = nameOf(node);
	const [opening, closing] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
	const start = [mark, indent];
	if (kind === 'close') return cutLine([...start, { text: closing, tone: 'dim' }, comma], columns);
	if (kind === 'open' && folded === undefined)
		return cutLine([...start, ...name, { text: opening, tone: 'dim' }], columns);
	if (kind === 'open') {
		const inside: Span = { text: ` ${folded} `, tone: 'dim' };
		return cutLine(
			[...start, ...name, { text: `▸${opening}`, tone: 'strong' }, inside, { text: closing, tone: 'dim' }, comma],
			columns,
		);
	}
	if (typeof value !== 'string')
		return cutLine([...start, ...name, { text: scalarText(value), tone: changed ? 'warn' : 'strong' }, comma], columns);
	const text = textLines(node, value, roomOf(node, columns));
	const said = text.line(piece, changed ? 'warn' : 'plain');
	return cutLine([...start, ...said, ...(piece === text.amount - 1 ? [comma] : [])], columns);
}

/** The first values of a folded object or list, and its size. */
function foldedText(value: object, columns: number): string {
	const entries = Object.entries(value);
	const first = entries.slice(0, 6).map(([key, entry]) => {
		const text =
			typeof entry === 'object' && entry !== null
				? shape(entry)
				: stringifyJson(typeof entry === 'string' ? entry.slice(0, 40) : entry);
		return Array.isArray(value) ? text : `${key}: ${text}`;
	});
	const amount = amountText(entries.length, Array.isArray(value));
	const room = Math.max(10, Math.floor(columns / 2) - amount.length);
	return `${truncate(sanitise(first.join(', ')), room)} · ${amount}`;
}

/** How many entries a list has, or how many keys an object. */
function amountText(parts: number, isList: boolean): string {
	return isList ? plural(parts, 'entry', 'entries') : plural(parts, 'key');
}

function shape(value: object): string {
	if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.length}]`;
	const name = (value as { readonly name?: unknown }).name;
	return typeof name === 'string' ? `{name: ${JSON.stringify(name.slice(0, 40))}, …}` : '{…}';
}
