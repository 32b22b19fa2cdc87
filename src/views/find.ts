import { count, plural } from '../format/integer.ts';
import type { Line } from '../format/line.ts';
import { truncate } from '../format/width.ts';
import { currentForm } from '../forms/current.ts';
import type { Form } from '../forms/form.ts';
import { putForm } from '../forms/open.ts';
import type { ListState } from '../store/list.ts';
import { changeList, currentView, listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import type { View } from '../store/view.ts';
import { mostHits } from './console/body.ts';
import { searchedReplies } from './console/browse.ts';
import { searchedForm } from './find/form.ts';
import type { Searched } from './find/searched.ts';
import { searchedText } from './find/text.ts';
import type { PlaceRow } from './places/row.ts';
import { currentList, placeOf } from './places.ts';
import { span } from './spans.ts';

declare module '../store/overlay.ts' {
	interface Overlays {
		find: FindLine;
	}
}

/** The `/` line over a text or a form: it searches for what is typed; `esc` goes back to the former place. */
export interface FindLine {
	readonly kind: 'find';
	readonly text: string;
	/** The last search is filled in: typing replaces it, enter searches again. */
	readonly isPrefilled?: boolean;
	readonly before: Before;
	/** Enter found nothing. */
	readonly none?: true;
}

interface Before {
	readonly list: ListState;
	readonly form?: Pick<Form, 'step' | 'rows' | 'scrolled'>;
}

type Change = Partial<DeckState>;

/** Lists are filtered instead. */
const searched: Readonly<Record<PlaceRow<View>['body']['kind'], Searched | undefined>> = {
	list: undefined,
	text: searchedText,
	form: searchedForm,
	console: searchedReplies,
};

function searchedIn(state: DeckState): Searched | undefined {
	return searched[placeOf(currentView(state)).body.kind];
}

/** The last search in this view. */
export function findOf(state: DeckState): ListState['find'] {
	return listState(state, currentList(state)).find;
}

/** Goes to the next or previous hit, and around the ends. Undefined without hits. */
export function findNext(state: DeckState, text: string, by: 1 | -1, here = false): Change | undefined {
	const how = searchedIn(state);
	const hits = how?.hits(state, text) ?? [];
	if (how === undefined || hits.length === 0) return undefined;
	const from = how.at(state);
	// A hit folded under the cursor has not been seen yet.
	const behind = hits.findIndex(({ row, unfold }) => row > from || (row === from && (here || unfold.length > 0)));
	const above = hits.findLastIndex(({ row }) => row < from);
	const nth = by === 1 ? Math.max(0, behind) : above < 0 ? hits.length - 1 : above;
	const hit = hits[nth];
	if (hit === undefined) return undefined;
	const shown = { ...state, ...how.show(state, hit, nth, text) };
	const { lists, forms, console } = shown;
	const find = { text, found: { at: nth + 1, of: hits.length, mark: how.mark(shown) } };
	return { lists, forms, console, ...changeList(shown, currentList(shown), { find }) };
}

/** Opens the line with the last search filled in. */
export function beginFind(state: DeckState): Change {
	const list = listState(state, currentList(state));
	const form = currentForm(state);
	const text = list.find?.text ?? '';
	const before: Before = { list, ...(form !== undefined && { form: placeIn(form) }) };
	return { overlay: { kind: 'find', text, isPrefilled: text !== '', before } };
}

const placeIn = ({ step, rows, scrolled }: Form): NonNullable<Before['form']> => ({
	step,
	rows,
	...(scrolled !== undefined && { scrolled }),
});

/** Changes the text of the line. A cheap search runs at once, from the former place. */
export function typeFind(state: DeckState, text: string): Change {
	const { overlay } = state;
	if (overlay?.kind !== 'find') return {};
	const { before } = overlay;
	const line: Change = { overlay: { kind: 'find', text, before } };
	if (searchedIn(state)?.live !== true) return line;
	const back = backTo(state, before);
	if (text === '') return { ...back, ...line };
	const from = { ...state, ...back };
	const none = (): Change => ({ ...back, ...changeList(from, currentList(from), { find: { text } }) });
	return { ...(findNext(from, text, 1, true) ?? none()), ...line };
}

/** Goes back to the place before the search. */
export function dropFind(state: DeckState): Change {
	const { overlay } = state;
	return overlay?.kind === 'find' ? { ...backTo(state, overlay.before), overlay: undefined } : {};
}

function backTo(state: DeckState, { list, form }: Before): Change {
	const now = currentForm(state);
	const { scrolled: _, ...rest } = now ?? {};
	const { lists } = state;
	return {
		lists: new Map(lists).set(currentList(state), list),
		...(now !== undefined && form !== undefined && putForm(state, { ...rest, ...form } as Form)),
	};
}

/** A hint what to type, or the number of hits. */
export function findHint(state: DeckState): string {
	const { overlay } = state;
	const how = searchedIn(state);
	if (overlay?.kind !== 'find' || how === undefined) return '';
	const none = `no ${how.unit} matches`;
	if (!how.live) return overlay.none ? none : 'enter searches the replies';
	if (overlay.text === '') return `type to find a ${how.unit}`;
	const found = findOf(state)?.found;
	return found === undefined ? none : `${count(found.at)} of ${plural(found.of, how.unit)}`;
}

/** `“text” 3 of 12`, while the view still shows the hit. */
export function foundLine(state: DeckState): Line {
	const find = findOf(state);
	if (find?.found === undefined || !isOnMatch(state)) return [];
	const { at, of } = find.found;
	const all = of === mostHits ? `${count(of)} or more` : count(of);
	return [span(`“${truncate(find.text, 30)}” ${count(at)} of ${all}`, 'accent')];
}

/** Whether the view still shows the hit. */
export function isOnMatch(state: DeckState): boolean {
	const found = findOf(state)?.found;
	return found !== undefined && searchedIn(state)?.mark(state) === found.mark;
}

/** Forgets the search and its highlights. */
export function forgetFind(state: DeckState): Change {
	return changeList(state, currentList(state), { find: undefined });
}
