import { pad, width } from './width.ts';

export interface TableColumn {
	readonly title: string;
	readonly align?: 'left' | 'right';
}

/** A plain table: columns as wide as their widest cell, two spaces between them, no space at the end of a line. */
export function plainTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
	const widths = columns.map(({ title }, at) => Math.max(width(title), ...rows.map((row) => width(row[at] ?? ''))));
	const line = (cells: readonly string[]): string =>
		columns
			.map(({ align = 'left' }, at) => pad(cells[at] ?? '', widths[at] ?? 0, align))
			.join('  ')
			.trimEnd();
	return [columns.map(({ title }) => title), ...rows].map(line).join('\n');
}
