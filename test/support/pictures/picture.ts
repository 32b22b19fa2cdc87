import type { Cell, Program } from '../pty.ts';

/** How letters look; `colour` is one of the sixteen of a terminal, -1 its own. */
export type Look = Pick<Cell, 'bold' | 'dim' | 'underline' | 'inverse' | 'colour'>;

/** Letters beside each other that look the same. */
export interface Run extends Look {
	readonly column: number;
	/** Columns that they take. */
	readonly width: number;
	readonly text: string;
}

export interface Picture {
	readonly columns: number;
	readonly rows: readonly (readonly Run[])[];
}

/** What a terminal shows now, without empty lines at its end. */
export function pictureOf(program: Program, columns: number, rows: number): Picture {
	const shown = program.screen().findLastIndex((line) => line !== '') + 1;
	return { columns, rows: Array.from({ length: Math.min(rows, shown) }, (_, row) => runsOf(program, columns, row)) };
}

function runsOf(program: Program, columns: number, row: number): readonly Run[] {
	const runs: Run[] = [];
	for (let column = 0; column < columns; column += 1) {
		const { text, width, ...look } = program.cell(column, row);
		if (width === 0) continue;
		const last = runs.at(-1);
		const here = { ...look, column, width, text: text === '' ? ' ' : text };
		// A letter of two columns stands alone, so that one that a font draws narrower moves no other.
		if (last !== undefined && width === 1 && last.width === Array.from(last.text).length && isAlike(last, look))
			runs.splice(-1, 1, { ...last, width: last.width + 1, text: last.text + here.text });
		else runs.push(here);
	}
	return runs;
}

const isAlike = (one: Look, other: Look): boolean =>
	(['bold', 'dim', 'underline', 'inverse', 'colour'] as const).every((each) => one[each] === other[each]);

/** The lines of a picture as text. */
export const textOf = ({ rows }: Picture): readonly string[] =>
	rows.map((runs) =>
		runs
			.map(({ text }) => text)
			.join('')
			.trimEnd(),
	);
