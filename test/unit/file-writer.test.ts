import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { piecesOfFile } from '../../src/jetstream/file-pieces.ts';
import { FileWriter } from '../../src/jetstream/file-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'jetdeck-writer-'));
const path = join(folder, 'file');
afterAll(() => rmSync(folder, { recursive: true }));

/** So many bytes, which are others at each place. */
const bytesOf = (length: number) => Buffer.from(Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) % 251));

async function write(content: Buffer, most: number): Promise<number> {
	const file = await open(path, 'w');
	const writer = new FileWriter(file);
	let written = 0;
	for (let at = 0; at < content.length; at += most) {
		const piece = Buffer.from(content.subarray(at, at + most));
		// Its memory is used again as soon as it is said to be free.
		await writer.write(piece, () => {
			written += piece.length;
			piece.fill(0);
		});
	}
	await writer.flush();
	await file.close();
	return written;
}

it('writes all pieces in their order, and says of each when its memory is free', async () => {
	const sizes = fc.tuple(fc.integer({ min: 0, max: 3_000_000 }), fc.integer({ min: 5_000, max: 1_500_000 }));
	await fc.assert(
		fc.asyncProperty(sizes, async ([length, most]) => {
			const content = bytesOf(length);
			expect(await write(content, most)).toBe(length);
			expect(readFileSync(path).equals(content)).toBe(true);
		}),
		{ numRuns: 20 },
	);
});

it('reads a file in pieces that stay as they are until enough others were asked for', async () => {
	const sizes = fc.tuple(
		fc.integer({ min: 0, max: 2_000_000 }),
		fc.constantFrom(3_000, 100_000, 131_072, 600_000),
		fc.integer({ min: 1, max: 20 }),
	);
	await fc.assert(
		fc.asyncProperty(sizes, async ([length, most, kept]) => {
			const content = bytesOf(length);
			await write(content, 1_000_000);
			const pieces: Uint8Array[] = [];
			let [read, at] = [0, 0];
			for await (const piece of piecesOfFile(path)(most, kept)) {
				pieces.push(piece);
				read += piece.length;
				// The piece that is the last one valid.
				at = Math.max(0, pieces.length - kept);
				const begin = at * most;
				expect(content.subarray(begin, begin + most).equals(pieces[at] as Uint8Array)).toBe(true);
			}
			expect(read).toBe(length);
			expect(pieces.slice(0, -1).every((piece) => piece.length === most)).toBe(true);
		}),
		{ numRuns: 20 },
	);
});

it('throws what the disk refused, at the next piece or at the end, and writes nothing after it', async () => {
	const full = new Error('full');
	let calls = 0;
	const file = {
		writev: async () => {
			calls += 1;
			throw full;
		},
	} as unknown as FileHandle;
	const writer = new FileWriter(file);
	await writer.write(bytesOf(300_000), () => undefined);
	await expect(writer.flush()).rejects.toBe(full);
	await expect(writer.write(bytesOf(300_000), () => undefined)).rejects.toBe(full);
	expect(calls).toBe(1);
});

it('goes on where a call of the system wrote only a part', async () => {
	const got: Buffer[] = [];
	const file = {
		writev: async (pieces: readonly Uint8Array[]) => {
			const all = Buffer.concat(pieces);
			const part = Buffer.from(all.subarray(0, Math.ceil(all.length / 2)));
			got.push(part);
			return { bytesWritten: part.length };
		},
	} as unknown as FileHandle;
	const writer = new FileWriter(file);
	const content = bytesOf(300_000);
	for (let at = 0; at < content.length; at += 70_000)
		await writer.write(content.subarray(at, at + 70_000), () => undefined);
	await writer.flush();
	expect(Buffer.concat(got).equals(content)).toBe(true);
});
