import type { FileHandle } from 'node:fs/promises';
import { atOnce } from './file-pieces.ts';

interface Piece {
	readonly bytes: Uint8Array;
	readonly written: () => void;
}

/** Appends pieces to a file, many with one call of the system. */
export class FileWriter {
	readonly #file: FileHandle;
	readonly #together: number;
	#waiting: Piece[] = [];
	/** Of the pieces that the file does not have yet. */
	#bytes = 0;
	#writing: Promise<void> | undefined;
	#failure: { readonly error: unknown } | undefined;

	constructor(file: FileHandle, together = atOnce.little) {
		this.#file = file;
		this.#together = together;
	}

	/**
	 * Resolves once there is room for the next piece, which is before the file has this one.
	 * @param written called when the piece's memory is free
	 * @throws why this piece or an earlier one could not be written
	 */
	async write(bytes: Uint8Array, written: () => void): Promise<void> {
		this.#waiting.push({ bytes, written });
		this.#bytes += bytes.length;
		if (this.#bytes >= this.#together) this.#begin();
		while (this.#bytes > 2 * this.#together && this.#failure === undefined) await this.#writing;
		if (this.#failure !== undefined) throw this.#failure.error;
	}

	/** Resolves once the file has all. @throws why it has not */
	async flush(): Promise<void> {
		while (this.#bytes > 0 && this.#failure === undefined) {
			this.#begin();
			await this.#writing;
		}
		if (this.#failure !== undefined) throw this.#failure.error;
	}

	#begin(): void {
		this.#writing ??= this.#writeWaiting().then(
			() => this.#next(),
			(error: unknown) => {
				this.#failure = { error };
			},
		);
	}

	#next(): void {
		this.#writing = undefined;
		if (this.#bytes >= this.#together) this.#begin();
	}

	async #writeWaiting(): Promise<void> {
		const pieces = this.#waiting;
		this.#waiting = [];
		const length = pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
		for (let done = 0; done < length; ) done += (await this.#file.writev(after(pieces, done))).bytesWritten;
		this.#bytes -= length;
		for (const { written } of pieces) written();
	}
}

/** What is left of pieces of which so many bytes are written. */
function after(pieces: readonly Piece[], written: number): Uint8Array[] {
	let skipped = written;
	return pieces.flatMap(({ bytes }) => {
		const skip = Math.min(skipped, bytes.length);
		skipped -= skip;
		return skip === bytes.length ? [] : [bytes.subarray(skip)];
	});
}
