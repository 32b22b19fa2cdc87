import { ByteReader } from './byte-reader.ts';
import type { Contents } from './contents.ts';
import { Damage } from './damage.ts';
import { magic, readEntries } from './entries.ts';
import { uncompressed } from './s2-frames.ts';
import { readStoreFiles } from './store-files.ts';

/**
 * Reads an archive of either format to its end, and compares every block with its checksum. The content tells the format: servers do not look
 * at the name of the file either.
 * @throws Damage if it cannot be read to its end
 */
export async function readArchive(pieces: AsyncIterable<Uint8Array>): Promise<Contents> {
	let bytes = 0;
	const blocks = uncompressed(pieces);
	async function* counted(begun: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
		yield* begun;
		for await (const block of { [Symbol.asyncIterator]: () => blocks }) {
			bytes += block.length;
			yield block;
		}
	}
	const begun: Uint8Array[] = [];
	while (bytes < magic.length) {
		const next = await blocks.next();
		if (next.done) break;
		bytes += next.value.length;
		begun.push(Buffer.from(next.value));
	}
	const isEntries = Buffer.concat(begun).subarray(0, magic.length).toString('latin1') === magic;
	const contents = isEntries ? await entriesIn(counted(begun)) : await readStoreFiles(counted(begun));
	return { ...contents, bytes };
}

async function entriesIn(blocks: AsyncIterable<Uint8Array>): Promise<Omit<Contents, 'bytes'>> {
	const reader = new ByteReader(blocks);
	await reader.skip(magic.length);
	const contents = await readEntries(reader);
	if (!(await reader.isAtEnd())) throw new Damage('The archive continues after its end mark.');
	return contents;
}
