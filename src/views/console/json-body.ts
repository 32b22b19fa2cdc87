import { plural } from '../../format/integer.ts';
import { stringifyJson } from '../../format/json.ts';
import type { Line, Span } from '../../format/line.ts';
import { memo } from '../../format/memo.ts';
import { sanitise } from '../../format/sanitise.ts';
import { truncate } from '../../format/width.ts';
import { cutLine } from '../spans.ts';
import type { Body } from './body.ts';
import { jsonHits } from './json-hits.ts';
import { type JsonNode, jsonNodes } from './json-nodes.ts';
import { scalarText } from './json-scalar.ts';
import { indentOf, linesOfLeaf, marks, nameOf, roomOf, textLines } from './json-text.ts';

interface Options {
	/** Paths whose folding differs from the default. */
	readonly toggled: ReadonlySet<string>;
	/** Prefix of each path in `toggled`. */
	readonly name: string;
	readonly columns: number;
	/** The value at the previous look; differences are marked. */
	readonly before?: unknown;
}

/** Made once for a value: each fold and each width asks for it again. */
function nodesOf(value: unknown, before: unknown): readonly JsonNode[] {
	return typeof value === 'object' && value !== null ? nodesOnce(value, before) : jsonNodes(value, before);
}

const nodesOnce = memo((value: object, before: unknown) => jsonNodes(value, before));

/** Values of more lines than this start with their inner parts folded. */
const manyLines = 120;
export const foldedFrom = 2;

/** A JSON value in lines: indented, coloured, foldable. Long texts wrap. */
export function jsonBody(value: unknown, options: Options): Body {
	const nodes = nodesOf(value, options.before);
	const isFolded = ({ path, depth, end }: JsonNode, at: number): boolean => {
		const usual = nodes.length > manyLines && depth >= foldedFrom && end - at > 2;
		return usual !== options.toggled.has(`${options.name}${path}`);
	};
	const foldedOf = (node: JsonNode, at: number): string | undefined =>
		node.kind === 'open' && isFolded(node, at) ? foldedText(node.value as object, options.columns) : undefined;
	const shown = visible(nodes, isFolded, options.columns);
	return {
		rows: shown.nodes.length,
		line: (row) => {
			const at = shown.nodes[row] ?? 0;
			const node = nodes[at];
			return node === undefined ? [] : nodeLine(node, foldedOf(node, at), shown.pieces[row] ?? 0, options.columns);
		},
		fold: (row) => {
			const node = nodes[openAt(nodes, shown.nodes[row] ?? 0)];
			return node?.kind === 'open' ? `${options.name}${node.path}` : undefined;
		},
		hits: (text) => {
			const foldOf = (node: JsonNode, at: number) => (isFolded(node, at) ? `${options.name}${node.path}` : undefined);
			return jsonHits(nodes, firstRows(shown.nodes), text, { foldOf, columns: options.columns });
		},
	};
}

/** The node that opens the object or list of a line; of a leaf the line itself. */
function openAt(nodes: readonly JsonNode[], at: number): number {
	const node = nodes[at];
	if (node?.kind !== 'close') return at;
	for (let open = at - 1; open >= 0; open -= 1)
		if (nodes[open]?.kind === 'open' && nodes[open]?.end === at) return open;
	return at;
}

interface Visible {
	/** The node of each row. */
	readonly nodes: readonly number[];
	/** The piece of a wrapped text in each row. */
	readonly pieces: readonly number[];
}

function visible(
	nodes: readonly JsonNode[],
	isFolded: (node: JsonNode, at: number) => boolean,
	columns: number,
): Visible {
	const rows: number[] = [];
	const pieces: number[] = [];
	for (let at = 0; at < nodes.length; at += 1) {
		const node = nodes[at];
		if (node === undefined) break;
		const amount = node.kind === 'leaf' ? linesOfLeaf(node, columns) : 1;
		for (let piece = 0; piece < amount; piece += 1) {
			rows.push(at);
			pieces.push(piece);
		}
		if (node.kind === 'open' && isFolded(node, at)) at = node.end;
	}
	return { nodes: rows, pieces };
}

/** @param folded the first values of a folded object or list */
export function nodeLine(node: JsonNode, folded: string | undefined, piece: number, columns: number): Line {
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
export function foldedText(value: object, columns: number): string {
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
export function amountText(parts: number, isList: boolean): string {
	return isList ? plural(parts, 'entry', 'entries') : plural(parts, 'key');
}

function shape(value: object): string {
	if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.length}]`;
	const name = (value as { readonly name?: unknown }).name;
	return typeof name === 'string' ? `{name: ${JSON.stringify(name.slice(0, 40))}, …}` : '{…}';
}

/** The first row of each node in view. */
function firstRows(shown: readonly number[]): ReadonlyMap<number, number> {
	const rows = new Map<number, number>();
	for (const [row, at] of shown.entries()) if (!rows.has(at)) rows.set(at, row);
	return rows;
}
