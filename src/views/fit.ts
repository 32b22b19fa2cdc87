import type { Column } from './line.ts';

/** The parts of a column that do not depend on its rows. */
export type ColumnHead = Omit<Column<never>, 'value' | 'cell'>;

export interface FittedColumn extends ColumnHead {
	/** Its exact width in columns. */
	readonly width: number;
}

/** Before each row: the cursor and a mark. */
export const GUTTER = 2;
/** Between two columns. */
export const GAP = 2;

/** A column to add, or a column to widen. */
interface Wish {
	readonly id: string;
	readonly rank: number;
	/** Columns that it adds. */
	readonly columns: number;
}

/**
 * The columns that fit into `width`, with their exact widths: gutter, columns and gaps together never exceed it. The lowest ranks
 * are left out first, rank 0 never; a wider screen shows everything that a narrower one does. Left over space goes to the columns
 * that grow, by their shares.
 * @param longest the longest text in view of each `whole` column
 */
export function fitColumns(
	columns: readonly ColumnHead[],
	width: number,
	longest: ReadonlyMap<string, number> = new Map(),
): readonly FittedColumn[] {
	const wishes = columns.flatMap((column) => wishesOf(column, longest)).toSorted((a, b) => b.rank - a.rank);
	const chosen = new Map<string, number>();
	let left = width - GUTTER;
	for (const { id, rank, columns: more } of wishes) {
		const has = chosen.get(id);
		const needed = more + (has === undefined && chosen.size > 0 ? GAP : 0);
		if (needed > left && rank !== Number.POSITIVE_INFINITY) {
			// The column is there already and gets what is left.
			if (has === undefined) break;
			chosen.set(id, has + left);
			left = 0;
			break;
		}
		chosen.set(id, (has ?? 0) + more);
		left -= needed;
	}
	const fitting = columns.flatMap((column) => {
		const taken = chosen.get(column.id);
		return taken === undefined ? [] : [{ ...column, width: taken }];
	});
	return left < 0 ? shrunk(fitting, width - GUTTER) : grown(fitting, left);
}

function wishesOf({ id, rank, width, more }: ColumnHead, longest: ReadonlyMap<string, number>): readonly Wish[] {
	const own = { id, rank: rank === 0 ? Number.POSITIVE_INFINITY : rank, columns: width };
	if (more === undefined) return [own];
	return [own, { id, rank: more.rank, columns: Math.max(0, Math.max(more.width, longest.get(id) ?? 0) - width) }];
}

function grown(columns: readonly ColumnHead[], extra: number): readonly FittedColumn[] {
	let shares = columns.reduce((sum, { grow = 0 }) => sum + grow, 0);
	let left = extra;
	return columns.map((column) => {
		const { grow = 0, most = Number.POSITIVE_INFINITY } = column;
		if (grow === 0) return column;
		const more = Math.max(0, Math.min(most - column.width, Math.floor((left * grow) / shares)));
		shares -= grow;
		left -= more;
		return { ...column, width: column.width + more };
	});
}

/** Only columns of rank 0 are left and even they are too wide: each loses the same share. */
function shrunk(columns: readonly ColumnHead[], width: number): readonly FittedColumn[] {
	const room = Math.max(0, width - GAP * (columns.length - 1));
	return columns.map((column) => ({ ...column, width: Math.floor(room / columns.length) }));
}
