import { stringifyJson } from '../../format/json.ts';
import type { Hit } from '../find/searched.ts';
import { nothing } from './body.ts';
import type { JsonNode } from './json-nodes.ts';
import { scalarText } from './json-scalar.ts';
import { linesOfLeaf, roomOf, textLines } from './json-text.ts';

interface Shown {
	/** The path that unfolds a folded node. */
	readonly foldOf: (node: JsonNode, at: number) => string | undefined;
	readonly columns: number;
}

/**
 * Every line of a value that contains a text. Wrapped text is found in each of its lines, folded or not: unfolding never changes
 * the number of hits.
 * @param rows the first row of each node in view
 */
export function jsonHits(
	nodes: readonly JsonNode[],
	rows: ReadonlyMap<number, number>,
	text: string,
	{ foldOf, columns }: Shown,
): readonly Hit[] {
	const wanted = text.toLowerCase();
	const hits: Hit[] = [];
	/** The folded objects and lists around the current node: where each ends, and its path. */
	const folded: { readonly end: number; readonly row: number; readonly name: string }[] = [];
	for (const [at, node] of nodes.entries()) {
		while ((folded.at(-1)?.end ?? at) < at) folded.pop();
		if (node.kind !== 'close' && says(node, wanted)) {
			const row = folded[0]?.row ?? rows.get(at) ?? 0;
			const unfold = folded.length === 0 ? nothing : folded.map(({ name }) => name);
			for (const piece of piecesWith(node, wanted, columns))
				hits.push({ row: folded.length === 0 ? row + piece : row, unfold });
		}
		const name = node.kind === 'open' ? foldOf(node, at) : undefined;
		if (name !== undefined) folded.push({ end: node.end, row: rows.get(at) ?? 0, name });
	}
	return hits;
}

/** Whether a node matches a text: its plain value, or as written with quotes and brackets. */
function says({ key, kind, value }: JsonNode, wanted: string): boolean {
	const name = key ?? '';
	const meant = kind === 'leaf' ? `${name}: ${scalarText(value)}` : name;
	if (meant.toLowerCase().includes(wanted)) return true;
	if (!/["{[]/.test(wanted)) return false;
	const content = kind === 'leaf' ? stringifyJson(value) : Array.isArray(value) ? '[' : '{';
	return `${key === undefined ? '' : `${JSON.stringify(key)}: `}${content}`.toLowerCase().includes(wanted);
}

/** The lines of a node that match; the first line if its key matches, or the text has escapes. */
function piecesWith(node: JsonNode, wanted: string, columns: number): readonly number[] {
	const { value } = node;
	if (node.kind !== 'leaf' || typeof value !== 'string' || linesOfLeaf(node, columns) === 1) return first;
	const found = textLines(node, value, roomOf(node, columns)).holding(wanted);
	const inName = (node.key ?? '').toLowerCase().includes(wanted) && found[0] !== 0;
	return found.length === 0 ? first : inName ? [0, ...found] : found;
}

const first: readonly number[] = [0];
