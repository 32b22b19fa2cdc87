import { count } from '../../format/integer.ts';
import type { Line } from '../../format/line.ts';
import type { DeckState } from '../../store/state.ts';
import { countRows } from '../../views/amount.ts';
import { listHeight } from '../../views/layout.ts';
import { listRowOf } from '../../views/lists.ts';
import { currentList } from '../../views/places.ts';
import { rowsOf, windowFor } from '../../views/rows.ts';
import { linesOf, textOffset } from '../../views/text-lines.ts';

/** How far one has come: the row of the cursor, or the lines of text in view. Nothing where everything is in view. */
export function positionLine(state: DeckState): Line {
	const id = currentList(state);
	if (listRowOf(id) !== undefined) {
		const rows = rowsOf(state, id);
		if (rows.length === 0) return [];
		const upTo = rows.slice(0, windowFor(state, id, listHeight(state)).selected + 1);
		return [{ text: `${count(countRows(id, upTo))}/${count(countRows(id, rows))}`, tone: 'dim' }];
	}
	const total = linesOf(state).length;
	const height = listHeight(state);
	if (total <= height) return [];
	const first = textOffset(state);
	return [{ text: `lines ${count(first + 1)}-${count(first + height)} of ${count(total)}`, tone: 'dim' }];
}
