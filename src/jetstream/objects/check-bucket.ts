import { groupBy } from '../../format/group-by.ts';
import { inBatches } from '../../format/in-batches.ts';
import type { Integer } from '../../format/integer.ts';
import { entryOfStored } from '../messages/stored-entry.ts';
import type { Answer } from '../problem.ts';
import type { Timestamp } from '../wire.ts';
import { listChunks, listTokens, tooMany } from './list-objects.ts';
import { isVisible, nuidOf, type StoredObject } from './meta.ts';
import { tokensOf } from './name.ts';
import { readObjects } from './read-objects.ts';
import type { ObjectSource } from './source.ts';
import { chunkSubject } from './subjects.ts';

/** Chunks that no object names: left by a put that was killed, or of one that is running. */
export interface Orphan {
	readonly nuid: string;
	readonly chunks: number;
	/** From the first chunk and the last: all but the last of a put have one size. Absent if they could not be read. */
	readonly bytes?: number;
	/** When the last chunk was stored. */
	readonly last?: Timestamp;
	readonly lastSeq?: Integer;
}

/** An object with more or fewer chunks than its meta counts. */
export interface Damaged {
	readonly object: StoredObject;
	readonly there: number;
}

export interface BucketCheck {
	/** That somebody can get, links included. */
	readonly visible: number;
	readonly deleted: number;
	readonly orphans: readonly Orphan[];
	readonly damaged: readonly Damaged[];
	/** With a meta that cannot be read. */
	readonly unreadable: readonly StoredObject[];
	/** Visible under several names; one name a list. */
	readonly shared: readonly (readonly StoredObject[])[];
	/** Under a subject that clients do not look at for their names. */
	readonly hidden: readonly StoredObject[];
}

/** Of orphans whose chunks are read. */
const atOnce = 8;

/** Compares the metas of a bucket with its chunks. Reads every meta, but no content. */
export async function checkBucket(source: ObjectSource): Promise<Answer<BucketCheck>> {
	// Chunks first: an object that is put meanwhile has chunks without a meta otherwise, and looks orphaned.
	const chunks = await listChunks(source);
	if (!chunks.ok) return chunks;
	const tokens = await listTokens(source);
	if (!tokens.ok) return tokens;
	const cut = [chunks.value, tokens.value].some(({ counts, total }) => counts.size < total);
	if (cut) return { ...tokens, ok: false, problem: tooMany(source) };
	const { objects, problem } = await readObjects(source, [...tokens.value.counts.keys()]);
	if (problem !== undefined) return { ...tokens, ok: false, problem };
	const all = [...objects.values()];
	const named = new Set(all.map(nuidOf));
	const without = [...chunks.value.counts].filter(([nuid]) => !named.has(nuid));
	const orphans = await inBatches(without, atOnce, ([nuid, count]) => orphanOf(source, nuid, count));
	return { ...tokens, value: { ...judged(all, chunks.value.counts), orphans } };
}

function judged(all: readonly StoredObject[], chunks: ReadonlyMap<string, number>): Omit<BucketCheck, 'orphans'> {
	const visible = all.filter(isVisible);
	const stored = visible.filter(({ meta }) => meta !== undefined && meta.link === undefined && meta.chunks > 0);
	const byNuid = groupBy(stored, ({ meta }) => meta?.nuid ?? '');
	return {
		visible: visible.length,
		deleted: all.length - visible.length,
		damaged: stored.flatMap((object) => {
			const there = chunks.get(object.meta?.nuid ?? '') ?? 0;
			return there === object.meta?.chunks ? [] : [{ object, there }];
		}),
		unreadable: visible.filter(({ meta }) => meta === undefined),
		shared: [...byNuid.values()].filter(({ length }) => length > 1),
		hidden: visible.filter(({ token, name }) => !tokensOf(name).includes(token)),
	};
}

async function orphanOf(source: ObjectSource, nuid: string, chunks: number): Promise<Orphan> {
	const { api, bucket, signal } = source;
	const subject = chunkSubject(bucket, nuid);
	const read = async (body: object) => {
		const answer = await api.request('stream.msg.get', { stream: bucket.stream }, body, signal && { signal });
		return answer.ok ? entryOfStored(answer.value.message) : undefined;
	};
	const [last, first] = await Promise.all([
		read({ last_by_subj: subject }),
		chunks === 1 ? undefined : read({ seq: 1, next_by_subj: subject }),
	]);
	const size = last && (chunks === 1 ? 0 : first?.payload.length);
	return {
		nuid,
		chunks,
		...(last !== undefined && size !== undefined && { bytes: size * (chunks - 1) + last.payload.length }),
		...(last && { last: last.time, lastSeq: last.seq }),
	};
}
