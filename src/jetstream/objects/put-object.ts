import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Link } from '../../nats/link.ts';
import { inSentences, type Problem } from '../problem.ts';
import { digestOf } from './digest.ts';
import type { StoredObject } from './meta.ts';
import type { Pieces } from './pieces.ts';
import { publishStored } from './publish-stored.ts';
import { readObject } from './read-objects.ts';
import { isShared, type Removed, removeChunks } from './remove-chunks.ts';
import type { ObjectSource } from './source.ts';
import { chunkSubject } from './subjects.ts';
import { writeMeta } from './write-meta.ts';

export interface PutOptions {
	readonly name: string;
	readonly token: string;
	/** Of its chunks; new for each put. */
	readonly nuid: string;
	readonly pieces: Pieces;
	readonly chunkSize: number;
	/** `description`, `headers`, `metadata` of the meta. */
	readonly about: Readonly<Record<string, unknown>>;
	/** The sequence of the meta that was there when it was planned; 0 for none. */
	readonly replaces: StoredObject['seq'];
	readonly onProgress: (storedBytes: number) => void;
	readonly signal: AbortSignal;
}

export type Put =
	| {
			readonly kind: 'done';
			readonly size: number;
			readonly chunks: number;
			readonly digest: string;
			/** Why chunks of the replaced object are left, a sentence. */
			readonly warning?: string;
	  }
	/** Nothing of it is visible; `left` is what became of its chunks, absent if none was sent. */
	| { readonly kind: 'stopped'; readonly left?: Removed }
	| { readonly kind: 'failed'; readonly problem: Problem; readonly left?: Removed }
	/** It may be stored as a whole. */
	| { readonly kind: 'unknown'; readonly problem: Problem };

/** Chunks under way: with the default size 2 MiB. */
const underWay = 16;

/**
 * Stores an object: its chunks, then its meta, which makes it visible, then it removes the chunks of the object that it replaces. Never rejects.
 * If it fails, the earlier object is untouched, and the new chunks are removed.
 */
export async function putObject(link: Link, source: ObjectSource, options: PutOptions): Promise<Put> {
	const { name, token, nuid, chunkSize, about, replaces, signal } = options;
	const before = await readObject({ ...source, signal }, token);
	if (signal.aborted) return { kind: 'stopped' };
	if (!before.ok) return { kind: 'failed', problem: before.problem };
	const old = before.value;
	if ((old?.seq ?? 0) !== replaces) return { kind: 'failed', problem: changed(source, name) };
	const sent = await sendChunks(link, source, options);
	if (sent.problem !== undefined || signal.aborted) {
		const left = await removeChunks(link, source, nuid);
		return sent.problem === undefined ? { kind: 'stopped', left } : { kind: 'failed', problem: sent.problem, left };
	}
	const { size, chunks, digest } = sent;
	const raw = {
		name,
		...about,
		options: { max_chunk_size: chunkSize },
		bucket: source.bucket.bucket,
		nuid,
		size,
		mtime: new Date().toISOString(),
		chunks,
		digest,
	};
	const written = await writeMeta(link, source, { token, raw, replaces });
	if (written.kind === 'unknown') return written;
	if (written.kind === 'refused')
		return { kind: 'failed', problem: written.problem, left: await removeChunks(link, source, nuid) };
	const warning = old && (await freeChunks(link, source, old));
	return { kind: 'done', size, chunks, digest, ...(warning !== undefined && { warning }) };
}

const changed = ({ api, bucket }: ObjectSource, name: string): Problem => ({
	kind: 'bad-input',
	subject: `${api.prefix}.STREAM.MSG.GET.${bucket.stream}`,
	message: `Somebody else has changed object ${name} meanwhile.`,
	advice: 'Nothing was sent. Look at it, and try again.',
});

interface Sent {
	readonly size: number;
	readonly chunks: number;
	readonly digest: string;
	/** The first failure. */
	readonly problem?: Problem;
}

async function sendChunks(
	link: Link,
	source: ObjectSource,
	{ nuid, pieces, chunkSize, onProgress, signal }: PutOptions,
): Promise<Sent> {
	const subject = chunkSubject(source.bucket, nuid);
	const hash = createHash('sha256');
	const open: Promise<void>[] = [];
	// Each chunk that is under way listens.
	setMaxListeners(2 * underWay, signal);
	let [size, chunks, stored] = [0, 0, 0];
	let problem: Problem | undefined;
	const send = async (piece: Uint8Array): Promise<void> => {
		const failure = await publishStored(link, source, subject, piece, { signal });
		if (failure === undefined) {
			stored += piece.length;
			onProgress(stored);
		} else if (!signal.aborted) problem ??= failure;
	};
	try {
		for await (const piece of pieces(chunkSize, underWay + 1)) {
			if (signal.aborted || problem !== undefined) break;
			hash.update(piece);
			size += piece.length;
			chunks += 1;
			open.push(send(piece));
			// The piece after the next ones uses the memory of the first again.
			if (open.length >= underWay) await open.shift();
		}
	} catch (error) {
		if (!signal.aborted) problem ??= unreadable(subject, error);
	}
	await Promise.all(open);
	return { size, chunks, digest: digestOf(hash), ...(problem && { problem }) };
}

const unreadable = (subject: string, error: unknown): Problem => ({
	kind: 'other',
	subject,
	message: `The file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
	advice: '',
});

/** Removes the chunks of an object that nobody sees any more. @returns why they are left, a sentence */
export async function freeChunks(
	link: Link,
	source: ObjectSource,
	{ meta, token, name }: StoredObject,
): Promise<string | undefined> {
	if (meta === undefined || meta.deleted || meta.nuid === '' || meta.link !== undefined) return undefined;
	const { signal: _, ...asked } = source;
	const shared = await isShared(asked, meta.nuid, token);
	if (shared === true)
		return `The chunks of the earlier object ${name} stay: another object in the bucket has the same ones.`;
	if (shared !== false)
		return `The chunks of the earlier object ${name} stay, because jetdeck could not check whether another object has the same ones. ${inSentences(shared)}`;
	const removed = await removeChunks(link, asked, meta.nuid);
	return removed.kind === 'left' ? removed.why : undefined;
}
