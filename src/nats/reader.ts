import type { ProtocolHandler } from 'nats/lib/nats-base-client/internal_mod.js';

type Handler = Pick<ProtocolHandler, 'processMsg' | 'processPing' | 'processPong' | 'processInfo' | 'processError'>;
type Announced = Parameters<Handler['processMsg']>[0];

/** Payloads from this size on have memory of their own. */
const largeBytes = 16 * 1024;
/** Most bytes of memory to keep for the next large payloads. */
const mostSpare = 1024 * 1024;
/** INFO is the longest line that a server sends: it names all servers of the cluster. */
const longestLine = 1024 * 1024;
/** More than any server stores or lists in one message: memory is taken for what is announced. */
const longestMessage = 1024 * 1024 * 1024;
const mostDigits = 15;
const newline = 0x0a;
const nothing = new Uint8Array(0);

/** What came from the server is not the NATS protocol. */
class ProtocolFault extends Error {}

/**
 * Reads what the server sends after the login, in pieces of any size. Each payload is copied once, into memory of its own size: the parser
 * of the library (2.29.3) needs three times as much for one that comes in several pieces, and new memory for each.
 */
export class Reader {
	readonly #handler: Handler;
	/** What a line does, by its first word: given its other words, and the text after the first. */
	readonly #verbs: ReadonlyMap<string, (words: readonly Uint8Array[], rest: Uint8Array) => void>;
	/** A line that has not ended yet. */
	#line: Uint8Array = nothing;
	/** The message whose payload comes next. */
	#message: Announced | undefined;
	#payload: Uint8Array = nothing;
	#filled = 0;
	/** Memory of large payloads, by its buffer. */
	readonly #lent = new WeakMap<ArrayBufferLike, Uint8Array>();
	#spare: Uint8Array[] = [];

	constructor(handler: Handler) {
		this.#handler = handler;
		this.#verbs = new Map<string, (words: readonly Uint8Array[], rest: Uint8Array) => void>([
			['MSG', (words) => this.#begin(announced(words, false))],
			['HMSG', (words) => this.#begin(announced(words, true))],
			['PING', () => handler.processPing()],
			['PONG', () => handler.processPong()],
			['INFO', (_, rest) => handler.processInfo(rest)],
			['-ERR', (_, rest) => handler.processError(rest)],
			['+OK', () => undefined],
		]);
	}

	/** @param bytes may change afterwards. @throws ProtocolFault */
	read(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; )
			at = this.#message === undefined ? this.#readLine(bytes, at) : this.#fill(this.#message, bytes, at);
	}

	/** Nobody needs this payload any more: a later one may take its memory. */
	recycle(payload: Uint8Array): void {
		const memory = this.#lent.get(payload.buffer);
		if (memory === undefined) return;
		this.#lent.delete(payload.buffer);
		if ((this.#spare.length + 1) * memory.length <= mostSpare) this.#spare.push(memory);
	}

	#readLine(bytes: Uint8Array, at: number): number {
		const end = bytes.indexOf(newline, at);
		const line = Buffer.concat([this.#line, bytes.subarray(at, end < 0 ? bytes.length : end)]);
		if (line.length > longestLine) throw new ProtocolFault('The server sent a line that is too long.');
		this.#line = end < 0 ? line : nothing;
		if (end < 0) return bytes.length;
		this.#take(line.at(-1) === 0x0d ? line.subarray(0, -1) : line);
		return end + 1;
	}

	#take(line: Buffer): void {
		// A payload ends with an empty line.
		if (line.length === 0) return;
		const [verb = nothing, ...words] = wordsOf(line);
		const take = this.#verbs.get(textOf(verb).toUpperCase());
		if (take === undefined) throw new ProtocolFault('The server sent a line that is not of the NATS protocol.');
		take(words, line.subarray(verb.length + 1));
	}

	#begin(message: Announced): void {
		this.#message = message;
		this.#payload = this.#memoryFor(message.size);
		this.#filled = 0;
		if (message.size === 0) this.#fill(message, nothing, 0);
	}

	#memoryFor(size: number): Uint8Array {
		if (size < largeBytes) return Buffer.allocUnsafe(size);
		const spare = this.#spare.pop();
		const fits = spare !== undefined && spare.length >= size && spare.length <= 2 * size;
		const memory = fits ? spare : Buffer.allocUnsafeSlow(size);
		this.#lent.set(memory.buffer, memory);
		return memory.subarray(0, size);
	}

	#fill(message: Announced, bytes: Uint8Array, at: number): number {
		const payload = this.#payload;
		const end = Math.min(bytes.length, at + payload.length - this.#filled);
		payload.set(bytes.subarray(at, end), this.#filled);
		this.#filled += end - at;
		if (this.#filled === payload.length) {
			this.#message = undefined;
			this.#payload = nothing;
			this.#handler.processMsg(message, payload);
		}
		return end;
	}
}

/** The words of `MSG subject sid [reply] size`, or of `HMSG subject sid [reply] headers size`. */
function announced(words: readonly Uint8Array[], hasHeaders: boolean): Announced {
	const numbers = hasHeaders ? 2 : 1;
	const [subject, sid, ...rest] = words;
	const reply = rest.length > numbers ? rest[0] : undefined;
	const [first, last = first] = rest.slice(-numbers);
	const size = numberIn(last);
	const hdr = hasHeaders ? numberIn(first) : -1;
	if (subject === undefined || rest.length < numbers || rest.length > numbers + 1 || hdr > size)
		throw new ProtocolFault('The server sent a message that nobody can read.');
	if (size > longestMessage) throw new ProtocolFault('The server sent a message that is too long.');
	return { subject, sid: numberIn(sid), hdr, size, ...(reply && { reply }) };
}

function numberIn(word: Uint8Array = nothing): number {
	const isNumber = word.length > 0 && word.length <= mostDigits && word.every((byte) => byte >= 0x30 && byte <= 0x39);
	if (!isNumber) throw new ProtocolFault('The server sent a message that nobody can read.');
	return Number(textOf(word));
}

const textOf = (word: Uint8Array): string => Buffer.from(word.buffer, word.byteOffset, word.length).toString('latin1');

function wordsOf(line: Uint8Array): Uint8Array[] {
	const words: Uint8Array[] = [];
	let begin = 0;
	for (let at = 0; at <= line.length; at += 1) {
		const byte = line[at];
		if (byte !== undefined && byte !== 0x20 && byte !== 0x09) continue;
		if (at > begin) words.push(line.subarray(begin, at));
		begin = at + 1;
	}
	return words;
}
