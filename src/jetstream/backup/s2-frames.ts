import { maskedCrc32c } from './crc32c.ts';
import { Damage } from './damage.ts';
import { decodeBlock, lengthOfBlock } from './s2-block.ts';

const magic = 'S2sTwO';
const checksumBytes = 4;

/** Kinds of chunks in a framed S2 stream: 0x00 is compressed, 0x01 is not, the others have no data. */
const kinds = { compressed: 0x00, plain: 0x01, identifier: 0xff } as const;
/** An unknown kind below this one cannot be skipped. */
const firstSkippable = 0x80;

/**
 * Cuts a framed S2 stream, which arrives in pieces of any size, into its chunks. Keeps at most one chunk, less than 16 MiB by the format, and always
 * in the same memory: a chunk is valid until the next push.
 */
class Chunks {
	#memory = new Uint8Array(0);
	#kept: Uint8Array = this.#memory;
	#begun = false;

	*push(piece: Uint8Array): Generator<{ readonly kind: number; readonly body: Uint8Array }> {
		this.#append(piece);
		for (let chunk = this.#next(); chunk !== undefined; chunk = this.#next()) yield chunk;
	}

	#append(piece: Uint8Array): void {
		const [kept, length] = [this.#kept, this.#kept.length + piece.length];
		if (length > this.#memory.length) this.#memory = new Uint8Array(Math.max(length, 2 * this.#memory.length));
		this.#memory.set(kept);
		this.#memory.set(piece, kept.length);
		this.#kept = this.#memory.subarray(0, length);
	}

	/** @throws Damage if the stream ends in the middle of a chunk, or has none */
	end(): void {
		if (!this.#begun) throw new Damage('The archive is empty.');
		if (this.#kept.length > 0) throw new Damage('The archive is cut off in the middle.');
	}

	#next(): { readonly kind: number; readonly body: Uint8Array } | undefined {
		const kept = this.#kept;
		if (kept.length < 4) return undefined;
		const [kind = 0, low = 0, middle = 0, high = 0] = kept;
		const size = low | (middle << 8) | (high << 16);
		if (!this.#begun && (kind !== kinds.identifier || size !== magic.length))
			throw new Damage('The archive is not an S2 stream.');
		if (kept.length < 4 + size) return undefined;
		const body = kept.subarray(4, 4 + size);
		this.#kept = kept.subarray(4 + size);
		if (kind === kinds.identifier && Buffer.from(body).toString('latin1') !== magic)
			throw new Damage('The archive is not an S2 stream.');
		this.#begun = true;
		return { kind, body };
	}
}

/**
 * Uncompresses a framed S2 stream block by block, and compares each block with its checksum. The next block uses the memory of the one before.
 * @throws Damage if a block is damaged, or the stream is cut off
 */
export async function* uncompressed(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	const chunks = new Chunks();
	const memory = new Memory();
	for await (const piece of pieces) {
		for (const { kind, body } of chunks.push(piece)) {
			const data = dataOf(kind, body, memory);
			if (data !== undefined) yield data;
		}
	}
	chunks.end();
}

/** One piece of memory for all blocks: otherwise the garbage of a large archive would be as large as the archive. */
class Memory {
	#bytes = new Uint8Array(0);

	of(length: number): Uint8Array {
		if (this.#bytes.length < length) this.#bytes = new Uint8Array(length);
		return this.#bytes.subarray(0, length);
	}
}

function dataOf(kind: number, body: Uint8Array, memory: Memory): Uint8Array | undefined {
	if (kind !== kinds.compressed && kind !== kinds.plain) {
		if (kind < firstSkippable) throw new Damage('The archive contains an unknown kind of chunk.');
		return undefined;
	}
	if (body.length < checksumBytes) throw new Damage('A compressed block ends too early.');
	const block = body.subarray(checksumBytes);
	const data = kind === kinds.plain ? block : decodeBlock(block, (length) => memory.of(length));
	if (Buffer.from(body.buffer, body.byteOffset, checksumBytes).readUInt32LE() !== maskedCrc32c(data))
		throw new Damage('A block of the archive is damaged: its checksum differs.');
	return data;
}

/** The part of a chunk's body that has the length of its data: a checksum, and a number of at most five bytes. */
const mostOfBody = checksumBytes + 5;
const headBytes = 4;

/** Counts the uncompressed bytes of a framed S2 stream from the lengths in it. Copies no data. */
export class UncompressedSize {
	/** The beginning of a chunk, as far as it has arrived. */
	readonly #head = Buffer.alloc(headBytes + mostOfBody);
	#length = 0;
	/** Bytes before the next chunk. */
	#left = 0;
	#begun = false;
	bytes = 0;

	/**
	 * @param most where to stop counting
	 * @returns how much of the piece was counted
	 * @throws Damage if it is not an S2 stream
	 */
	push(piece: Uint8Array, most = Number.POSITIVE_INFINITY): number {
		let at = 0;
		while (at < piece.length && this.bytes < most) {
			if (this.#left > 0) {
				const passed = Math.min(this.#left, piece.length - at);
				this.#left -= passed;
				at += passed;
				continue;
			}
			this.#head[this.#length] = piece[at] as number;
			this.#length += 1;
			at += 1;
			if (this.#length >= headBytes) this.#take(this.#head.readUIntLE(1, 3));
		}
		return at;
	}

	/** Counts a chunk of `size` bytes once enough of it has arrived. */
	#take(size: number): void {
		const kind = this.#head[0] as number;
		if (!this.#begun && (kind !== kinds.identifier || size !== magic.length))
			throw new Damage('The archive is not an S2 stream.');
		const wanted = headBytes + Math.min(size, mostOfBody);
		if (this.#length < wanted) return;
		this.#begun = true;
		if (kind === kinds.compressed) this.bytes += lengthOfBlock(this.#head.subarray(headBytes + checksumBytes, wanted));
		else if (kind === kinds.plain) this.bytes += size - checksumBytes;
		this.#left = size - (wanted - headBytes);
		this.#length = 0;
	}
}

/** Cuts pieces of a framed S2 stream further, until each has few bytes when it is uncompressed. What is no such stream stays as it is. */
export async function* cutByUncompressed(pieces: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
	const size = new UncompressedSize();
	let isStream = true;
	for await (const piece of pieces) {
		for (let rest = piece; rest.length > 0; ) {
			let cut = rest.length;
			try {
				if (isStream) cut = size.push(rest, size.bytes + most);
			} catch (error) {
				if (!(error instanceof Damage)) throw error;
				isStream = false;
			}
			yield rest.subarray(0, cut);
			rest = rest.subarray(cut);
		}
	}
}
