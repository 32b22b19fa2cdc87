import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { parseJson } from '../../format/json.ts';
import type { ConsumerConfig, StreamConfig } from '../wire.ts';
import type { Contents } from './contents.ts';
import { Damage } from './damage.ts';

/** Most bytes of a file that is read; the others are skipped. */
const mostRead = 64 * 1024 * 1024;

/** Reads an archive of nats-server before 2.15: a tar with the files of the store. Message blocks are skipped. */
export async function readStoreFiles(blocks: AsyncIterable<Uint8Array>): Promise<Omit<Contents, 'bytes'>> {
	const tar = extract();
	const consumers: { name: string; config?: ConsumerConfig }[] = [];
	let config: StreamConfig | undefined;
	let serverError: string | undefined;
	const source = Readable.from(copied(blocks), { highWaterMark: 1 });
	source.on('error', (error) => tar.destroy(error));
	source.pipe(tar);
	try {
		for await (const entry of tar) {
			const { name } = entry.header;
			const [, consumer] = /^obs\/(.+)\/meta\.inf$/s.exec(name) ?? [];
			if (name === 'meta.inf') config = configIn(await textOf(entry)) as StreamConfig | undefined;
			else if (consumer !== undefined) {
				const own = configIn(await textOf(entry)) as ConsumerConfig | undefined;
				consumers.push({ name: consumer, ...(own && { config: own }) });
			} else if (name === 'errors.txt') serverError = (await textOf(entry)).trim();
			else entry.resume();
		}
	} catch (error) {
		throw error instanceof Damage ? error : new Damage('The archive is not a tar file, or it is damaged.');
	}
	if (config === undefined) throw new Damage('The archive has no configuration of a stream (meta.inf).');
	return { format: 'v1', config, consumers, ...(serverError !== undefined && { serverError }) };
}

/** The tar reader keeps the blocks that it gets, but the next block uses the same memory. */
async function* copied(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	for await (const block of blocks) yield Buffer.from(block);
}

async function textOf(entry: AsyncIterable<unknown>): Promise<string> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of entry as AsyncIterable<Uint8Array>) {
		length += piece.length;
		if (length > mostRead) throw new Damage('A configuration in the archive is longer than any may be.');
		pieces.push(piece);
	}
	return Buffer.concat(pieces).toString();
}

/** Without the keys that the store adds. */
function configIn(text: string): object | undefined {
	const parsed = parseJson(text);
	if (!parsed.ok || typeof parsed.value !== 'object' || parsed.value === null) return undefined;
	const { Created: _, created: __, Name: ___, ...config } = parsed.value as Readonly<Record<string, unknown>>;
	return config;
}
