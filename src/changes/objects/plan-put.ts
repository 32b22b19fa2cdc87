import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { bytes } from '../../format/bytes.ts';
import { age, duration } from '../../format/duration.ts';
import { count, type Integer, plural } from '../../format/integer.ts';
import { systemProblem } from '../../jetstream/backup/system-problem.ts';
import { newNuid } from '../../jetstream/nuid.ts';
import { type Description, describedAs } from '../../jetstream/objects/description.ts';
import { isVisible, type StoredObject } from '../../jetstream/objects/meta.ts';
import { type FoundObject, findObject } from '../../jetstream/objects/read-objects.ts';
import { chunkSubject } from '../../jetstream/objects/subjects.ts';
import { inSentences } from '../../jetstream/problem.ts';
import type { StreamState } from '../../jetstream/wire.ts';
import { bad, plain, toBeTyped, warn } from '../plan/wording.ts';
import type { Consequence, Proposal } from '../proposal.ts';
import { lostMeta, objectStep } from './object-step.ts';
import { openToWrite } from './open-to-write.ts';
import { type OpenObjectBucket, type Reading, type Refused, wrongName } from './read-bucket.ts';

/** What is put, and what its meta says besides. */
export interface PutWish extends Description {
	readonly bucket: string;
	readonly name: string;
	/** `-` for standard input. */
	readonly file: string;
	readonly chunkSize?: number;
	/** Most bytes of a message that the server takes. */
	readonly maxPayload: number;
	readonly now: number;
}

const defaultChunkSize = 128 * 1024;

/** Stores a file as an object, perhaps in place of another. */
export async function planPut(wish: PutWish, around: Reading): Promise<Proposal | Refused> {
	const { name, file } = wish;
	const wrong = wrongName(name);
	if (wrong !== undefined) return { refusal: wrong };
	const size = file === '-' ? undefined : await sizeOf(file);
	if (typeof size === 'string') return { refusal: size };
	const opened = await openToWrite(wish.bucket, around);
	if ('refusal' in opened) return opened;
	const before = await findObject(opened.source, name);
	if (!before.ok) return { refusal: inSentences(before.problem), problem: before.problem };
	const chunkSize = chunkSizeOf(wish, opened);
	const chunks = size === undefined ? undefined : Math.ceil(size / chunkSize);
	const room = roomIn(opened, size, chunks);
	if ('refusal' in room) return room;
	return proposalOf(wish, opened, { ...before.value, size, chunkSize, chunks, notes: room.notes });
}

async function sizeOf(file: string): Promise<number | string> {
	try {
		const about = await stat(file);
		return about.isFile() ? about.size : `${file} is not a file.`;
	} catch (error) {
		return systemProblem(error, file);
	}
}

/** Chunks must fit a message of the server, and of the stream. */
function chunkSizeOf(
	{ chunkSize = defaultChunkSize, maxPayload }: PutWish,
	{ bucket: { config } }: OpenObjectBucket,
): number {
	const most = Number(config.max_msg_size ?? -1);
	return Math.max(1, Math.min(chunkSize, maxPayload, most > 0 ? most : Number.POSITIVE_INFINITY));
}

interface Limit {
	readonly field: 'max_bytes' | 'max_msgs';
	readonly used: (state: StreamState) => Integer;
	readonly room: (free: number) => string;
}

/** What limits the whole of a bucket. */
const limits: readonly Limit[] = [
	{ field: 'max_bytes', used: (state) => state.bytes, room: (free) => `${bytes(free)} free` },
	{ field: 'max_msgs', used: (state) => state.messages, room: (free) => `room for ${plural(free, 'message')}` },
];

