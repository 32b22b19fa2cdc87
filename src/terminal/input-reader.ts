import { answer, cutInput, esc, pasteEnd, sevenBits } from './cut-input.ts';

/** What a terminal sent, piece by piece. */
export type Piece =
	/** As the terminal sent it; escape alone is the escape key. */
	| { readonly kind: 'key'; readonly key: string }
	| Paste
	/** It answered our question: all that was pressed before is here. */
	| { readonly kind: 'answer' };

export interface Paste {
	readonly kind: 'paste';
	/** Empty when it has more than can be pasted. */
	readonly text: string;
	readonly bytes: number;
	readonly isTooLarge: boolean;
	/** Its end never came: there may have been more. */
	readonly isBroken: boolean;
}

/** What has begun and waits for more; only time tells that nothing comes. What follows an answered escape is on its way already. */
export type Waiting = 'escape' | 'answered escape' | 'unfinished' | 'paste' | 'string';

/** As much as a server takes in a message, unless it is told otherwise. A screen that a person types in has no use for more. */
export const largestPaste = 1024 * 1024;

/** A letter that comes this long after escape is a key of its own; with alt held both come at once, or nearly. */
const altWithinMs = 50;
/** Ctrl-c by itself after so long a silence was pressed, and is not pasted. */
const pressedAfterMs = 500;
export const interrupt = '\u0003';
const bell = '\u0007';
const answeredEscape = new RegExp(`^${esc}{1,2}${answer.replace('[', '\\[')}`);
const stringEnd = new RegExp(`[${bell}${esc}]`);
/** More than this at once was not pressed: it is the rest of a paste that stood still for too long. */
const mostPressed = 8;

interface Pasting {
	readonly kind: 'paste';
	readonly pieces: string[];
	bytes: number;
}

/**
 * Reads what a terminal sends, in whatever pieces it comes: keys, pasted text, and what the terminal says by itself, which is
 * no key. A paste of any size is read once, and only the beginning of something is kept.
 */
export class InputReader {
	readonly #take: (piece: Piece) => void;
	#held = '';
	#inside: Pasting | { readonly kind: 'string' } | undefined;
	/** The terminal answered behind escape. */
	#isAnswered = false;
	/** A paste ended because nothing came: its rest may still. */
	#wasBroken = false;

	constructor(take: (piece: Piece) => void) {
		this.#take = take;
	}

	/** What more is waited for. */
	get waiting(): Waiting | undefined {
		if (this.#inside !== undefined) return this.#inside.kind;
		if (this.#held === '') return undefined;
		if (!isEscape(this.#held)) return 'unfinished';
		return this.#isAnswered ? 'answered escape' : 'escape';
	}

	/**
	 * @param bytes as letters of a text, one each (latin1)
	 * @param silentMs how long nothing came before them
	 */
	push(bytes: string, silentMs: number): void {
		if (bytes === interrupt && (this.waiting === 'string' || silentMs >= pressedAfterMs)) this.idle();
		const isApart = this.waiting === 'answered escape' || (this.waiting === 'escape' && silentMs > altWithinMs);
		if (isApart && !mayContinue(bytes)) this.idle();
		if (this.#wasBroken && this.waiting === undefined && bytes.length > mostPressed && !bytes.startsWith(esc))
			this.#inside = { kind: 'paste', pieces: [], bytes: 0 };
		this.#held += bytes;
		while (this.#held !== '' && this.#step());
		if (!isEscape(this.#held)) this.#isAnswered = false;
	}

	/** Nothing came for as long as what has begun can take: it ends as it is. */
	idle(): void {
		const held = this.#held;
		this.#held = '';
		if (this.#inside?.kind === 'paste') this.#endPaste(this.#inside, held, true);
		else if (this.#inside === undefined && isEscape(held)) for (const key of held) this.#take({ kind: 'key', key });
		this.#isAnswered = false;
		this.#inside = undefined;
	}

	/** False when more has to come first. */
	#step(): boolean {
		if (this.#inside?.kind === 'paste') return this.#paste(this.#inside);
		if (this.#inside?.kind === 'string') return this.#string();
		this.#held = sevenBits(this.#held);
		if (answeredEscape.test(this.#held)) {
			this.#isAnswered = true;
			this.#held = this.#held.replace(answer, '');
			this.#take({ kind: 'answer' });
		}
		const cut = cutInput(this.#held);
		if (!('length' in cut)) return false;
		const piece = this.#held.slice(0, cut.length);
		this.#held = this.#held.slice(cut.length);
		if (cut.kind === 'key') this.#take({ kind: 'key', key: fromUtf8(piece) });
		else if (cut.kind === 'answer') this.#take({ kind: 'answer' });
		else if (cut.kind === 'string') this.#inside = { kind: 'string' };
		else if (cut.kind === 'paste') this.#inside = { kind: 'paste', pieces: [], bytes: 0 };
		if (piece === pasteEnd) this.#wasBroken = false;
		return true;
	}

	#paste(paste: Pasting): boolean {
		const end = this.#held.indexOf(pasteEnd);
		if (end < 0) {
			// Its end may have begun.
			const kept = this.#held.length - (pasteEnd.length - 1);
			if (kept > 0) {
				add(paste, this.#held.slice(0, kept));
				this.#held = this.#held.slice(kept);
			}
			return false;
		}
		const rest = this.#held.slice(end + pasteEnd.length);
		this.#inside = undefined;
		this.#endPaste(paste, this.#held.slice(0, end), false);
		this.#held = rest;
		return true;
	}

	#endPaste(paste: Pasting, last: string, isBroken: boolean): void {
		add(paste, last);
		this.#wasBroken = isBroken;
		const isTooLarge = paste.bytes > largestPaste;
		// Some terminals send a paste in pieces, and answer in between.
		const text = isTooLarge ? '' : fromUtf8(paste.pieces.join('')).replaceAll(answer, '');
		this.#take({ kind: 'paste', text, bytes: paste.bytes, isTooLarge, isBroken });
	}

	/** Up to the bell or escape and backslash. Any other escape begins something else. */
	#string(): boolean {
		const end = this.#held.search(stringEnd);
		if (end < 0) {
			this.#held = '';
			return false;
		}
		this.#held = this.#held.slice(end);
		if (this.#held === esc) return false;
		this.#inside = undefined;
		if (this.#held.startsWith(bell)) this.#held = this.#held.slice(1);
		else if (this.#held.startsWith(`${esc}\\`)) this.#held = this.#held.slice(2);
		return true;
	}
}

function add(paste: Pasting, bytes: string): void {
	paste.bytes += bytes.length;
	if (paste.bytes <= largestPaste) paste.pieces.push(bytes);
	else paste.pieces.length = 0;
}

function isEscape(held: string): boolean {
	return held === esc || held === esc + esc;
}

/** What a sequence goes on with behind escape, when it comes in pieces. */
function mayContinue(bytes: string): boolean {
	return '[OPX]^_'.includes(bytes.charAt(0));
}

function fromUtf8(bytes: string): string {
	return Buffer.from(bytes, 'latin1').toString('utf8');
}
