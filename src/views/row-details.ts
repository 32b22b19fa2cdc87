import type { Line } from '../format/line.ts';
import { sanitise } from '../format/sanitise.ts';
import { selectedIndex } from '../store/list.ts';
import { listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { type ListId, rowsAre, type View } from '../store/view.ts';
import type { ListRow } from './lists/row.ts';
import { listRowOf } from './lists.ts';
import { placeOf } from './places.ts';
import { rowsOf } from './rows.ts';

/** With this many empty rows there is room for the details of the selected row. */
const ROOM = 24;

/**
 * The beginning of the selected row's overview, for the empty rows below a short list.
 * @param empty the number of empty rows
 */
export function rowDetails(state: DeckState, id: ListId, empty: number): readonly Line[] {
	if (empty < ROOM) return [];
	const rows = rowsOf(state, id);
	const list = listRowOf(id);
	const view = overviewOf(id, list, rows[selectedIndex(listState(state, id), rows)]);
	const body = view && placeOf(view).body;
	if (view === undefined || body?.kind !== 'text') return [];
	const lines = body.lines(state, view);
	if (lines.length === 0) return [];
	const name = sanitise(placeOf(view).crumbs(state, view).at(-2) ?? '');
	// Where enter opens something else, the overview has its own key.
	const key = list?.overview === undefined ? '↵' : 'd';
	const title: Line = [
		{ text: `  ${name} `, tone: 'strong' },
		{ text: '─'.repeat(Math.max(0, state.size.columns - name.length - 5)), tone: 'dim' },
	];
	const room = empty - 2;
	const shown = lines.slice(0, room);
	const rest: readonly Line[] = lines.length > room ? [[{ text: `  … ${key} shows the rest`, tone: 'dim' }]] : [];
	return [[], title, ...(rest.length === 0 ? shown : shown.slice(0, -1)), ...rest];
}

/** The overview of a row; undefined if it has none. */
function overviewOf(id: ListId, list: ListRow | undefined, row: string | undefined): View | undefined {
	if (row === undefined || list === undefined) return undefined;
	if (list.overview !== undefined) return list.overview(row);
	const { stream, consumer } = list.acts(row);
	if (stream === undefined) return undefined;
	const kind = rowsAre(id);
	if (kind === 'stream') return { kind: 'stream', stream, pane: 'overview' };
	if (kind === 'consumer' && consumer !== undefined) return { kind: 'consumer', stream, consumer, pane: 'overview' };
	return undefined;
}
