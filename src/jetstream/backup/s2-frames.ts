import { maskedCrc32c } from './crc32c.ts';
import { Damage } from './damage.ts';
import { decodeBlock, lengthOfBlock } from './s2-block.ts';

const magic = 'S2sTwO';
const checksumBytes = 4;

/** Kinds of chunks in a framed S2 stream: 0x00 is compressed, 0x01 is not, the others hold no data. */
const kinds = { compressed: 0x00, plain: 0x01, identifier: 0xff } as const;
/** Kinds below this that are not known cannot be skipped. */
const firstSkippable = 0x80;

/**
 * Cuts a framed S2 stream, which comes in pieces of any size, into its chunks. Holds one chunk at most, which is below 16 MiB by its format,
 * and always in the same memory: a chunk is valid until the next push.
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
		if (length > this.#memory.length) this.#memory = new Uint8Array(length);
		this.#memory.set(kept);
		this.#memory.set(piece, kept.length);
		this.#kept = this.#memory.subarray(0, length);
	}

	/** @throws Damage where the stream does not end between two chunks, or has none */
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
			throw new Damage('The archive is no S2 stream.');
		if (kept.length < 4 + size) return undefined;
		const body = kept.subarray(4, 4 + size);
		this.#kept = kept.subarray(4 + size);
		if (kind === kinds.identifier && Buffer.from(body).toString('latin1') !== magic)
			throw new Damage('The archive is no S2 stream.');
		this.#begun = true;
		return { kind, body };
	}
}

/**
 * The bytes of a framed S2 stream before they were compressed, block by block; every block is checked by its checksum. The next block uses the
 * memory of the one before it again.
 * @throws Damage where a block is damaged, or the stream is cut off
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

/** Memory that is used again and again: a large archive would otherwise leave its own size in garbage. */
class Memory {
	#bytes = new Uint8Array(0);

	of(length: number): Uint8Array {
		if (this.#bytes.length < length) this.#bytes = new Uint8Array(length);
		return this.#bytes.subarray(0, length);
	}
}

function dataOf(kind: number, body: Uint8Array, memory: Memory): Uint8Array | undefined {
	if (kind !== kinds.compressed && kind !== kinds.plain) {
		if (kind < firstSkippable) throw new Damage('The archive has a kind of chunk that is not known.');
		return undefined;
	}
	if (body.length < checksumBytes) throw new Damage('A compressed block ends too early.');
	const block = body.subarray(checksumBytes);
	const data = kind === kinds.plain ? block : decodeBlock(block, (length) => memory.of(length));
	if (Buffer.from(body.buffer, body.byteOffset, checksumBytes).readUInt32LE() !== maskedCrc32c(data))
		throw new Damage('A block of the archive is damaged: its checksum differs.');
	return data;
}

/** What of a chunk's body says how long its data is: a checksum, and a number of at most five bytes. */
const mostOfBody = checksumBytes + 5;
const headBytes = 4;

/** Counts what a framed S2 stream becomes when it is uncompressed, bytes, from its lengths alone. Copies nothing of it. */
export class UncompressedSize {
	/** The beginning of a chunk, as far as it came. */
	readonly #head = Buffer.alloc(headBytes + mostOfBody);
	#length = 0;
	/** Bytes to the next chunk. */
	#left = 0;
	#begun = false;
	bytes = 0;

	/** @throws Damage where it is no such stream */
	push(piece: Uint8Array): void {
		for (let at = 0; at < piece.length; ) {
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
	}

	/** Counts a chunk of `size` bytes once enough of it came. */
	#take(size: number): void {
		const kind = this.#head[0] as number;
		if (!this.#begun && (kind !== kinds.identifier || size !== magic.length))
			throw new Damage('The archive is no S2 stream.');
		const wanted = headBytes + Math.min(size, mostOfBody);
		if (this.#length < wanted) return;
		this.#begun = true;
		if (kind === kinds.compressed) this.bytes += lengthOfBlock(this.#head.subarray(headBytes + checksumBytes, wanted));
		else if (kind === kinds.plain) this.bytes += size - checksumBytes;
		this.#left = size - (wanted - headBytes);
		this.#length = 0;
	}
}
