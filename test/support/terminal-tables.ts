import xterm from '@xterm/headless';
import { readReference } from './reference.ts';

const lastCode = 0x10ffff;

/** Columns of a character in a terminal: where the cursor stood behind it, or what its table says. */
export type Table = (code: number) => number;

/** The tables of terminals and libraries, as they were read from them; one column is not written down. */
export function columnTables(
	text = readReference('terminal-widths.txt'),
): readonly (readonly [name: string, table: Table])[] {
	const lines = text.trim().split('\n');
	return lines.map((line) => {
		const [name = '', runs = ''] = line.split(': ');
		const columns = new Uint8Array(lastCode + 1).fill(1);
		for (const run of runs.split(' ')) {
			const [, from = '', to = from, count = ''] = /^([\da-f]+)(?:-([\da-f]+))?=(\d)$/.exec(run) ?? [];
			columns.fill(Number(count), Number.parseInt(from, 16), Number.parseInt(to, 16) + 1);
		}
		return [name, (code: number) => columns[code] ?? 1] as const;
	});
}

/** A terminal that counts by a table: takes what is written, from an empty screen, and answers what is in each cell of each row. */
export function terminalThatCounts(
	table: Table,
	{ columns, rows }: { readonly columns: number; readonly rows: number },
	anew = true,
) {
	const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
	terminal.unicode.register({
		version: 'recorded',
		wcwidth: (code) => Math.min(2, table(code)) as 0 | 1 | 2,
		charProperties: (code, before) => {
			const columns = Math.min(2, table(code));
			// As the terminal keeps it: what has no column joins the character before.
			return columns === 0 ? (before & ~1) | 1 : columns << 1;
		},
	});
	terminal.unicode.activeVersion = 'recorded';
	return async (written: string): Promise<readonly (readonly string[])[]> => {
		if (anew) terminal.reset();
		await new Promise<void>((resolve) => terminal.write(written, resolve));
		const buffer = terminal.buffer.active;
		return Array.from({ length: rows }, (_, row) => {
			const line = buffer.getLine(buffer.viewportY + row);
			return Array.from({ length: columns }, (_, at) => line?.getCell(at)?.getChars() ?? '');
		});
	};
}
