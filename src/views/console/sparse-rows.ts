/** Goes through something large part by part; each part takes one row or more. */
export interface Cursor {
	/** Moves to the next part; false if there is none. */
	readonly next: () => boolean;
	/** Rows of the current part. */
	readonly rows: () => number;
	/** Bytes up to the end of the current part. */
	readonly passed: () => number;
	readonly copy: () => this;
}

interface Mark<C> {
	/** The first row of the current part. */
	readonly row: number;
	readonly cursor: C;
}

/** Rows between two stored places. */
const stride = 1024;

/**
 * Finds the part of a row without storing all parts: it goes through once and stores some places. Consecutive rows, as a screen
 * asks for them, are passed only once.
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

	/** The part of a row, and its first row. The next call moves the cursor. */
	at(row: number): Mark<C> | undefined {
		if (row < 0 || row >= this.rows) return undefined;
		const from = this.#nearest(row, (mark) => mark.row);
		return this.#goOn(from, (mark) => row < mark.row + mark.cursor.rows());
	}

	/** The part of a byte. */
	holding(byte: number): Mark<C> | undefined {
		const from = this.#nearest(byte, ({ cursor }) => cursor.passed());
		return this.#goOn(from, ({ cursor }) => byte < cursor.passed());
	}

	/** The last place before the wanted one, of the stored places and the one found last. */
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
				// The cursor moved: its row is no longer known.
				if (from === this.#last) this.#last = undefined;
				return undefined;
			}
			mark = { row, cursor };
		}
		this.#last = mark;
		return mark;
	}
}
