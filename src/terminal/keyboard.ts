import { EventEmitter } from 'node:events';
import { esc, pasteEnd, pasteStart } from './cut-input.ts';
import { InputReader, interrupt, type Paste, type Piece, type Waiting } from './input-reader.ts';

/**
 * The escape key in an unambiguous form (kitty's protocol). Ink would delay the single byte and merge it with whatever comes
 * within 20 ms.
 */
const escapeKey = `${esc}[27u`;

/**
 * How long to wait for the rest. Links split and delay what a terminal sends. A person waits only for escape: so jetdeck asks the
 * terminal, whose reply comes after all keys pressed and shows that it was the key.
 */
const waitsMs = {
	escape: 350,
	'answered escape': 75,
	unfinished: 1000,
	string: 1000,
	paste: 2000,
} satisfies Record<Waiting, number>;

/** After this many questions without a reply the terminal is asked no more. */
const mostUnanswered = 3;
/** A reply later than this is not awaited. */
const answeredWithinMs = 300;

/**
 * One notch of the mouse wheel is this many arrow keys at once, or more (3 in most terminals, 5 in xterm and kitty). Nobody
 * presses as many within one read.
 */
const notch = 3;
/** Also as terminals send them in application mode. */
const arrows: ReadonlySet<string> = new Set([`${esc}[A`, `${esc}[B`, `${esc}OA`, `${esc}OB`]);

interface QueuedKey {
	readonly key: string;
	readonly burst: number;
	readonly isWheel?: true;
}

export interface InputOptions {
	/** Sends `question` to the terminal. Absent: nobody would reply. */
	readonly ask?: () => void;
	/** Receives a paste that is dropped, whole or in part. */
	readonly onFault?: (paste: Paste) => void;
}

/**
 * Standard input for Ink, one key a turn of the event loop. A terminal sends keys in bursts (`jjj`, `/log⏎`): Ink would hand a
 * burst to its components as one event, and a component mounted by the first key would miss the others.
 */
export class KeyInput extends EventEmitter {
	readonly isTTY = true;
	readonly #source: NodeJS.ReadStream;
	readonly #options: InputOptions;
	readonly #reader = new InputReader((piece) => this.#queue(piece));
	readonly #keys: QueuedKey[] = [];
	#bursts = 0;
	#burst = 0;
	#isWheel = false;
	#handed: string | null = null;
	#handing: NodeJS.Immediate | undefined;
	#waiting: NodeJS.Timeout | undefined;
	#idle: NodeJS.Immediate | undefined;
	#lastAt = 0;
	#askedAt = 0;
	#unanswered = 0;
	#answered: (() => void) | undefined;

	constructor(source: NodeJS.ReadStream, options: InputOptions = {}) {
		super();
		this.#source = source;
		this.#options = options;
		source.once('end', () => this.emit('end'));
		source.once('error', () => this.emit('end'));
	}

	override addListener(event: string, listener: () => void): this {
		super.addListener(event, listener);
		// A paused stream stays paused until it is resumed explicitly.
		if (event === 'readable' && this.listenerCount('readable') === 1) this.#source.on('data', this.#take).resume();
		return this;
	}

	/** Ink stops listening while another program has the terminal: jetdeck must not read from it either. */
	override removeListener(event: string, listener: () => void): this {
		super.removeListener(event, listener);
		if (event === 'readable' && this.listenerCount('readable') === 0) {
			this.#source.off('data', this.#take);
			this.#source.pause();
		}
		return this;
	}

	/** The number of the burst with the last key read. */
	get burst(): number {
		return this.#burst;
	}

	/** Whether the last key read came from the mouse wheel. */
	get isWheel(): boolean {
		return this.#isWheel;
	}

	/** The current key, once. */
	read(): string | null {
		const key = this.#handed;
		this.#handed = null;
		return key;
	}

	/** Settles when no reply is pending: the next program would read it as keys. */
	async quiet(): Promise<void> {
		if (this.#unanswered === 0 || Date.now() - this.#askedAt > answeredWithinMs) return;
		await new Promise<void>((resolve) => {
			this.#answered = resolve;
			setTimeout(resolve, answeredWithinMs).unref();
		});
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
		clearImmediate(this.#idle);
		const bytes = Buffer.from(chunk as Buffer).toString('latin1');
		const silentMs = Date.now() - this.#lastAt;
		this.#lastAt = Date.now();
		this.#bursts += 1;
		// As a terminal does: typed-ahead keys are dropped.
		if (bytes === interrupt) this.#keys.length = 0;
		const before = this.#keys.length;
		this.#reader.push(bytes, silentMs);
		this.#markWheel(before);
		this.#wait(this.#reader.waiting);
		this.#hand();
	};

	#wait(waiting: Waiting | undefined): void {
		if (waiting === 'escape') this.#ask();
		if (waiting === undefined) return;
		const since = waiting === 'answered escape' ? Date.now() - this.#askedAt : 0;
		const idle = (): void => {
			this.#reader.idle();
			this.#hand();
		};
		// In a busy program the timer may fire before pending input is read.
		const soon = (): void => {
			this.#idle = setImmediate(idle);
		};
		this.#waiting = setTimeout(soon, Math.max(0, waitsMs[waiting] - since));
	}

	#ask(): void {
		if (this.#options.ask === undefined || this.#unanswered >= mostUnanswered) return;
		this.#unanswered += 1;
		this.#askedAt = Date.now();
		this.#options.ask();
	}

	#queue(piece: Piece): void {
		if (piece.kind === 'key') this.#push(piece.key === esc ? escapeKey : piece.key);
		else if (piece.kind === 'answer') {
			this.#unanswered = 0;
			this.#answered?.();
		} else {
			if (piece.text !== '') this.#push(pasteStart + piece.text + pasteEnd);
			if (piece.isBroken || piece.isTooLarge) this.#options.onFault?.(piece);
		}
	}

	/** Marks the keys of one read from here on as the wheel's, if they are one arrow repeated. */
	#markWheel(from: number): void {
		const [first, ...others] = this.#keys.slice(from);
		if (first === undefined || others.length < notch - 1 || !arrows.has(first.key)) return;
		if (others.some(({ key }) => key !== first.key)) return;
		for (let at = from; at < this.#keys.length; at += 1)
			this.#keys[at] = { key: first.key, burst: first.burst, isWheel: true };
	}

	#push(key: string): void {
		this.#keys.push({ key, burst: this.#bursts });
	}

	#hand(): void {
		if (this.#handing !== undefined) return;
		const next = this.#keys.shift();
		if (next === undefined) return;
		this.#handed = next.key;
		this.#burst = next.burst;
		this.#isWheel = next.isWheel === true;
		this.emit('readable');
		this.#handing = setImmediate(() => {
			this.#handing = undefined;
			this.#hand();
		});
	}
}

/** Standard input for Ink's `stdin` option. */
export function splitInput(source: NodeJS.ReadStream, options: InputOptions = {}): NodeJS.ReadStream & KeyInput {
	// KeyInput has all that Ink uses of a ReadStream: listening, read, raw mode and the references of the event loop.
	return new KeyInput(source, options) as unknown as NodeJS.ReadStream & KeyInput;
}
