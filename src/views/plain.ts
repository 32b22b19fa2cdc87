import { sanitise } from '../format/sanitise.ts';
import { plainTable } from '../format/table.ts';
import { truncate } from '../format/width.ts';
import type { Cell, Column, Section } from './line.ts';
import { sectionLines, textColumns } from './section-lines.ts';

/** Widest cell of a plain table: longer texts are cut. */
const WIDEST = 60;
/** Columns of plain sections. */
const COLUMNS = 100;
/** Columns of a text in them. */
export const plainTextColumns = textColumns(COLUMNS);

/** Rows as a plain table, for a pipe or a file: no colours, columns as wide as needed. */
export function plainRows<Row>(columns: readonly Column<Row>[], rows: readonly Row[], now: number): string {
	const cells = rows.map((row) => columns.map((column) => inFull(column.cell(row, now))));
	return plainTable(columns, cells);
}

const inFull = ({ text, spoken = text, inFull: whole = spoken }: Cell): string => truncate(sanitise(whole), WIDEST);

/** Sections as plain text, for a pipe or a file. */
export function plainSections(sections: readonly Section[]): string {
	const lines = sectionLines(sections, COLUMNS).map((line) => line.map(({ text }) => text).join(''));
	return lines.map((line) => line.replace(/^ {2}/, '').trimEnd()).join('\n');
}
