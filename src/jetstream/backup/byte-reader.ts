import { exactInteger, type Integer } from '../../format/integer.ts';
import { Damage } from './damage.ts';

const cutOff = 'The archive ends in the middle of an entry.';
/** Memory grows in steps of so many bytes. */
const step = 256 * 1024;
/** A number in groups of seven bits takes ten bytes at most. */
const longestNumber = 10;

/** Reads bytes across blocks. The returned bytes are valid until the next read. */
export class ByteReader {
	readonly #blocks: AsyncIterator<Uint8Array>;
	#block: Uint8Array = new Uint8Array(0);
	#at = 0;
	#ended = false;
	/** Of blocks that begin with the rest of the one before. */
	#memory = new Uint8Array(0);

	constructor(blocks: AsyncIterable<Uint8Array>) {
		this.#blocks = blocks[Symbol.asyncIterator]();
	}

	/** Whether all bytes were read. */
	async isAtEnd(): Promise<boolean> {
		await this.#atLeast(1);
		return this.#left() === 0;
	}

	/** @throws Damage if fewer are left */
	async bytes(length: number): Promise<Uint8Array> {
		await this.#atLeast(length);
		if (this.#left() < length) throw new Damage(cutOff);
		const bytes = this.#block.subarray(this.#at, this.#at + length);
		this.#at += length;
		return bytes;
	}

	/** @throws Damage if fewer are left */
	async skip(length: number): Promise<void> {
		let missing = length;
		while (missing > this.#left()) {
			missing -= this.#left();
			this.#at = this.#block.length;
			if (!(await this.#more())) throw new Damage(cutOff);
		}
		this.#at += missing;
	}

	/** Reads `count` unsigned numbers of variable length, exact up to 64 bits. */
	async numbers(count: number): Promise<readonly Integer[]> {
		await this.#atLeast(count * longestNumber);
		return Array.from({ length: count }, () => this.#number());
	}

	#number(): Integer {
		let value = 0;
		let exact = 0n;
		for (let group = 0; group < longestNumber; group += 1) {
			const byte = this.#block[this.#at];
			if (byte === undefined) throw new Damage(cutOff);
			this.#at += 1;
			// A double holds seven groups exactly.
			if (group < 7) value += (byte & 0x7f) * 128 ** group;
			else {
				if (group === 7) exact = BigInt(value);
				exact += BigInt(byte & 0x7f) << BigInt(7 * group);
			}
			if (byte < 0x80) return group < 7 ? value : exactInteger(exact);
		}
		throw new Damage('A number in the archive is longer than 64 bits.');
	}

	#left(): number {
		return this.#block.length - this.#at;
	}

	async #atLeast(length: number): Promise<void> {
		while (this.#left() < length && (await this.#more()));
	}

	async #more(): Promise<boolean> {
		if (this.#ended) return false;
		// The next block uses the memory of this one again.
		const kept = this.#left();
		this.#reserve(kept, 0).set(this.#block.subarray(this.#at));
		const next = await this.#blocks.next();
		this.#ended = next.done === true;
		const block = next.done ? new Uint8Array(0) : next.value;
		this.#at = 0;
		this.#block = kept === 0 ? block : this.#reserve(kept + block.length, kept).subarray(0, kept + block.length);
		if (kept > 0) this.#memory.set(block, kept);
		if (this.#ended) return false;
		return true;
	}

	/** The memory, large enough; its first bytes stay. */
	#reserve(length: number, kept: number): Uint8Array {
		if (this.#memory.length < length) {
			const larger = new Uint8Array(Math.ceil(length / step) * step);
			larger.set(this.#memory.subarray(0, kept));
			this.#memory = larger;
		}
		return this.#memory;
	}
}
