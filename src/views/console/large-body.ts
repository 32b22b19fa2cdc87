import { countParts, isListAt } from '../../format/json-scan.ts';
import type { Line } from '../../format/line.ts';
import type { Hit } from '../find/searched.ts';
import { type Body, mostHits, nothing } from './body.ts';
import { amountText, foldedFrom, foldedText, nodeLine } from './json-body.ts';
import { roomOf, textLines } from './json-text.ts';
import { type Drawn, JsonCursor, valueAt } from './large-json.ts';
import { placesOf } from './large-places.ts';
import { Latest } from './latest.ts';
import { SparseRows } from './sparse-rows.ts';

interface Options {
	readonly toggled: ReadonlySet<string>;
	/** Prefix of each path in `toggled`. */
	readonly name: string;
	readonly columns: number;
}

/** Most bytes of a folded object or list that are read for its line; a larger one shows its size. */
const mostRead = 16 * 1024;

/**
 * JSON of megabytes in lines, as `jsonBody` draws smaller values: only what is drawn is made, and only the place of some lines is
 * stored. Objects and lists fold from the third level on.
 */
export function largeJsonBody(data: Uint8Array, { toggled, name, columns }: Options): Body {
	const isFolded = (depth: number, path: () => string): boolean =>
		depth >= foldedFrom !== (toggled.size > 0 && toggled.has(`${name}${path()}`));
	const drawn: Drawn = { data, columns, isFolded, texts: new Latest(), ends: new Map() };
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
		hits: (text) => largeHits(drawn, rows, text, name),
	};
}

/** What a search may mean: the text as written in JSON, or its value. */
function writtenAs(text: string): readonly string[] {
	const quoted = JSON.stringify(text).slice(1, -1);
	return [
		text,
		quoted,
		text.replace(/": +/, '":'),
		text.replace(/^([^"]*): +/, '$1":'),
		text.replace(/^([^"]*): +/, '$1":"'),
	];
}

function largeHits(drawn: Drawn, rows: SparseRows<JsonCursor>, text: string, name: string): readonly Hit[] {
	const hits: Hit[] = [];
	let done = 0;
	/** The folded part, and a cursor in it. */
	let inner: { readonly end: number; readonly row: number; readonly cursor: JsonCursor } | undefined;
	for (const [from, to] of placesOf(drawn.data, writtenAs(text))) {
		if (hits.length >= mostHits) break;
		if (from < done) continue;
		if (inner === undefined || from >= inner.end) {
			const found = rows.holding(from);
			if (found === undefined) break;
			const { cursor } = found;
			inner = undefined;
			const ends = cursor.kind === 'folded' ? cursor.value : cursor.end;
			if (from < cursor.from || to > ends + 1) {
				if (cursor.kind !== 'folded' || from <= cursor.value) continue;
				const start = { at: cursor.value, depth: cursor.depth, path: cursor.path };
				inner = { end: cursor.end, row: found.row, cursor: new JsonCursor({ ...drawn, isFolded: () => false }, start) };
			} else {
				done = cursor.end;
				if (cursor.kind === 'folded') done = cursor.value + 1;
				for (const piece of piecesWith(cursor, text, drawn.columns))
					hits.push({ row: found.row + piece, unfold: nothing });
				continue;
			}
		}
		const { cursor, row } = inner;
		while (cursor.end <= from && cursor.next());
		if (from < cursor.from || to > cursor.end + 1) continue;
		done = cursor.end;
		const around = cursor.kind === 'open' ? cursor.inside.slice(0, -1) : cursor.inside;
		const first = cursor.depth - around.length;
		const unfold = around
			.filter(({ path }, at) => drawn.isFolded(first + at, () => path))
			.map(({ path }) => `${name}${path}`);
		for (const _ of piecesWith(cursor, text, drawn.columns)) hits.push({ row, unfold });
	}
	return hits;
}

/** The lines of a text that match; the first line if its key matches, or the text has escapes. */
function piecesWith(cursor: JsonCursor, text: string, columns: number): readonly number[] {
	if (cursor.kind !== 'leaf' || cursor.rows() === 1) return [0];
	const node = cursor.node();
	const found = textLines(node, String(node.value), roomOf(node, columns)).holding(text);
	return found.length === 0 ? [0] : found;
}
