import { EventEmitter } from 'node:events';

const esc = '\u001b';
const pasteStart = `${esc}[200~`;
const pasteEnd = `${esc}[201~`;
/** Parameters, intermediates and the final byte of a control sequence; `[[A` is the Linux console, `$` rxvt's shift. */
const controlSequence = new RegExp(`^${esc}${esc}?\\[(?:\\[[A-E]|[0-?]*[ -/]*[@-Z\\\\-~]|[235678]\\$)`);
const controlStart = new RegExp(`^${esc}${esc}?\\[\\[?[0-?]*[ -/]*$`);
const ss3Sequence = new RegExp(`^${esc}${esc}?O[0-9;]*[A-Za-z]`);
const ss3Start = new RegExp(`^${esc}${esc}?O[0-9;]*$`);

/** Cuts the first key off what was read; undefined when its end has not come yet. A bracketed paste is one key. */
export function nextKey(buffer: string): { readonly key: string; readonly rest: string } | undefined {
	const cut = (length: number) => ({ key: buffer.slice(0, length), rest: buffer.slice(length) });
	if (!buffer.startsWith(esc)) return cut((buffer.codePointAt(0) ?? 0) > 0xffff ? 2 : 1);
	if (buffer.startsWith(pasteStart)) {
		const end = buffer.indexOf(pasteEnd);
		return end < 0 ? undefined : cut(end + pasteEnd.length);
	}
	const sequence = controlSequence.exec(buffer)?.[0] ?? ss3Sequence.exec(buffer)?.[0];
	if (sequence !== undefined) return cut(sequence.length);
	if (buffer === esc || buffer === esc + esc || controlStart.test(buffer) || ss3Start.test(buffer)) return undefined;
	if (buffer.startsWith(esc + esc)) return cut(1);
	return cut((buffer.codePointAt(1) ?? 0) > 0xffff ? 3 : 2);
}

/**
 * The escape key as terminals send it that can tell it from the beginning of a sequence (kitty's protocol). The single byte
 * Ink would hold back itself, and make it one key with whatever comes within 20 ms.
 */
const escapeKey = `${esc}[27u`;

/** How long the rest of a begun sequence is waited for: a person's escape key sends only the beginning. */
const restWithinMs = 15;

/**
 * Standard input as Ink reads it, one key a turn of the event loop. A terminal sends keys in bursts (`jjj`, `/log⏎`): Ink
 * would hand a burst to its components as one event, and a component that the first key brings up would miss the others.
 */
export class KeyInput extends EventEmitter {
	readonly isTTY = true;
	readonly #source: NodeJS.ReadStream;
	readonly #keys: string[] = [];
	#begun = '';
	#handed: string | null = null;
	#handing: NodeJS.Immediate | undefined;
	#waiting: NodeJS.Timeout | undefined;

	constructor(source: NodeJS.ReadStream) {
		super();
		this.#source = source;
		source.setEncoding('utf8');
		source.once('end', () => this.emit('end'));
		source.once('error', () => this.emit('end'));
	}

	override addListener(event: string, listener: () => void): this {
		super.addListener(event, listener);
		// A stream that was paused stays so until it is told otherwise.
		if (event === 'readable' && this.listenerCount('readable') === 1) this.#source.on('data', this.#take).resume();
		return this;
	}

	/** Ink stops listening while another program has the terminal: then nothing may be read from it either. */
	override removeListener(event: string, listener: () => void): this {
		super.removeListener(event, listener);
		if (event === 'readable' && this.listenerCount('readable') === 0) {
			this.#source.off('data', this.#take);
			this.#source.pause();
		}
		return this;
	}

	/** The key at hand, once. */
	read(): string | null {
		const key = this.#handed;
		this.#handed = null;
		return key;
	}

	setRawMode(on: boolean): this {
		this.#source.setRawMode(on);
		return this;
	}

	setEncoding(): this {
		return this;
	}

	ref(): this {
		this.#source.ref();
		return this;
	}

	unref(): this {
		this.#source.unref();
		return this;
	}

	readonly #take = (chunk: string | Buffer): void => {
		clearTimeout(this.#waiting);
		this.#begun += chunk.toString();
		for (let next = nextKey(this.#begun); this.#begun !== '' && next !== undefined; next = nextKey(this.#begun)) {
			this.#keys.push(next.key);
			this.#begun = next.rest;
		}
		if (this.#begun !== '' && !this.#begun.startsWith(pasteStart)) {
			this.#waiting = setTimeout(() => {
				this.#keys.push(...(this.#begun === esc + esc ? [esc, esc] : [this.#begun]));
				this.#begun = '';
				this.#hand();
			}, restWithinMs);
		}
		this.#hand();
	};

	#hand(): void {
		if (this.#handing !== undefined || this.#keys.length === 0) return;
		const key = this.#keys.shift() ?? null;
		this.#handed = key === esc ? escapeKey : key;
		this.emit('readable');
		this.#handing = setImmediate(() => {
			this.#handing = undefined;
			this.#hand();
		});
	}
}

/** Standard input for Ink's `stdin` option. */
export function splitInput(source: NodeJS.ReadStream): NodeJS.ReadStream & KeyInput {
	// Ink uses of a ReadStream what KeyInput has: listening, read, raw mode and the references of the event loop.
	return new KeyInput(source) as unknown as NodeJS.ReadStream & KeyInput;
}
