import { Damage } from './damage.ts';

/** Bytes of the largest block that S2 allows. */
const mostInBlock = 4 * 1024 * 1024;

/** A number in groups of seven bits, the lowest first, and where it ends. */
function uvarint(bytes: Uint8Array, from: number): { readonly value: number; readonly next: number } {
	let value = 0;
	let scale = 1;
	for (let at = from; at < bytes.length && at < from + 8; at += 1) {
		const byte = bytes[at] as number;
		value += (byte & 0x7f) * scale;
		if (byte < 0x80) return { value, next: at + 1 };
		scale *= 128;
	}
	throw new Damage('A length in a compressed block cannot be read.');
}

/** Bytes of a block after uncompressing, from its head alone. */
export const lengthOfBlock = (block: Uint8Array): number => uvarint(block, 0).value;

/**
 * Uncompresses a block of S2. S2 is Snappy with one addition: a copy from offset 0 repeats the offset of the copy before it.
 * @param memory returns the memory for the result
 */
export function decodeBlock(block: Uint8Array, memory: (length: number) => Uint8Array): Uint8Array {
	const { value: length, next } = uvarint(block, 0);
	if (length > mostInBlock) throw new Damage('A compressed block is longer than a block may be.');
	const out = memory(length);
	let at = next;
	let done = 0;
	let offset = 0;
	const little = (bytes: number): number => {
		if (at + bytes > block.length) throw new Damage('A compressed block ends too early.');
		let value = 0;
		for (let each = bytes - 1; each >= 0; each -= 1) value = value * 256 + (block[at + each] as number);
		at += bytes;
		return value;
	};
	while (at < block.length) {
		const tag = block[at] as number;
		at += 1;
		const high = tag >> 2;
		if ((tag & 3) === 0) {
			const size = (high < 60 ? high : little(high - 59)) + 1;
			if (at + size > block.length || done + size > length) throw new Damage('A compressed block ends too early.');
			out.set(block.subarray(at, at + size), done);
			at += size;
			done += size;
			continue;
		}
		let size = high + 1;
		if ((tag & 3) === 1) {
			const near = ((tag >> 5) << 8) | little(1);
			size = 4 + (high & 7);
			if (near > 0) offset = near;
			else if (size === 9) size = 8 + little(1);
			else if (size === 10) size = 260 + little(2);
			else if (size === 11) size = 65_540 + little(3);
		} else {
			offset = little((tag & 3) === 2 ? 2 : 4);
		}
		if (offset === 0 || offset > done || done + size > length)
			throw new Damage('A compressed block copies from where nothing is.');
		copyWithin(out, { from: done - offset, to: done, size });
		done += size;
	}
	if (done !== length) throw new Damage('A compressed block ends too early.');
	return out;
}

/** What is copied may reach into what the copy writes: it is then repeated. */
function copyWithin(out: Uint8Array, { from, to, size }: Readonly<Record<'from' | 'to' | 'size', number>>): void {
	// What was written already is a multiple of what is repeated: it doubles with each step.
	for (let done = 0; done < size; ) {
		const part = Math.min(size - done, to + done - from);
		out.copyWithin(to + done, from, from + part);
		done += part;
	}
}
