import { stringifyJson } from '../format/json.ts';
import { emptyList, type ListState, moveTo, type Sort, selectedIndex } from './list.ts';
import type { Overlay } from './overlay.ts';
import type { DeckState } from './state.ts';
import { home, isNewestFirst, type ListId, type View } from './view.ts';

/** Moves of the person through the deck, as pure functions from the state to what of it changes. */
export type Change = Partial<DeckState>;

type Views = Pick<DeckState, 'views'>;

export function currentView(state: Views): View {
	const view = state.views.at(-1);
	if (view === undefined) throw new Error('a deck shows at least one view');
	return view;
}

/** The view where it is of a kind that only some commands or keys are about; undefined elsewhere. */
export function viewAt<Kind extends View['kind']>(
	state: Views,
	kind: Kind,
): Extract<View, { readonly kind: Kind }> | undefined {
	const view = currentView(state);
	return view.kind === kind ? (view as Extract<View, { readonly kind: Kind }>) : undefined;
}

/** Views that are never none: outermost is the list of streams. */
export const orHome = (views: readonly View[]): readonly View[] => (views.length === 0 ? [home] : views);

export function listState(state: DeckState, id: ListId): ListState {
	return state.lists.get(id) ?? emptyList;
}

/** Goes to one of the places of the number keys; the way back is `-`, not `esc`. */
export function goTo(state: DeckState, view: View): Change {
	return { views: [view], previous: state.views, overlay: undefined };
}

/** Goes deeper; `esc` comes back. Opening where one already is changes nothing. */
export function open(state: DeckState, view: View): Change {
	if (sameView(currentView(state), view)) return { overlay: undefined };
	return { views: [...state.views, view], previous: state.views, overlay: undefined };
}

/** One step out; at the outermost view there is nowhere to go, and it never quits. */
export function back(state: DeckState): Change {
	return state.views.length > 1 ? { views: state.views.slice(0, -1), previous: state.views } : {};
}

/** To where one was before, and with the next call back again. */
export function goPrevious(state: DeckState): Change {
	return state.previous === undefined ? {} : { views: state.previous, previous: state.views, overlay: undefined };
}

/** Leaves a place whose line receives all keys: to the previous view, or to the streams. */
export function leavePlace(state: DeckState): Change {
	if (state.views.length > 1) return back(state);
	const before = state.previous?.at(-1);
	return before === undefined || before.kind === currentView(state).kind ? goTo(state, home) : goPrevious(state);
}

/** Another pane of the same stream or consumer: not a step that `esc` takes back. Where one came from it, that is the way back. */
export function replaceView(state: DeckState, view: View): Change {
	const below = state.views.slice(0, -1);
	const before = below.at(-1);
	return { views: before !== undefined && sameView(before, view) ? below : [...below, view] };
}

export function changeList(state: DeckState, id: ListId, change: Partial<ListState>): Change {
	const lists = new Map(state.lists);
	lists.set(id, { ...listState(state, id), ...change });
	return { lists };
}

/** Moves the cursor of a list to row `index` of `ids`, scrolling as little as needed. */
export function moveCursor(
	state: DeckState,
	id: ListId,
	ids: readonly string[],
	index: number,
	height: number,
): Change {
	const moved = moveTo(listState(state, id), ids, index, height);
	return changeList(state, id, moved.index === 0 && isNewestFirst(id) ? { ...moved, cursor: undefined } : moved);
}

/** Moves the cursor by `by` rows; stops at the ends. */
export function moveCursorBy(state: DeckState, id: ListId, ids: readonly string[], by: number, height: number): Change {
	const from = Math.max(0, selectedIndex(listState(state, id), ids));
	return moveCursor(state, id, ids, Math.min(ids.length - 1, Math.max(0, from + by)), height);
}

/** Scrolls a view of text by `by` of its `total` lines. */
export function scrollBy(state: DeckState, id: ListId, total: number, by: number, height: number): Change {
	const last = Math.max(0, total - height);
	const offset = Math.min(last, Math.max(0, Math.min(listState(state, id).offset, last) + by));
	return changeList(state, id, { offset });
}

/** Sorts by `column`; by the same one again the other way round. */
export function sortBy(state: DeckState, id: ListId, column: string, descendingFirst: boolean): Change {
	const before = listState(state, id).sort;
	const sort: Sort =
		before?.column === column ? { column, descending: !before.descending } : { column, descending: descendingFirst };
	return changeList(state, id, { sort, offset: 0 });
}

export function toggleMark(state: DeckState, id: ListId, row: string): Change {
	const marked = new Set(listState(state, id).marked);
	if (!marked.delete(row)) marked.add(row);
	return changeList(state, id, { marked });
}

export function showOverlay(overlay: Overlay): Change {
	return { overlay };
}

export function closeOverlay(): Change {
	return { overlay: undefined };
}

function sameView(a: View, b: View): boolean {
	return stringifyJson(a) === stringifyJson(b);
}
