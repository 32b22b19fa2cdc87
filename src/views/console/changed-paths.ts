import { clocks } from '../../console/changes.ts';
import { isRecord } from '../../format/is.ts';

/** What differs between two JSON values, by paths such as `.state.messages`. */
export interface ChangedPaths {
	/** Values that differ, and the objects and lists around them. */
	readonly changed: ReadonlySet<string>;
	/** Objects and lists that lack an entry. */
	readonly lacking: ReadonlySet<string>;
}

/** What is not reported as a change is not marked as one: the server's clock. */
export function changedPaths(before: unknown, after: unknown): ChangedPaths {
	const changed = new Set<string>();
	const lacking = new Set<string>();
	const differs = (value: unknown, old: unknown, path: string): boolean => {
		const is = entriesOf(value).length === 0 ? !isSameLeaf(value, old) : differsInside(value, old, path);
		if (is) changed.add(path);
		return is;
	};
	const differsInside = (value: unknown, old: unknown, path: string): boolean => {
		const isAlike = Array.isArray(value) ? Array.isArray(old) : isRecord(old);
		const known = new Map(isAlike ? entriesOf(old) : []);
		let is = !isAlike;
		for (const [name, entry] of entriesOf(value)) {
			const isClock = path === '' && clocks.has(name);
			if (!isClock && differs(entry, known.get(name), `${path}.${name}`)) is = true;
			known.delete(name);
		}
		if (![...known.keys()].some((name) => path !== '' || !clocks.has(name))) return is;
		lacking.add(path);
		return true;
	};
	differs(after, before, '');
	return { changed, lacking };
}

const entriesOf = (value: unknown): readonly [string, unknown][] =>
	typeof value === 'object' && value !== null ? Object.entries(value) : [];

function isSameLeaf(value: unknown, before: unknown): boolean {
	if (typeof value === 'object' && value !== null && typeof before === 'object' && before !== null)
		return Object.keys(before).length === 0 && Array.isArray(value) === Array.isArray(before);
	return value === before;
}
