import { sanitise } from '../../format/sanitise.ts';
import type { Hit } from '../find/searched.ts';
import { cutLine } from '../spans.ts';
import { type Body, mostHits, nothing } from './body.ts';
import { Latest } from './latest.ts';
import { type Pieces, piecesOf } from './pieces.ts';
import { placesOf } from './places.ts';
import { type Cursor, SparseRows } from './sparse-rows.ts';

const indent = { text: '    ', tone: 'plain' } as const;

const lineEnd = 10;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Goes through a text line by line; a line is cut into rows when needed. */
class TextCursor implements Cursor {
	readonly #data: Uint8Array;
	readonly #room: number;
	#from = 0;
	#end = 0;
	/** Lines already cut, by where they begin. */
	readonly #cut: Latest<Pieces>;
	/** Never copied: a line may have megabytes. */
	#pieces: Pieces | undefined;

	constructor(data: Uint8Array, room: number, cut = new Latest<Pieces>()) {
		this.#data = data;
		this.#room = room;
		this.#cut = cut;
	}

	copy(): this {
		const copy = new TextCursor(this.#data, this.#room, this.#cut);
		copy.#from = this.#from;
		copy.#end = this.#end;
		return copy as this;
	}

	next(): boolean {
		if (this.#end >= this.#data.length) return false;
		this.#pieces = undefined;
		this.#from = this.#end;
		const at = this.#data.indexOf(lineEnd, this.#from);
		this.#end = at < 0 ? this.#data.length : at + 1;
		return true;
	}

	passed(): number {
		return this.#end;
	}

	/** A byte takes at most one column; a tab takes two. */
	rows(): number {
		return (this.#end - this.#from) * 2 <= this.#room ? 1 : this.pieces.amount;
	}

	#line(): string {
		const line = this.#data.subarray(this.#from, this.#end);
		return decoder.decode(line).replace(/\r?\n$/, '');
	}

	get pieces(): Pieces {
		this.#pieces ??= this.#cut.get(this.#from, () => piecesOf(withoutTabs(this.#line()), this.#room));
		return this.#pieces;
	}
}

/** A text in lines, long ones wrapped. A reply may have megabytes: only what is drawn is made. */
export function textBody(data: Uint8Array, columns: number): Body {
	const room = Math.max(8, columns - indent.text.length);
	const rows = new SparseRows(new TextCursor(data, room));
	return {
		rows: rows.rows,
		line: (row) => {
			const found = rows.at(row);
			const piece = found?.cursor.pieces.piece(row - found.row) ?? '';
			return cutLine([indent, { text: sanitise(piece), tone: 'plain' }], columns);
		},
		hits: (text) => {
			const hits: Hit[] = [];
			let done = 0;
			for (const [from] of placesOf(data, [text])) {
				if (hits.length >= mostHits) break;
				const found = from < done ? undefined : rows.holding(from);
				if (found === undefined) continue;
				done = found.cursor.passed();
				for (const piece of found.cursor.pieces.holding(text)) hits.push({ row: found.row + piece, unfold: nothing });
			}
			return hits;
		},
	};
}

/** Tabs have no width of their own. */
function withoutTabs(line: string): string {
	return line.includes('\t') ? line.replaceAll('\t', '  ') : line;
}

/** Columns of sixteen bytes, with their offset and characters. */
const wideRow = 79;

/** Binary bytes: their offset, hexadecimal, and the printable characters. */
export function hexBody(data: Uint8Array, columns: number): Body {
	const inRow = columns >= wideRow ? 16 : 8;
	return {
		rows: Math.ceil(data.length / inRow),
		line: (row) => {
			const bytes = [...data.subarray(row * inRow, (row + 1) * inRow)];
			const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
			const text = bytes.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
			return cutLine(
				[
					indent,
					{ text: (row * inRow).toString(16).padStart(8, '0'), tone: 'dim' },
					{ text: `  ${hex.padEnd(inRow * 3)} `, tone: 'plain' },
					{ text, tone: 'dim' },
				],
				columns,
			);
		},
		hits: () => [],
	};
}
