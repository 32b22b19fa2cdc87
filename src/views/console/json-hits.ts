import { stringifyJson } from '../../format/json.ts';
import type { Hit } from '../find/searched.ts';
import { nothing } from './body.ts';
import type { JsonNode } from './json-nodes.ts';
import { scalarText } from './json-scalar.ts';
import { linesOfLeaf, roomOf, textLines } from './json-text.ts';

interface Shown {
	/** What unfolds a node that is folded. */
	readonly foldOf: (node: JsonNode, at: number) => string | undefined;
	readonly columns: number;
}

/**
 * Every line of a value that holds a text. A text in several lines is found in each of them, also where it is folded: there are
 * as many as before when it is unfolded.
 * @param rows of each node in view, its first row
 */
export function jsonHits(
	nodes: readonly JsonNode[],
	rows: ReadonlyMap<number, number>,
	text: string,
	{ foldOf, columns }: Shown,
): readonly Hit[] {
	const wanted = text.toLowerCase();
	const hits: Hit[] = [];
	/** Folded objects and lists that one is in: where each ends, and its name. */
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

/** Whether one would look for a node by a text: as it is meant, or with the quotes and brackets in which it stands there. */
function says({ key, kind, value }: JsonNode, wanted: string): boolean {
	const name = key ?? '';
	const meant = kind === 'leaf' ? `${name}: ${scalarText(value)}` : name;
	if (meant.toLowerCase().includes(wanted)) return true;
	if (!/["{[]/.test(wanted)) return false;
	const content = kind === 'leaf' ? stringifyJson(value) : Array.isArray(value) ? '[' : '{';
	return `${key === undefined ? '' : `${JSON.stringify(key)}: `}${content}`.toLowerCase().includes(wanted);
}

/** In which of its lines; in the first where its key says it, or it is written with escapes. */
function piecesWith(node: JsonNode, wanted: string, columns: number): readonly number[] {
	const { value } = node;
	if (node.kind !== 'leaf' || typeof value !== 'string' || linesOfLeaf(node, columns) === 1) return first;
	const found = textLines(node, value, roomOf(node, columns)).holding(wanted);
	const inName = (node.key ?? '').toLowerCase().includes(wanted) && found[0] !== 0;
	return found.length === 0 ? first : inName ? [0, ...found] : found;
}

const first: readonly number[] = [0];
