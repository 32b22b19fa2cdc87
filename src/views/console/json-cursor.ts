import { parseJson } from '../../format/json.ts';
import {
	afterBlanks,
	closesAt,
	firstPart,
	isListAt,
	isTextAt,
	opensAt,
	separates,
	valueAfterKey,
	valueEnd,
} from '../../format/json-scan.ts';
import type { ChangedPaths } from './changed-paths.ts';
import type { JsonNode } from './json-node.ts';
import { linesOfLeaf, roomOf } from './json-text.ts';
import type { Latest } from './latest.ts';
import type { Cursor } from './sparse-rows.ts';

/** A JSON value, and how it is drawn. */
export interface Drawn {
	/** JSON, see `isJson`. */
	readonly data: Uint8Array;
	readonly columns: number;
	/** Whether the non-empty object or list that begins at a byte is folded; its path is made only when needed. */
	readonly isFolded: (depth: number, at: number, path: () => string) => boolean;
	/** What differs from the previous look. */
	readonly changes?: ChangedPaths | undefined;
	/** Texts already drawn, by where they begin. */
	readonly texts: Latest<JsonNode>;
	/** Where large values end, by where they begin. */
	readonly ends: Map<number, number>;
}

/** An object or list around the cursor. */
interface Inside {
	readonly open: number;
	readonly isList: boolean;
	/** Its path for folding. */
	readonly path: string;
}

/** Where a cursor starts: at a value, possibly inside another one. */
interface Start {
	readonly at: number;
	readonly depth: number;
	readonly path: string;
}

/** Goes through JSON line by line and keeps nothing of what it passed. */
export class JsonCursor implements Cursor {
	readonly #drawn: Drawn;
	readonly #start: Start;
	kind: 'open' | 'close' | 'leaf' | 'folded' = 'leaf';
	depth = 0;
	/** Where the value begins and ends; of `open` after its bracket, of `close` after the closing one. */
	value = 0;
	end = 0;
	/** The last entry of its object or list. */
	last = true;
	/** Where its key begins, or -1. */
	#key = -1;
	/** Its index in a list. */
	#index = 0;
	/** Where the next entry or the closing bracket begins. */
	#next: number;
	#isOver = false;
	#inside: Inside[] = [];
	/** How many entries were passed in each of them. */
	#passed: number[] = [];
	/** Of `close`: the path of what it closes. */
	#closed = '';
	/** Its line, made when needed: a text may have megabytes. Never copied. */
	#node: JsonNode | undefined;

	constructor(drawn: Drawn, start: Start = { at: afterBlanks(drawn.data, 0), depth: 0, path: '' }) {
		this.#drawn = drawn;
		this.#start = start;
		this.#next = start.at;
	}