/** The old object goes only when the new one is stored: for a while the bucket has both. */
function roomIn(
	{ bucket: { bucket, config }, info: { state } }: OpenObjectBucket,
	size: number | undefined,
	chunks: number | undefined,
): { readonly notes: readonly Consequence[] } | Refused {
	const kept = Number(config.max_msgs_per_subject ?? -1);
	if (kept > 0 && (chunks === undefined || chunks > kept))
		return {
			refusal: `Stream ${config.name} keeps only ${plural(kept, 'message')} a subject (max_msgs_per_subject), and an object needs all its chunks there.`,
		};
	// Each chunk is a message, and the meta one more.
	const needed = { max_bytes: size, max_msgs: chunks === undefined ? undefined : chunks + 1 };
	const notes = limits.flatMap(({ field, used, room }): readonly Consequence[] => {
		const limit = Number(config[field] ?? -1);
		const free = Math.max(0, limit - Number(used(state)));
		if (limit <= 0 || (needed[field] ?? 1) <= free) return [];
		const then =
			config.discard === 'new'
				? `refuse ${free === 0 ? 'it' : 'the rest'} (${field})`
				: 'remove chunks of older objects (discard: old)';
		return [warn(`Bucket ${bucket} has ${room(free)}: the server will ${then}.`)];
	});
	if (Number(config.max_age ?? 0) > 0)
		notes.push(warn(`The object will expire ${duration(config.max_age ?? 0)} after it is put (max_age).`));
	if (config.deny_purge)
		notes.push(warn('The stream refuses purges (deny_purge): chunks that nobody needs any more will stay.'));
	return { notes };
}

interface Read extends FoundObject {
	readonly size: number | undefined;
	readonly chunkSize: number;
	readonly chunks: number | undefined;
	readonly notes: readonly Consequence[];
}

function proposalOf(
	wish: PutWish,
	opened: OpenObjectBucket,
	{ token, object: old, size, chunkSize, chunks, notes }: Read,
): Proposal {
	const { name, file, description, headers, metadata, now } = wish;
	const { bucket } = opened;
	const nuid = newNuid();
	const about = describedAs(
		{},
		{
			...(description !== undefined && { description }),
			...(headers && { headers }),
			...(metadata && { metadata }),
		},
	);
	const from = file === '-' ? 'standard input' : file;
	const replaced = old !== undefined && isVisible(old) ? replacedInWords(old, now) : undefined;
	const loses = replaced !== undefined && old?.meta?.link === undefined;
	return {
		title: `Put object ${name} into bucket ${bucket.bucket}`,
		doing: 'putting',
		done: `Object ${name} is stored in bucket ${bucket.bucket}.`,
		effect: loses ? 'destroy' : 'change',
		...(loses && { typed: toBeTyped([name], 'replace', 'object') }),
		...(replaced === undefined && { lossless: true }),
		consequences: [
			plain(
				size === undefined || chunks === undefined
					? `Content: ${from}, in chunks of ${bytes(chunkSize)}.`
					: `Content: ${from}, ${bytes(size)}, in ${plural(chunks, 'chunk')}.`,
			),
			...(replaced === undefined ? [] : [bad(replaced)]),
			...notes,
		],
		steps: [
			objectStep(opened, {
				endpoint: 'transfer.object-put',
				subject: chunkSubject(bucket, nuid),
				params: { name, token, nuid, file: file === '-' ? file : resolve(file) },
				body: { about, chunk_size: chunkSize, replaces: old?.seq ?? 0, ...(size !== undefined && { size }) },
				before: old === undefined || replaced === undefined ? undefined : lostMeta(old),
			}),
		],
	};
}

/** What is lost if another object takes the name. */
function replacedInWords({ name, meta, time }: StoredObject, now: number): string {
	if (meta === undefined) return `Replaces object ${name}, whose meta is unreadable.`;
	const put = `${age(time, now)} old`;
	if (meta.link !== undefined) return `Replaces link ${name}, ${put}.`;
	return `Replaces object ${name}: ${bytes(meta.size)} in ${count(meta.chunks)} chunk${meta.chunks === 1 ? '' : 's'}, ${put}. Its content will be lost.`;
}
