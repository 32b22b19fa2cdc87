import type { Line } from '../format/line.ts';
import { sanitise } from '../format/sanitise.ts';
import { pad, width } from '../format/width.ts';
import type { Cell, Section } from './line.ts';

type Table = Extract<Section, { kind: 'table' }>;

const BETWEEN = 2;

/** A table of a detail view: columns as wide as their widest cell, the widest narrowed until all fit. */
export function tableLines(table: Table, columns: number): readonly Line[] {
	if (table.rows.length === 0) return [[{ text: sanitise(table.empty), tone: 'dim' }]];
	const rows = cleanRows(table);
	const widths = widthsIn(table, rows, columns);
	const heading: readonly Cell[] = table.columns.map(({ title }) => ({ text: title, tone: 'dim' }));
	return [heading, ...rows].map((row) =>
		table.columns.flatMap(({ align }, at): Line => {
			const { text, tone = 'plain' } = row[at] ?? { text: '' };
			const cell = { text: pad(text, widths[at] ?? 0, align), tone };
			return at === 0 ? [cell] : [{ text: ' '.repeat(BETWEEN), tone: 'plain' }, cell];
		}),
	);
}

/** Whether a title would be cut: then nobody can tell what the column is. */
export function isTooWide(table: Table, columns: number): boolean {
	if (table.rows.length === 0) return false;
	const widths = widthsIn(table, cleanRows(table), columns);
	return table.columns.some(({ title }, at) => width(title) > (widths[at] ?? 0));
}

function cleanRows(table: Table): readonly (readonly Cell[])[] {
	return table.rows.map((row) => row.map((cell) => ({ ...cell, text: sanitise(cell.text) })));
}

function widthsIn(table: Table, rows: readonly (readonly Cell[])[], columns: number): readonly number[] {
	const natural = table.columns.map(({ title }, at) =>
		Math.max(width(title), ...rows.map((row) => width(row[at]?.text ?? ''))),
	);
	return narrowed(natural, columns - BETWEEN * (table.columns.length - 1));
}

/** Narrows the widest columns until all together fit `room`. */
function narrowed(natural: readonly number[], room: number): readonly number[] {
	const widths = [...natural];
	let over = widths.reduce((sum, each) => sum + each, 0) - room;
	while (over > 0) {
		const widest = Math.max(...widths);
		if (widest <= 1) break;
		// In one step down to the next narrower column: a cell may be 10,000 wide.
		const next = Math.max(1, ...widths.filter((each) => each < widest));
		const at = widths.indexOf(widest);
		const less = Math.min(over, Math.max(1, widest - next));
		widths[at] = widest - less;
		over -= less;
	}
	return widths;
}
