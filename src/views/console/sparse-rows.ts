/** Goes through something large, a part at a time; each part takes one row or several. */
export interface Cursor {
	/** Goes on to the next part, or says that there is none. */
	readonly next: () => boolean;
	/** How many rows the part takes that it is at. */
	readonly rows: () => number;
	/** How many bytes were gone through, with the part that it is at. */
	readonly passed: () => number;
	readonly copy: () => this;
}

interface Mark<C> {
	/** The first row of the part that the cursor is at. */
	readonly row: number;
	readonly cursor: C;
}

/** Rows between two places that are remembered. */
const stride = 1024;

/**
 * Finds the part at a row without keeping all of them: the way is gone once, and some places on it are remembered. Rows that
 * follow one another, as a screen asks for them, are gone through once.
 */
export class SparseRows<C extends Cursor> {
	readonly rows: number;
	readonly #marks: Mark<C>[] = [];
	#last: Mark<C> | undefined;

	/** @param start before the first part */
	constructor(start: C) {
		const cursor = start.copy();
		let row = 0;
		let wanted = 0;
		while (cursor.next()) {
			if (row >= wanted) {
				this.#marks.push({ row, cursor: cursor.copy() });
				wanted = row + stride;
			}
			row += cursor.rows();
		}
		this.rows = row;
	}

	/** The part that a row is of, and its first row. The cursor goes on with the next call. */
	at(row: number): Mark<C> | undefined {
		if (row < 0 || row >= this.rows) return undefined;
		const from = this.#nearest(row, (mark) => mark.row);
		return this.#goOn(from, (mark) => row < mark.row + mark.cursor.rows());
	}

	/** The part that a byte is of. */
	holding(byte: number): Mark<C> | undefined {
		const from = this.#nearest(byte, ({ cursor }) => cursor.passed());
		return this.#goOn(from, ({ cursor }) => byte < cursor.passed());
	}

	/** The last place before what is wanted, of those that are remembered and the one that was found last. */
	#nearest(wanted: number, of: (mark: Mark<C>) => number): Mark<C> | undefined {
		let [low, high] = [0, this.#marks.length - 1];
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			const mark = this.#marks[middle];
			if (mark !== undefined && of(mark) <= wanted) low = middle;
			else high = middle - 1;
		}
		const mark = this.#marks[low];
		const last = this.#last;
		return mark !== undefined && last !== undefined && of(last) <= wanted && last.row >= mark.row ? last : mark;
	}

	#goOn(from: Mark<C> | undefined, isThere: (mark: Mark<C>) => boolean): Mark<C> | undefined {
		if (from === undefined) return undefined;
		const cursor = from === this.#last ? from.cursor : from.cursor.copy();
		let mark: Mark<C> = { row: from.row, cursor };
		while (!isThere(mark)) {
			const row = mark.row + cursor.rows();
			if (!cursor.next()) {
				// The cursor went on: its row is not known any more.
				if (from === this.#last) this.#last = undefined;
				return undefined;
			}
			mark = { row, cursor };
		}
		this.#last = mark;
		return mark;
	}
}
