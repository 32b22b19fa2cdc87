import { answer, cutInput, esc, pasteEnd, sevenBits } from './cut-input.ts';

/** What a terminal sent, piece by piece. */
export type Piece =
	/** As the terminal sent it; escape alone is the escape key. */
	| { readonly kind: 'key'; readonly key: string }
	| Paste
	/** The reply to jetdeck's question: all keys pressed before have arrived. */
	| { readonly kind: 'answer' };

export interface Paste {
	readonly kind: 'paste';
	/** Empty if it exceeds what can be pasted. */
	readonly text: string;
	readonly bytes: number;
	readonly isTooLarge: boolean;
	/** Its end never came: there may have been more. */
	readonly isBroken: boolean;
}

/**
 * What has begun and waits for more; only time shows that nothing follows. After an answered escape the rest is on its way
 * already.
 */
export type Waiting = 'escape' | 'answered escape' | 'unfinished' | 'paste' | 'string';

/** The default payload limit of a server. A screen for typing needs no more. */
export const largestPaste = 1024 * 1024;

/** A letter later than this after escape is its own key; with alt both come at once, or nearly. */
const altWithinMs = 50;
/** A lone ctrl-c after this much silence was pressed, not pasted. */
const pressedAfterMs = 500;
export const interrupt = '\u0003';
const bell = '\u0007';
const answeredEscape = new RegExp(`^${esc}{1,2}${answer.replace('[', '\\[')}`);
const stringEnd = new RegExp(`[${bell}${esc}]`);
/** More bytes at once were not typed: they are the rest of a paste that paused too long. */
const mostPressed = 8;

interface Pasting {
	readonly kind: 'paste';
	readonly pieces: string[];
	bytes: number;
}

/**
 * Reads what a terminal sends, however it is split: keys, pasted text, and reports, which are no keys. A paste of any size is
 * read once, and only an unfinished beginning is stored.
 */
export class InputReader {
	readonly #take: (piece: Piece) => void;
	#held = '';
	#inside: Pasting | { readonly kind: 'string' } | undefined;
	/** The terminal replied after escape. */
	#isAnswered = false;
	/** A paste ended by silence: its rest may still come. */
	#wasBroken = false;

	constructor(take: (piece: Piece) => void) {
		this.#take = take;
	}

	/** What must follow. */
	get waiting(): Waiting | undefined {
		if (this.#inside !== undefined) return this.#inside.kind;
		if (this.#held === '') return undefined;
		if (!isEscape(this.#held)) return 'unfinished';
		return this.#isAnswered ? 'answered escape' : 'escape';
	}

	/**
	 * @param bytes as letters of a text, one each (latin1)
	 * @param silentMs the silence before them
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

	/** Nothing followed in time: the unfinished part ends as it is. */
	idle(): void {
		const held = this.#held;
		this.#held = '';
		if (this.#inside?.kind === 'paste') this.#endPaste(this.#inside, held, true);
		else if (this.#inside === undefined && isEscape(held)) for (const key of held) this.#take({ kind: 'key', key });
		this.#isAnswered = false;
		this.#inside = undefined;
	}

	/** False if more must come first. */
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
		// Some terminals send a paste in pieces, and reply in between.
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

/** What may follow escape in a sequence that comes in pieces. */
function mayContinue(bytes: string): boolean {
	return '[OPX]^_'.includes(bytes.charAt(0));
}

function fromUtf8(bytes: string): string {
	return Buffer.from(bytes, 'latin1').toString('utf8');
}
