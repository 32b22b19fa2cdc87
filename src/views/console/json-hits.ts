import type { Hit } from '../find/searched.ts';
import { mostHits, nothing } from './body.ts';
import { type Drawn, JsonCursor } from './json-cursor.ts';
import { roomOf, textLines } from './json-text.ts';
import { placesOf } from './places.ts';
import type { SparseRows } from './sparse-rows.ts';

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

/**
 * Every line of a value that contains a text, folded or not: unfolding never changes the number of hits.
 * @param name prefix of the paths that unfold
 */
export function jsonHits(drawn: Drawn, rows: SparseRows<JsonCursor>, text: string, name: string): readonly Hit[] {
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
			.filter(({ open, path }, at) => drawn.isFolded(first + at, open, () => path))
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
