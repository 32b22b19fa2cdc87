import type { Tone } from '../format/line.ts';
import { sanitise } from '../format/sanitise.ts';
import { pad, width } from '../format/width.ts';
import type { DeckState } from '../store/state.ts';
import { type ListId, splitListId } from '../store/view.ts';
import { notYet } from './columns/cell.ts';
import { columnsOf } from './columns.ts';
import { type FittedColumn, fitColumns, GAP } from './fit.ts';
import type { Cell } from './line.ts';
import { listRowOf } from './lists.ts';
import { sortOf } from './rows.ts';

/** A cell as it is drawn: sanitised, and exactly as wide as its column or columns. */
export interface DrawnCell {
	readonly text: string;
	readonly tone: Tone;
}

/** The columns of a list that the screen has room for, with their widths. */
export function fittedColumns(state: DeckState, id: ListId): readonly FittedColumn[] {
	return fitColumns(columnsOf(id), state.size.columns);
}

/** Titles over the columns; the one that is sorted by has an arrow. */
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
 * The cells of one row in the order of `columns`. What is not known yet is `·`; what is out of date is dim. A cell that has more
 * to say than its column has room for takes the place of those to the right of it, where nothing is known for any of them.
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
	const all = columns.map((_, at) => cells?.[at] ?? { text: '' });
	const last = all.findLastIndex(({ text }) => text !== notYet.text);
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

function drawn(
	{ text, tone = 'plain' }: Cell,
	{ width, align }: Pick<FittedColumn, 'width' | 'align'> = { width: 0, align: 'left' },
): DrawnCell {
	return { text: pad(sanitise(text), width, align), tone };
}
