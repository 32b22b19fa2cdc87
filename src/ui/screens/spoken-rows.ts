import { count } from '../../format/integer.ts';
import { listState } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import type { ListId } from '../../store/view.ts';
import { cellsOf } from '../../views/cells.ts';
import { columnsOf } from '../../views/columns.ts';
import { emptyLines } from '../../views/empty.ts';
import { listHeight } from '../../views/layout.ts';
import { unlistedOf } from '../../views/lists.ts';
import { currentList } from '../../views/places.ts';
import { rowsOf, windowFor } from '../../views/rows.ts';
import { spoken } from '../parts/spoken.ts';

/** Wider than any value. */
const UNCUT = 1_000;

/**
 * A list for a screen reader: the names of the rows in view, whose lines stay the same while the cursor moves, and last, where
 * the reader is, the selected row in words.
 */
export function spokenRows(state: DeckState): readonly string[] {
	const id = currentList(state);
	const empty = emptyLines(state, id);
	if (empty !== undefined) return empty.map(spoken).filter((line) => line !== '');
	const rows = rowsOf(state, id);
	const { offset, count: height, selected } = windowFor(state, id, listHeight(state));
	const visible = rows.slice(offset, offset + height);
	const current = rows[selected];
	return [
		`Rows ${count(offset + 1)} to ${count(offset + visible.length)} of ${count(rows.length)}${unlistedOf(state, id).amount ?? ''}:`,
		...visible.map((row) => `${words(state, id, row)[0] ?? ''}${markedIn(state, id, row)}`),
		...(current === undefined ? [] : [sentence(state, id, current, selected, rows.length)]),
	];
}

/** Whether the selected row has more to read aloud than its name. */
export function isSelectedKnown(state: DeckState): boolean {
	const id = currentList(state);
	const row = rowsOf(state, id)[windowFor(state, id, listHeight(state)).selected];
	return row !== undefined && words(state, id, row).length > 1;
}

function sentence(state: DeckState, id: ListId, row: string, at: number, total: number): string {
	const [name = '', ...values] = words(state, id, row);
	return [`${name}, selected${markedIn(state, id, row)}, row ${count(at + 1)} of ${count(total)}`, ...values].join(
		', ',
	);
}

const markedIn = (state: DeckState, id: ListId, row: string): string =>
	listState(state, id).marked.has(row) ? ', marked' : '';

/** The first value alone, the others after the titles of their columns; unknown and empty values are left out. */
function words(state: DeckState, id: ListId, row: string): readonly string[] {
	const columns = columnsOf(id)
		.filter(({ when }) => when === undefined || when(state))
		.map((column) => ({ ...column, width: UNCUT }));
	return cellsOf(state, id, row, columns).flatMap(({ text, spoken: inWords = text }, at) => {
		const value = inWords.trim();
		if (value === '' || value === '-' || value === '·') return [];
		return [at === 0 ? value : `${columns[at]?.title.toLowerCase()} ${spoken([{ text: value, tone: 'plain' }])}`];
	});
}
