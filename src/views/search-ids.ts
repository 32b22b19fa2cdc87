import { containing } from '../store/filter.ts';

/** Texts whose results are remembered: those of a word that is typed, and taken back letter by letter. */
const mostTexts = 12;

/** What was found, by the ids searched and the text. */
const found = new WeakMap<readonly string[], Map<string, readonly string[]>>();

/** The ids that contain a text, in any case. A longer text searches only what a shorter one left of them: of a million each pass takes a while. */
export function searchIds(ids: readonly string[], text: string): readonly string[] {
	const known = found.get(ids) ?? new Map<string, readonly string[]>();
	found.set(ids, known);
	const lower = text.toLowerCase();
	const before = known.get(lower);
	if (before !== undefined) return before;
	let among = ids;
	for (const [shorter, left] of known) if (lower.includes(shorter) && left.length < among.length) among = left;
	const matching = among.filter(containing(lower));
	const [oldest] = known.keys();
	if (known.size >= mostTexts && oldest !== undefined) known.delete(oldest);
	known.set(lower, matching);
	return matching;
}
