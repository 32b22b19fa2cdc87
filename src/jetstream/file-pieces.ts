import { type FileHandle, open } from 'node:fs/promises';

/** Bytes in pieces of `most` bytes; only the last is shorter. A piece is valid until `kept` more were asked for: then its memory is used again. */
export type Pieces = (most: number, kept: number) => AsyncGenerator<Uint8Array>;

/** Bytes to read at once: each read is handed to another thread, which costs as much as reading 100 KiB. */
const together = 256 * 1024;

/** Reads a file from its beginning. */
export const piecesOfFile = (path: string): Pieces =>
	async function* (most, kept) {
		const inBlock = Math.max(1, Math.floor(together / most));
		const blocks: Buffer[] = [];
		const file = await open(path);
		try {
			for (let at = 0; ; at = (at + 1) % (1 + Math.ceil((kept - 1) / inBlock))) {
				blocks[at] ??= Buffer.allocUnsafeSlow(inBlock * most);
				const block = blocks[at] as Buffer;
				const length = await filled(file, block);
				for (let from = 0; from < length; from += most) yield block.subarray(from, Math.min(length, from + most));
				if (length < block.length) return;
			}
		} finally {
			await file.close();
		}
	};

/** @returns how much of the block the file has filled: all of it, unless the file ends */
async function filled(file: FileHandle, block: Buffer): Promise<number> {
	let length = 0;
	while (length < block.length) {
		const { bytesRead } = await file.read(block, length, block.length - length, null);
		if (bytesRead === 0) break;
		length += bytesRead;
	}
	return length;
}
