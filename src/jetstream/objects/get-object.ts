import { createHash } from 'node:crypto';
import { count, plural } from '../../format/integer.ts';
import type { Link } from '../../nats/link.ts';
import { openReading, type ReadingEnd } from '../messages/reading-consumer.ts';
import type { Problem } from '../problem.ts';
import { digestInHex, metaDigest } from './digest.ts';
import type { ObjectMeta } from './meta.ts';
import type { ObjectSource } from './source.ts';
import { chunkSubject } from './subjects.ts';

export interface GetOptions {
	/** For sentences. */
	readonly name: string;
	readonly meta: ObjectMeta;
	/** Takes each chunk in its order; the next one comes when it is done. `written` says that the memory of the chunk is free. */
	readonly write: (chunk: Uint8Array, written: () => void) => Promise<void>;
	readonly onProgress: (writtenBytes: number) => void;
	readonly signal: AbortSignal;
}

export type Got =
	/** `verified`: its digest matches; false if the meta has none that jetdeck can compute. */
	| { readonly kind: 'done'; readonly size: number; readonly digest: string; readonly verified: boolean }
	| { readonly kind: 'stopped' }
	| { readonly kind: 'failed'; readonly problem: Problem };

/** After so many heartbeats without a chunk the rest is not there: somebody has purged it meanwhile. */
const mostIdle = 2;

/** Reads the chunks of an object, and compares their number, length and digest with its meta. Never rejects. */
export async function getObject(link: Link, source: ObjectSource, options: GetOptions): Promise<Got> {
	const { meta, name, write, onProgress, signal } = options;
	const { bucket, api } = source;
	const damaged = (message: string): Got => damagedObject(source, name, message);
	const hash = createHash('sha256');
	let size = 0;
	let chunks = 0;
	if (meta.chunks === 0 && meta.size > 0) return damaged('Its meta counts bytes, but no chunks.');
	if (meta.chunks > 0) {
		const opened = await openReading(link, api, {
			stream: bucket.stream,
			filter: chunkSubject(bucket, meta.nuid),
			from: { deliver_policy: 'all' },
			signal,
		});
		if (!opened.ok) return signal.aborted ? { kind: 'stopped' } : { kind: 'failed', problem: opened.problem };
		const { reading } = opened;
		let end: ReadingEnd = { kind: 'done' };
		try {
			// Without this check a reader would wait for chunks that never come.
			if (reading.pending !== meta.chunks) return damaged(`${chunksInWords(reading.pending, meta.chunks)}.`);
			end = await reading.read(async ({ entry: { payload } }) => {
				hash.update(payload);
				await write(payload, () => link.recycle(payload));
				size += payload.length;
				chunks += 1;
				onProgress(size);
				return chunks < meta.chunks && size <= meta.size;
			}, mostIdle);
		} finally {
			reading.close();
		}
		if (end.kind === 'failed') return { kind: 'failed', problem: end.problem };
		if (end.kind === 'stopped') return end;
		// Somebody has removed the others meanwhile.
		if (end.kind === 'idle') return damaged(`${chunksInWords(chunks, meta.chunks)}.`);
	}
	if (size !== meta.size) return damaged(`It has ${count(size)} of its ${count(meta.size)} bytes.`);
	const digest = metaDigest(hash);
	const wanted = digestInHex(meta.digest);
	if (wanted !== undefined && wanted !== digestInHex(digest))
		return damaged('Its content is not what was put: the digests differ.');
	return { kind: 'done', size, digest, verified: wanted !== undefined };
}

/** How many chunks an object has of those that its meta counts. */
export const chunksInWords = (there: number, wanted: number): string =>
	there < wanted
		? `The bucket has ${count(there)} of its ${plural(wanted, 'chunk')}`
		: `The bucket has ${plural(there, 'chunk')} of it, and its meta counts ${count(wanted)}`;

function damagedObject({ api, bucket }: ObjectSource, name: string, message: string): Got {
	return {
		kind: 'failed',
		problem: {
			kind: 'malformed',
			subject: `${api.prefix}.CONSUMER.CREATE.${bucket.stream}`,
			message: `Object ${name} is damaged. ${message}`,
			advice: 'Put it again, or delete it.',
		},
	};
}
