import { open } from 'node:fs/promises';

/** The content of an object in pieces of `most` bytes; only the last is shorter. A piece is valid until `kept` more were asked for. */
export type Pieces = (most: number, kept: number) => AsyncGenerator<Uint8Array>;

/** Reads a file from its beginning. */
export const piecesOfFile = (path: string): Pieces =>
	async function* (most, kept) {
		const file = await open(path);
		try {
			const memory = Array.from({ length: kept }, () => Buffer.allocUnsafeSlow(most));
			for (let at = 0; ; at += 1) {
				const piece = memory[at % kept] as Buffer;
				let length = 0;
				while (length < most) {
					const { bytesRead } = await file.read(piece, length, most - length, null);
					if (bytesRead === 0) break;
					length += bytesRead;
				}
				if (length > 0) yield piece.subarray(0, length);
				if (length < most) return;
			}
		} finally {
			await file.close();
		}
	};

/** Reads a pipe to its end. */
export const piecesOfStream = (stream: AsyncIterable<Uint8Array>): Pieces =>
	async function* (most, kept) {
		const memory = Array.from({ length: kept }, () => Buffer.allocUnsafeSlow(most));
		let at = 0;
		let length = 0;
		for await (const block of stream) {
			for (let from = 0; from < block.length; ) {
				const piece = memory[at % kept] as Buffer;
				const taken = block.subarray(from, from + most - length);
				piece.set(taken, length);
				from += taken.length;
				length += taken.length;
				if (length < most) continue;
				yield piece;
				at += 1;
				length = 0;
			}
		}
		if (length > 0) yield (memory[at % kept] as Buffer).subarray(0, length);
	};
