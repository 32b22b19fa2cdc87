import { createHash } from 'node:crypto';
import type { Link } from '../../nats/link.ts';
import type { Pieces } from '../file-pieces.ts';
import { inSentences, mayBeStored, type Problem } from '../problem.ts';
import { changedMeanwhile } from './changed-meanwhile.ts';
import { metaDigest } from './digest.ts';
import { chunksInWords } from './get-object.ts';
import { countChunks } from './list-objects.ts';
import type { StoredObject } from './meta.ts';
import { interruptible } from './pieces.ts';
import { readObject } from './read-objects.ts';
import { type Removed, removeChunks } from './remove-chunks.ts';
import { isShared } from './shared-nuid.ts';
import type { ObjectSource } from './source.ts';
import { chunkSubject, metaSubject } from './subjects.ts';
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
	/** Its meta is stored, and some of its chunks are gone. */
	| { readonly kind: 'damaged'; readonly problem: Problem }
	/** It may be stored as a whole. */
	| { readonly kind: 'unknown'; readonly problem: Problem };

/** Bytes under way, and how many chunks these may be. */
const bytesUnderWay = 2 * 1024 * 1024;
const mostUnderWay = 256;

const underWayOf = (chunkSize: number): number =>
	Math.max(2, Math.min(mostUnderWay, Math.floor(bytesUnderWay / chunkSize)));

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
	if ((old?.seq ?? 0) !== replaces)
		return { kind: 'failed', problem: changedMeanwhile(metaSubject(source.bucket, token), name) };
	const sent = await sendChunks(source, options);
	if (sent.problem !== undefined || signal.aborted) {
		const left = await removeChunks(link, source, nuid);
		return sent.problem === undefined ? { kind: 'stopped', left } : { kind: 'failed', problem: sent.problem, left };
	}
	const { size, chunks, digest } = sent;
	// Before the earlier object goes: somebody may have removed chunks that no object named yet.
	const missing = await missingChunks(source, options, chunks);
	if (missing !== undefined) return { kind: 'failed', problem: missing, left: await removeChunks(link, source, nuid) };
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
	const gone = await missingChunks(source, options, chunks);
	// The chunks of the earlier object stay then: they may be the only content left.
	if (gone !== undefined) return { kind: 'damaged', problem: gone };
	const warning = old && (await freeChunks(link, source, old));
	return { kind: 'done', size, chunks, digest, ...(warning !== undefined && { warning }) };
}

/** Why the chunks are not all there; undefined if they are, or if they could not be counted. */
async function missingChunks(
	source: ObjectSource,
	{ name, nuid }: PutOptions,
	chunks: number,
): Promise<Problem | undefined> {
	const { signal: _, ...asked } = source;
	const counted = chunks === 0 ? undefined : await countChunks(asked, nuid);
	if (!counted?.ok || counted.value === chunks) return undefined;
	return {
		kind: 'other',
		subject: chunkSubject(source.bucket, nuid),
		message: `Chunks of object ${name} were removed while it was put. ${chunksInWords(counted.value, chunks)}.`,
		advice: 'Put it again. A limit of the stream may have removed them, or somebody who checked the bucket.',
	};
}

interface Sent {
	readonly size: number;
	readonly chunks: number;
	readonly digest: string;
	/** The first failure. */
	readonly problem?: Problem;
}

async function sendChunks(
	{ api, bucket, domain }: ObjectSource,
	{ nuid, pieces, chunkSize, onProgress, signal }: PutOptions,
): Promise<Sent> {
	const subject = chunkSubject(bucket, nuid);
	const into = { stream: bucket.stream, ...(domain !== undefined && { domain }) };
	const underWay = underWayOf(chunkSize);
	const hash = createHash('sha256');
	const open: Promise<void>[] = [];
	let [size, chunks, stored] = [0, 0, 0];
	let problem: Problem | undefined;
	const reader = interruptible(pieces(chunkSize, underWay + 1), signal);
	const send = async (payload: Uint8Array): Promise<void> => {
		const answer = await api.store({ subject, payload, headers: [], into }, { signal });
		if (answer.ok) {
			stored += payload.length;
			onProgress(stored);
		} else if (!signal.aborted) {
			problem ??= { ...answer.problem, ...(mayBeStored(answer.problem) && { advice: 'Put it again.' }) };
			reader.interrupt();
		}
	};
	try {
		for (let piece = await reader.next(); piece !== undefined; piece = await reader.next()) {
			hash.update(piece);
			size += piece.length;
			chunks += 1;
			open.push(send(piece));
			// The piece after the next ones uses the memory of the first again.
			if (open.length >= underWay) await open.shift();
		}
	} catch (error) {
		if (!signal.aborted) problem ??= unreadable(subject, error);
	} finally {
		reader.close();
	}
	await Promise.all(open);
	return { size, chunks, digest: metaDigest(hash), ...(problem && { problem }) };
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
	const shared = await isShared(link, asked, meta.nuid, token);
	if (shared === true)
		return `The chunks of the earlier object ${name} stay: another object in the bucket has the same ones.`;
	if (shared !== false)
		return `The chunks of the earlier object ${name} stay, because jetdeck could not check whether another object has the same ones. ${inSentences(shared)}`;
	const removed = await removeChunks(link, asked, meta.nuid);
	return removed.kind === 'left' ? removed.why : undefined;
}
