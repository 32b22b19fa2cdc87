import { createHash } from 'node:crypto';
import { piecesOfFile } from '../file-pieces.ts';
import type { Contents } from './contents.ts';
import { readArchive } from './read-archive.ts';

/** An archive that was read to its end. */
export interface Examined {
	readonly contents: Contents;
	/** `sha256:…` */
	readonly digest: string;
}

export interface ExamineOptions {
	readonly signal?: AbortSignal;
	readonly onProgress?: (readBytes: number) => void;
}

const pieceBytes = 128 * 1024;

/**
 * Reads an archive from the disk to its end, and compares every block with its checksum.
 * @throws Damage if the archive cannot be read to its end; a system error if the file cannot
 */
export async function examine(archive: string, { signal, onProgress }: ExamineOptions = {}): Promise<Examined> {
	const hash = createHash('sha256');
	let read = 0;
	async function* heard(): AsyncGenerator<Uint8Array> {
		for await (const piece of piecesOfFile(archive)(pieceBytes, 1)) {
			signal?.throwIfAborted();
			hash.update(piece);
			read += piece.length;
			onProgress?.(read);
			yield piece;
		}
	}
	const contents = await readArchive(heard());
	return { contents, digest: `sha256:${hash.digest('hex')}` };
}
