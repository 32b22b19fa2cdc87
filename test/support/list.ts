import { keyOf, type Terminal } from './terminal.ts';

/** The rows of the list in view. */
export interface List {
	row(name: string): Row;
	/** Name of the row that the cursor is on. */
	selected(): string | undefined;
	/** Name of the first row in view. */
	first(): string | undefined;
}

export interface Row {
	/** Waits until it is there; answers its line. */
	shown(): Promise<string>;
	/** Waits until it is not there. */
	gone(): Promise<void>;
	/** Waits until its cells, by the titles of their columns, are these. */
	cells(wanted: Readonly<Record<string, string | RegExp>>): Promise<void>;
	/** Goes down until the cursor is on it. */
	select(): Promise<void>;
}

export function listOn(terminal: Terminal): List {
	const selected = (lines = terminal.screen()): string | undefined =>
		nameIn(lines.find((line) => line.startsWith('▸')));
	return {
		selected: () => selected(),
		first: () => {
			const lines = terminal.screen();
			return nameIn(lines[lines.findIndex(isHeading) + 1]);
		},
		row: (name) => {
			const found = (lines: readonly string[]): string | undefined =>
				lines.find((line) => nameIn(line) === name && !isHeading(line));
			return {
				shown: async () => found(await terminal.waitFor((lines) => found(lines) !== undefined)) ?? '',
				gone: async () => void (await terminal.waitFor((lines) => lines.some(isHeading) && found(lines) === undefined)),
				cells: async (wanted) => {
					await terminal.waitFor((lines) => {
						const cells = cellsIn(lines.find(isHeading) ?? '', found(lines) ?? '');
						return Object.entries(wanted).every(([title, cell]) => isCell(cells.get(title), cell));
					});
				},
				select: async () => {
					terminal.press(keyOf('move.first'));
					// By the position in the footer: a frame from before a key was taken may show the same row.
					for (let position = 1; ; position += 1) {
						const lines = await terminal.waitFor((now) => positionIn(now) === position && selected(now) !== undefined);
						if (selected(lines) === name) return;
						terminal.press(keyOf('move.down'));
					}
				},
			};
		},
	};
}

/** What the first cell of a row shows, without its cursor and its mark. */
const nameIn = (line = ''): string | undefined => /^[▸ ][ ●*]*(\S+)/.exec(line)?.[1];

/** The line of titles, which are capitals; the column of the order has an arrow. */
const isHeading = (line: string): boolean => /^ {2} *[A-Z][A-Z /↑↓]* {2,}[A-Z][A-Z /↑↓]*$/.test(line);

/** Each cell by the title that it stands below; columns are two blanks apart. */
function cellsIn(heading: string, row: string): ReadonlyMap<string, string> {
	const titles = parts(heading);
	return new Map(
		parts(row).flatMap(({ text, start, end }) => {
			const title = titles.find((each) => each.start < end && start < each.end);
			return title === undefined ? [] : [[title.text.replace(/[↑↓]$/, ''), text] as const];
		}),
	);
}

const parts = (line: string) =>
	[...line.slice(2).matchAll(/\S+(?: \S+)*/g)].map(({ 0: text, index }) => ({
		text,
		start: index,
		end: index + text.length,
	}));

const isCell = (cell: string | undefined, wanted: string | RegExp): boolean =>
	cell !== undefined && (typeof wanted === 'string' ? cell === wanted : wanted.test(cell));

/** Where the cursor is in its list, from 1: `2/14` at the end of the footer. */
function positionIn(lines: readonly string[]): number {
	return Number(/(\d+)\/\d+\s*$/.exec(lines.at(-1) ?? '')?.[1]);
}
