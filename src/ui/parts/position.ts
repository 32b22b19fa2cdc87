import { count } from '../../format/integer.ts';
import type { Line } from '../../format/line.ts';
import { currentView } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import type { View } from '../../store/view.ts';
import { countRows } from '../../views/amount.ts';
import { consoleLayout } from '../../views/console/layout.ts';
import { formView } from '../../views/form-view.ts';
import { listHeight } from '../../views/layout.ts';
import type { PlaceRow } from '../../views/places/row.ts';
import { currentList, placeOf } from '../../views/places.ts';
import { rowsOf, windowFor } from '../../views/rows.ts';
import { linesOf, textOffset } from '../../views/text-lines.ts';

const positions: Readonly<Record<PlaceRow<View>['body']['kind'], (state: DeckState) => string>> = {
	list: (state) => {
		const id = currentList(state);
		const rows = rowsOf(state, id);
		if (rows.length === 0) return '';
		const upTo = rows.slice(0, windowFor(state, id, listHeight(state)).selected + 1);
		return `${count(countRows(id, upTo))}/${count(countRows(id, rows))}`;
	},
	text: (state) => linesInView(linesOf(state).length, textOffset(state), listHeight(state)),
	form: (state) => {
		const view = formView(state);
		return view === undefined ? '' : linesInView(view.lines.length, view.offset, view.body);
	},
	console: (state) => {
		const { transcript, top, height } = consoleLayout(state);
		return linesInView(transcript.rows, top, height);
	},
};

/** The position: the row of the cursor, or the lines in view. Nothing if everything is in view. */
export function positionLine(state: DeckState): Line {
	const text = positions[placeOf(currentView(state)).body.kind](state);
	return text === '' ? [] : [{ text, tone: 'dim' }];
}

function linesInView(total: number, first: number, height: number): string {
	return total <= height ? '' : `lines ${count(first + 1)}-${count(first + height)} of ${count(total)}`;
}
