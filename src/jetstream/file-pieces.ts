import { type FileHandle, open } from 'node:fs/promises';

/** Bytes in pieces of `most` bytes; only the last is shorter. A piece is valid until `kept` more were asked for: then its memory is used again. */
export type Pieces = (most: number, kept: number) => AsyncGenerator<Uint8Array>;

/** Bytes to read or write at once: each call is handed to another thread, which costs as much as the copying of 100 to 500 KiB. */
export const atOnce = {
	/** Where memory is short: backups. */
	little: 256 * 1024,
	/** Where time is: objects. */
	much: 1024 * 1024,
};

/** Reads a file from its beginning; each block while the one before it is used. */
export const piecesOfFile = (path: string, together = atOnce.little): Pieces =>
	async function* (most, kept) {
		const inBlock = Math.max(1, Math.floor(together / most));
		const blocks = 2 + Math.ceil((kept - 1) / inBlock);
		const memory: Buffer[] = [];
		const file = await open(path);
		const begin = (at: number): Promise<Uint8Array> => {
			memory[at % blocks] ??= Buffer.allocUnsafeSlow(inBlock * most);
			const reading = filled(file, memory[at % blocks] as Buffer);
			// It is awaited later, or not at all.
			reading.catch(() => undefined);
			return reading;
		};
		let ahead = begin(0);
		try {
			for (let at = 0; ; at += 1) {
				const block = await ahead;
				const isLast = block.length < inBlock * most;
				if (!isLast) ahead = begin(at + 1);
				for (let from = 0; from < block.length; from += most) yield block.subarray(from, from + most);
				if (isLast) return;
			}
		} finally {
			await ahead.catch(() => undefined);
			await file.close();
		}
	};

/** @returns what the file has filled of the memory: all of it, unless the file ends */
async function filled(file: FileHandle, memory: Buffer): Promise<Uint8Array> {
	let length = 0;
	while (length < memory.length) {
		const { bytesRead } = await file.read(memory, length, memory.length - length, null);
		if (bytesRead === 0) break;
		length += bytesRead;
	}
	return memory.subarray(0, length);
}
