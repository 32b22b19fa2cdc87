import type { Column } from './line.ts';

/** What of a column does not depend on its rows. */
export type ColumnHead = Omit<Column<never>, 'value' | 'cell'>;

export interface FittedColumn extends ColumnHead {
	/** Columns it has, exactly. */
	readonly width: number;
}

/** Before each row: the cursor and a mark. */
export const GUTTER = 2;
/** Between two columns. */
export const GAP = 2;

/**
 * The columns that fit into `width`, with their exact widths: gutter, columns and gaps together never take more. The
 * lowest ranks go first, those of rank 0 never; a wider screen shows all that a narrower one does. What is left over goes
 * to those that grow, by their shares.
 */
export function fitColumns(columns: readonly ColumnHead[], width: number): readonly FittedColumn[] {
	const byRank = columns.toSorted((a, b) => importance(b) - importance(a));
	const chosen = new Set<string>();
	let left = width - GUTTER;
	for (const column of byRank) {
		const needed = column.width + (chosen.size === 0 ? 0 : GAP);
		if (needed > left && column.rank !== 0) break;
		chosen.add(column.id);
		left -= needed;
	}
	const fitting = columns.filter(({ id }) => chosen.has(id));
	return left < 0 ? shrunk(fitting, width - GUTTER) : grown(fitting, left);
}

const importance = ({ rank }: ColumnHead): number => (rank === 0 ? Number.POSITIVE_INFINITY : rank);

function grown(columns: readonly ColumnHead[], extra: number): readonly FittedColumn[] {
	let shares = columns.reduce((sum, { grow = 0 }) => sum + grow, 0);
	let left = extra;
	return columns.map((column) => {
		const { grow = 0 } = column;
		if (grow === 0) return column;
		const more = Math.floor((left * grow) / shares);
		shares -= grow;
		left -= more;
		return { ...column, width: column.width + more };
	});
}

/** Only columns of rank 0 are left and even they are too wide: each gives the same share. */
function shrunk(columns: readonly ColumnHead[], width: number): readonly FittedColumn[] {
	const room = Math.max(0, width - GAP * (columns.length - 1));
	return columns.map((column) => ({ ...column, width: Math.floor(room / columns.length) }));
}
