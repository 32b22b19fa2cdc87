/** What a list remembers. The cursor is an identity, not a position, so that rows may come and go under it. */
export interface ListState {
	/** Identity of the selected row; undefined selects the first. */
	readonly cursor?: string | undefined;
	/** Position of the cursor when it was last seen: where to go when its row is gone. */
	readonly index: number;
	/** First visible row. */
	readonly offset: number;
	readonly filter: string;
	readonly sort?: Sort | undefined;
	readonly marked: ReadonlySet<string>;
	/** What was last looked for in a text; `index` is the line where it was found. */
	readonly find?: Find | undefined;
}

export interface Find {
	readonly text: string;
	/** Which of how many places that hold it one is at, and what names that place. Absent: none does. */
	readonly found?: { readonly at: number; readonly of: number; readonly mark: string };
}

export interface Sort {
	readonly column: string;
	readonly descending: boolean;
}

export const emptyList: ListState = { index: 0, offset: 0, filter: '', marked: new Set() };

export interface ListWindow {
	/** First visible row. */
	readonly offset: number;
	/** How many rows are visible. */
	readonly count: number;
	/** Position of the selected row; -1 in an empty list. */
	readonly selected: number;
}

/**
 * Which rows are visible: the offset moves as little as possible, the selected row is always inside, and no blank space is
 * left below the last row while rows are hidden above.
 */
export function windowOf(total: number, selected: number, height: number, offset: number): ListWindow {
	const rows = Math.max(0, height);
	const at = total === 0 ? -1 : Math.min(Math.max(0, selected), total - 1);
	const last = Math.max(0, total - rows);
	let first = Math.min(Math.max(0, offset), last);
	if (at >= 0 && rows > 0) {
		if (at < first) first = at;
		if (at >= first + rows) first = at - rows + 1;
	}
	return { offset: first, count: Math.min(rows, total - first), selected: at };
}

/** Index of the list's cursor among `ids`; the cursor of a deleted row stays at its index. */
export function selectedIndex(list: ListState, ids: readonly string[]): number {
	if (ids.length === 0) return -1;
	if (list.cursor === undefined) return 0;
	if (ids[list.index] === list.cursor) return list.index;
	const found = ids.indexOf(list.cursor);
	return found >= 0 ? found : Math.min(list.index, ids.length - 1);
}

/** The list with its cursor moved to `index` of `ids` and scrolled as little as needed. */
export function moveTo(list: ListState, ids: readonly string[], index: number, height: number): ListState {
	const view = windowOf(ids.length, index, height, list.offset);
	return { ...list, cursor: ids[view.selected], index: Math.max(0, view.selected), offset: view.offset };
}
