import type { Tone } from '../format/line.ts';
import { memo } from '../format/memo.ts';
import { sanitise } from '../format/sanitise.ts';
import { pad, width } from '../format/width.ts';
import type { DeckState } from '../store/state.ts';
import { type ListId, splitListId } from '../store/view.ts';
import { pendingCell } from './columns/cell.ts';
import { columnsOf } from './columns.ts';
import { type ColumnHead, type FittedColumn, fitColumns, GAP } from './fit.ts';
import { listHeight } from './layout.ts';
import type { Cell } from './line.ts';
import { listRowOf } from './lists.ts';
import { sortOf, visibleRows } from './rows.ts';

/** A cell as it is drawn: sanitised, and exactly as wide as its column or columns. */
export interface DrawnCell {
	readonly text: string;
	readonly tone: Tone;
	/** What a screen reader says instead of `text`. */
	readonly spoken?: string;
}

/** The columns of a list that fit the screen, with their widths. */
export const fittedColumns = memo((state: DeckState, id: ListId): readonly FittedColumn[] => {
	const columns = columnsOf(id).filter(({ when }) => when === undefined || when(state));
	return fitColumns(columns, state.size.columns, longestTexts(state, id, columns));
});

/** Narrower screens lose no column for another column's text. */
const WIDE = 100;
/** Longest text that may displace the columns beside it. */
const LONGEST = 44;

/** The longest text in view of each `whole` column. */
function longestTexts(state: DeckState, id: ListId, columns: readonly ColumnHead[]): ReadonlyMap<string, number> {
	const whole = columns.filter((column) => column.whole).map((column) => column.id);
	const list = listRowOf(id);
	if (whole.length === 0 || list === undefined || state.size.columns < WIDE) return new Map();
	const longest = new Map<string, number>();
	for (const row of visibleRows(state, id, listHeight(state))) {
		list.cells(state, row, whole, splitListId(id).about).forEach(({ text, longer }, at) => {
			const column = whole[at] ?? '';
			const lengths = [...(longer ?? []), text].map((each) => width(sanitise(each)));
			const said = lengths.find((length) => length <= LONGEST) ?? LONGEST;
			longest.set(column, Math.max(longest.get(column) ?? 0, said));
		});
	}
	return longest;
}

/** The titles of the columns; the sorted one has an arrow. */
export function headingCells(state: DeckState, id: ListId, columns: readonly FittedColumn[]): readonly DrawnCell[] {
	const shape = listRowOf(id);
	const sort = shape && sortOf(state, id, shape);
	return columns.map((column) => {
		const sorted = column.id === sort?.column && !shape?.ordered;
		const arrow = sorted ? arrowOf(sort.descending) : '';
		return { text: pad(`${column.title}${arrow}`, column.width, column.align), tone: sorted ? 'strong' : 'dim' };
	});
}

/**
 * The cells of one row in the order of `columns`. An unknown value is `·`; an outdated one is dim. A long text takes the columns
 * on its right if none of them has a known value.
 */
export function cellsOf(
	state: DeckState,
	id: ListId,
	row: string,
	columns: readonly FittedColumn[],
): readonly DrawnCell[] {
	const cells = listRowOf(id)?.cells(
		state,
		row,
		columns.map((column) => column.id),
		splitListId(id).about,
	);
	const all = columns.map((column, at) => inFullIf(cells?.[at] ?? { text: '' }, column.width));
	const last = all.findLastIndex(({ text }) => text !== pendingCell.text);
	const room = columns.slice(last).reduce((sum, column) => sum + column.width + GAP, -GAP);
	const longer = all[last]?.longer?.find((text) => width(sanitise(text)) <= room);
	if (longer === undefined || last === all.length - 1) return all.map((cell, at) => drawn(cell, columns[at]));
	return [
		...all.slice(0, last).map((cell, at) => drawn(cell, columns[at])),
		drawn({ ...all[last], text: longer }, { width: room, align: 'left' }),
	];
}

/** The two columns before a row. A mark stays visible under the cursor. */
export function gutterOf(selected: boolean, marked: boolean): string {
	return `${selected ? '▸' : ' '}${marked ? '*' : ' '}`;
}

export function arrowOf(descending: boolean): string {
	return descending ? '↓' : '↑';
}

/** The cell in its longest wording that fits. */
function inFullIf(cell: Cell, room: number): Cell {
	const text = cell.longer?.find((each) => width(sanitise(each)) <= room);
	return text === undefined ? cell : { ...cell, text };
}

function drawn(
	{ text, tone = 'plain', spoken }: Cell,
	{ width, align }: Pick<FittedColumn, 'width' | 'align'> = { width: 0, align: 'left' },
): DrawnCell {
	const drawn = { text: pad(sanitise(text), width, align), tone };
	return spoken === undefined ? drawn : { ...drawn, spoken: sanitise(spoken) };
}