	copy(): this {
		const copy = new JsonCursor(this.#drawn, this.#start);
		copy.kind = this.kind;
		copy.depth = this.depth;
		copy.value = this.value;
		copy.end = this.end;
		copy.last = this.last;
		copy.#key = this.#key;
		copy.#index = this.#index;
		copy.#next = this.#next;
		copy.#isOver = this.#isOver;
		copy.#inside = [...this.#inside];
		copy.#passed = [...this.#passed];
		copy.#closed = this.#closed;
		return copy as this;
	}

	next(): boolean {
		if (this.#isOver) return false;
		this.#node = undefined;
		const { data } = this.#drawn;
		const around = this.#inside[this.#inside.length - 1];
		this.depth = this.#start.depth + this.#inside.length;
		if (around !== undefined && closesAt(data, this.#next)) {
			this.kind = 'close';
			this.depth -= 1;
			this.#key = -1;
			this.value = around.open;
			this.end = this.#next + 1;
			this.#closed = around.path;
			this.#inside.pop();
			this.#passed.pop();
			this.#goOn();
			return true;
		}
		this.#key = around === undefined || around.isList ? -1 : this.#next;
		this.#index = this.#passed[this.#passed.length - 1] ?? 0;
		this.value = this.#key < 0 ? this.#next : valueAfterKey(data, this.#key);
		const isLeaf = !opensAt(data, this.value) || closesAt(data, firstPart(data, this.value));
		if (isLeaf || this.#drawn.isFolded(this.depth, this.value, () => this.#pathIn(around))) {
			this.kind = isLeaf ? 'leaf' : 'folded';
			this.end = this.#valueEnd();
			this.#goOn();
			return true;
		}
		this.kind = 'open';
		this.end = this.value + 1;
		this.last = true;
		this.#inside.push({ open: this.value, isList: isListAt(data, this.value), path: this.#pathIn(around) });
		this.#passed.push(0);
		this.#next = firstPart(data, this.value);
		return true;
	}

	/** Every frame passes large values again, so their ends are kept. */
	#valueEnd(): number {
		const { data, ends } = this.#drawn;
		const known = ends.size === 0 ? undefined : ends.get(this.value);
		if (known !== undefined) return known;
		const end = valueEnd(data, this.value);
		if (end - this.value > largeText) ends.set(this.value, end);
		return end;
	}

	/** Moves to what follows a value. */
	#goOn(): void {
		const { data } = this.#drawn;
		if (this.#inside.length === 0) {
			this.#isOver = true;
			this.last = true;
			return;
		}
		const at = afterBlanks(data, this.end);
		this.last = !separates(data, at);
		this.#next = this.last ? at : afterBlanks(data, at + 1);
		if (!this.last) this.#passed[this.#passed.length - 1] = (this.#passed[this.#passed.length - 1] ?? 0) + 1;
	}

	#pathIn(around: Inside | undefined): string {
		return around === undefined ? this.#start.path : `${around.path}.${this.key ?? this.#index}`;
	}

	get key(): string | undefined {
		return this.#key < 0 ? undefined : String(valueAt(this.#drawn.data, this.#key));
	}

	/** The byte where its line begins. */
	get from(): number {
		return this.#key < 0 ? this.value : this.#key;
	}

	/** Of a value: its path. Of `close`: the path of what it closes. */
	get path(): string {
		const around = this.#inside[this.#inside.length - 1];
		if (this.kind === 'open') return around?.path ?? '';
		return this.kind === 'close' ? this.#closed : this.#pathIn(around);
	}

	/** The objects and lists around the cursor, the outermost first, with the open one itself. */
	get inside(): readonly Inside[] {
		return this.#inside;
	}

	passed(): number {
		return this.end;
	}

	rows(): number {
		const { data, columns } = this.#drawn;
		if (this.kind !== 'leaf' || !isTextAt(data, this.value)) return 1;
		// A byte takes at most two columns, also as part of an escaped character.
		const bytes = this.end - this.from;
		if (bytes * 2 + 8 <= roomOf(this, columns)) return 1;
		return linesOfLeaf(this.node(), columns);
	}

	/** The node as it is drawn. Only a leaf has its value; objects and lists are empty. */
	node(): JsonNode {
		const isLarge = this.end - this.value > largeText;
		const made = () => this.#madeNode();
		this.#node ??= isLarge && this.kind === 'leaf' ? this.#drawn.texts.get(this.value, made) : made();
		return this.#node;
	}

	#madeNode(): JsonNode {
		const { kind, depth, key, last } = this;
		const { data, changes } = this.#drawn;
		const changed = (kind === 'close' ? changes?.lacking : changes?.changed)?.has(this.path) ?? false;
		const value = kind === 'leaf' ? valueAt(data, this.value) : isListAt(data, this.value) ? [] : {};
		return { kind: kind === 'folded' ? 'open' : kind, depth, key, value, last, changed };
	}
}

/** A text of this length or more is not made again for each of its rows. */
const largeText = 16 * 1024;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The value that begins here, parsed exactly. */
export function valueAt(data: Uint8Array, from: number): unknown {
	const text = decoder.decode(data.subarray(from, valueEnd(data, from)));
	if (isTextAt(data, from)) return JSON.parse(text);
	const parsed = parseJson(text);
	return parsed.ok ? parsed.value : undefined;
}
