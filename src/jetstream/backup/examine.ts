import { createHash } from 'node:crypto';
import type { Contents } from './contents.ts';
import { piecesOf } from './folder.ts';
import { readArchive } from './read-archive.ts';

/** An archive that was read whole. */
export interface Examined {
	readonly contents: Contents;
	/** `sha256:…` */
	readonly digest: string;
}

export interface ExamineOptions {
	readonly signal?: AbortSignal;
	readonly onProgress?: (readBytes: number) => void;
}

const pieceBytes = 256 * 1024;

/**
 * Reads an archive from the disk: every block against its checksum, every entry to its end.
 * @throws Damage where it cannot be read to its end; a system error where the disk cannot
 */
export async function examine(archive: string, { signal, onProgress }: ExamineOptions = {}): Promise<Examined> {
	const hash = createHash('sha256');
	let read = 0;
	async function* heard(): AsyncGenerator<Uint8Array> {
		for await (const piece of piecesOf(archive, pieceBytes)) {
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
