import type { Integer } from '../format/integer.ts';
import type { Target } from '../nats/link.ts';
import { type Filter, parseFilter } from '../store/filter.ts';
import { type ListWindow, type Sort, selectedIndex, windowOf } from '../store/list.ts';
import { listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { type ListId, splitListId } from '../store/view.ts';
import type { ListRow } from './lists/row.ts';
import { listRowOf } from './lists.ts';
import { searchIds } from './search-ids.ts';

/** From this many rows on a list keeps its order until the next sweep, which is also when most values are read. */
const LARGE = 256;
/** Rows keep their places for this long after a key, ms. */
const HOLD_MS = 1500;

/** What the order of a list was made from. */
interface Made {
	/** Every row before filtering. */
	readonly all: readonly string[];
	readonly filter: string;
	readonly sort: Sort;
	readonly sources: readonly unknown[];
	readonly rows: readonly string[];
	/** No row had a value to sort by, or not every row was read: the order need not be kept. */
	readonly early?: boolean;
	/** Rows appeared or disappeared while the others kept their places: the list is sorted again when the keys rest. */
	readonly late?: true;
}

/** By connection: the orders of one deck say nothing about another's. */
const made = new WeakMap<Target, Map<ListId, Placed>>();

/**
 * Ids of the rows of a list as they are shown: filtered, sorted, those without a value last and equal ones by name. While keys
 * are pressed, and between the sweeps of a large list, rows keep their places: new data changes their text, not their order. The
 * same array while nothing changed. Empty for texts.
 */
export function rowsOf(state: DeckState, id: ListId): readonly string[] {
	const shape = listRowOf(id);
	if (shape === undefined) return [];
	const ofDeck = made.get(state.target) ?? new Map<ListId, Placed>();
	made.set(state.target, ofDeck);
	const before = ofDeck.get(id);
	const after = placed(state, shape, makeRows(state, id, shape, before?.made), before);
	if (after !== before) ofDeck.set(id, after);
	return after.rows;
}

/** An order, and with it the rows that always come first. */
interface Placed {
	readonly made: Made;
	readonly first: ReadonlyMap<string, number> | undefined;
	readonly rows: readonly string[];
}

/** Rows that always come first may change while the others keep their places, also between the sweeps of a large list. */
function placed(state: DeckState, shape: ListRow, made: Made, before: Placed | undefined): Placed {
	const first = before !== undefined && isHeld(state) ? before.first : shape.first?.(state);
	if (before?.made === made && before.first === first) return before;
	return { made, first, rows: first === undefined ? made.rows : sameContent(before?.rows, firstOf(made.rows, first)) };
}

/** Rows that always come first are in the list: they are not in its order. */
export function hasFirstRows(state: DeckState, id: ListId): boolean {
	const [row] = rowsOf(state, id);
	return row !== undefined && listRowOf(id)?.first?.(state).has(row) === true;
}

/** Keys are being pressed. */
function isHeld(state: DeckState): boolean {
	return state.now - state.touchedAt < HOLD_MS;
}

/** The visible rows of a list of that height. */
export function windowFor(state: DeckState, id: ListId, height: number): ListWindow {
	const rows = rowsOf(state, id);
	const list = listState(state, id);
	return windowOf(rows.length, selectedIndex(list, rows), height, list.offset);
}

export function visibleRows(state: DeckState, id: ListId, height: number): readonly string[] {
	const { offset, count } = windowFor(state, id, height);
	return rowsOf(state, id).slice(offset, offset + count);
}

/** Whether sorting or filtering a list needs the info of every row, not just of the visible ones. */
export function needsInfos(state: DeckState, id: ListId): boolean {
	const shape = listRowOf(id);
	if (shape === undefined || shape.whole) return false;
	if (shape.sweep === 'consumers' || filterOf(shape, listState(state, id).filter).needsInfos) return true;
	const { column } = sortOf(state, id, shape);
	return shape.columns.some((each) => each.id === column && each.needs === 'info');
}

const filterOf = ({ words = {} }: ListRow, filter: string): Filter => {
	const named = Object.keys(words).filter((word) => words[word]?.named);
	return parseFilter(filter, Object.keys(words), named);
};

export function sortOf(state: DeckState, id: ListId, shape: ListRow): Sort {
	const { sort } = listState(state, id);
	if (shape.isTooLong?.(state, splitListId(id).about)) return shape.defaultSort;
	return sort !== undefined && shape.columns.some((column) => column.id === sort.column) ? sort : shape.defaultSort;
}

function makeRows(state: DeckState, id: ListId, shape: ListRow, before: Made | undefined): Made {
	const sort = sortOf(state, id, shape);
	const { filter } = listState(state, id);
	const { about } = splitListId(id);
	const all = sameContent(before?.all, shape.ids(state, about));
	if (shape.ordered) {
		const same = before?.all === all && before.filter === filter;
		const rows = same
			? before.rows
			: sameContent(before?.rows, filteredAgain(state, { shape, about, filter }, all, before));
		return same ? before : { all, filter, sort, sources: [], rows };
	}
	const needed = needsValues(shape, sort, filter);
	const sources = needed ? valueSources(state, { shape, about }, all) : [];
	const asked = before !== undefined && sameSort(before.sort, sort) && before.filter === filter;
	if (asked && before.all === all && sameItems(before.sources, sources) && (isHeld(state) || !before.late))
		return before;
	const keepsPlaces = isHeld(state) && shape.sortedBy !== sort.column;
	if (asked && keepsPlaces && before.rows.length > 0 && !(before.early && isWhole(state, shape))) {
		if (before.all === all) return before;
		return { ...before, all, rows: patched(state, { shape, about, filter }, before, all), late: true };
	}
	const { rows, valued } = sorted(state, { shape, about }, filtered(state, { shape, about, filter }, all), sort);
	const early = !valued || !isWhole(state, shape);
	return { all, filter, sort, sources, rows: sameContent(before?.rows, rows), early };
}

/** Whether a sweep has read every row once. */
function isWhole(state: DeckState, { sweep }: ListRow): boolean {
	return sweep !== 'consumers' || state.swept.consumers !== undefined;
}

/** When these change, the list is sorted again. */
function valueSources(state: DeckState, { shape, about }: Listed, all: readonly string[]): readonly unknown[] {
	if (shape.sweep !== undefined && all.length > LARGE) return [state.swept[shape.sweep]];
	return shape.sources(state, about);
}

function needsValues(shape: ListRow, sort: Sort, filter: string): boolean {
	const column = shape.columns.find(({ id }) => id === sort.column);
	return shape.whole || column?.needs === 'info' || filterOf(shape, filter).needsInfos;
}

function filtered(state: DeckState, { shape, about, filter }: Filtered, ids: readonly string[]): readonly string[] {
	if (filter.trim() === '') return ids;
	const { matches, text } = filterOf(shape, filter);
	if (shape.searchesIds && text !== undefined) return searchIds(ids, text);
	return ids.filter((id) => matches(shape.filterable(state, id, about)));
}

/** Rows that never change are checked when they come. */
function filteredAgain(
	state: DeckState,
	list: Filtered,
	ids: readonly string[],
	before: Made | undefined,
): readonly string[] {
	if (!list.shape.unchanging || before?.filter !== list.filter || list.filter.trim() === '')
		return filtered(state, list, ids);
	const known = new Set(before.all);
	const added = ids.filter((id) => !known.has(id));
	const matching = new Set([...before.rows, ...filtered(state, list, added)]);
	return ids.filter((id) => matching.has(id));
}

/** A kind of list, and which list of it. */
interface Listed {
	readonly shape: ListRow;
	readonly about: string;
}

interface Filtered extends Listed {
	readonly filter: string;
}

interface Sorted {
	readonly rows: readonly string[];
	/** There was something to sort by. */
	readonly valued: boolean;
}

function sorted(state: DeckState, { shape, about }: Listed, ids: readonly string[], sort: Sort): Sorted {
	// A million names would take a second.
	if (shape.sortedBy === sort.column) return { rows: sort.descending ? ids.toReversed() : ids, valued: true };
	const valued = ids.map((id) => ({ id, value: shape.value(state, id, sort.column, about) }));
	const direction = sort.descending ? -1 : 1;
	valued.sort((a, b) => {
		if (a.value === b.value) return compare(a.id, b.id);
		if (a.value === undefined) return 1;
		if (b.value === undefined) return -1;
		return direction * compare(a.value, b.value) || compare(a.id, b.id);
	});
	return { rows: valued.map(({ id }) => id), valued: valued.some(({ value }) => value !== undefined) };
}

/** By code points, as the server orders names. */
function compare(a: string | Integer, b: string | Integer): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** The previous rows without deleted ones; new ones come at the end until the list is sorted again. */
function patched(state: DeckState, list: Filtered, before: Made, all: readonly string[]): readonly string[] {
	const there = new Set(all);
	const known = new Set(before.all);
	const added = all.filter((id) => !known.has(id));
	return [...before.rows.filter((id) => there.has(id)), ...filtered(state, list, added)];
}

/** Rows with a number come before all others, by that number; equal ones keep their order. */
function firstOf(rows: readonly string[], first: ReadonlyMap<string, number>): readonly string[] {
	if (first.size === 0) return rows;
	const before = rows.filter((row) => first.has(row)).sort((a, b) => (first.get(b) ?? 0) - (first.get(a) ?? 0));
	return before.length === 0 ? rows : [...before, ...rows.filter((row) => !first.has(row))];
}

function sameSort(a: Sort, b: Sort): boolean {
	return a.column === b.column && a.descending === b.descending;
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
	return a === b || (a.length === b.length && a.every((item, at) => item === b[at]));
}

/** The former array if the new one is equal, so that readers may compare arrays. */
function sameContent(before: readonly string[] | undefined, after: readonly string[]): readonly string[] {
	return before !== undefined && sameItems(before, after) ? before : after;
}
