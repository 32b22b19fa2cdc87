import { isInteger } from '../../format/integer.ts';
import { asRecord, flagIn, isRecord, isText, isTexts, recordIn, textIn } from '../../format/is.ts';
import { parseJson } from '../../format/json.ts';
import type { ObjectBucket } from '../buckets/object-bucket.ts';
import type { StoredEntry } from '../messages/stored-entry.ts';
import type { Timestamp } from '../wire.ts';
import { nameOfToken } from './name.ts';
import { metaSubject } from './subjects.ts';

/** Another object, or a whole bucket. */
export interface ObjectLink {
	readonly bucket: string;
	/** Absent for a link to a bucket. */
	readonly name?: string;
}

/** What the meta of an object says. */
export interface ObjectMeta {
	readonly description?: string;
	readonly headers: Readonly<Record<string, readonly string[]>>;
	readonly metadata: Readonly<Record<string, string>>;
	readonly link?: ObjectLink;
	/** Of its chunks' subject; empty where a link has none. */
	readonly nuid: string;
	readonly size: number;
	readonly chunks: number;
	/** `SHA-256=…`; nats.js writes none in links. */
	readonly digest?: string;
	readonly chunkSize?: number;
	readonly deleted: boolean;
}

/** What a bucket stores under the name of an object. */
export interface StoredObject {
	/** What follows the prefix of metas in its subject, which no other object has: one token, unless another program wrote it. */
	readonly token: string;
	/** As the token says; the token itself where that is no name. */
	readonly name: string;
	readonly seq: StoredEntry['seq'];
	/** When the meta was stored: the `mtime` in metas of nats.go is that of the year 1. */
	readonly time: Timestamp;
	/** Absent if the meta is unreadable; `fault` says why then, a sentence. */
	readonly meta?: ObjectMeta;
	readonly fault?: string;
	/** The meta as it came, for what writes it again; empty if it is unreadable. */
	readonly raw: Readonly<Record<string, unknown>>;
}

/** Reads the meta of an object as any client may have written it. */
export function objectOf(
	{ subject, payload, seq, time }: StoredEntry,
	bucket: Pick<ObjectBucket, 'stored'>,
): StoredObject {
	const token = subject.slice(metaSubject(bucket, '').length);
	const place = { token, name: nameOfToken(token) ?? token, seq, time };
	const parsed = parseJson(Buffer.from(payload).toString());
	if (!parsed.ok || !isRecord(parsed.value)) return { ...place, raw: {}, fault: 'The meta is not a JSON object.' };
	const raw = parsed.value;
	const meta = metaOf(raw);
	return isText(meta) ? { ...place, raw, fault: meta } : { ...place, raw, meta };
}

/** @returns a sentence if it cannot be the meta of an object */
function metaOf(raw: Readonly<Record<string, unknown>>): ObjectMeta | string {
	const link = linkIn(raw);
	const deleted = flagIn(raw, 'deleted');
	const nuid = textIn(raw, 'nuid') ?? '';
	const size = countIn(raw, 'size');
	const chunks = countIn(raw, 'chunks');
	if (size === undefined || chunks === undefined) return 'Its size and chunks are not numbers.';
	if (link === undefined && !deleted && !/^[^\s.*>]+$/.test(nuid)) return 'It has no nuid, which names its chunks.';
	const chunkSize = countIn(recordIn(raw, 'options'), 'max_chunk_size');
	const [description, digest] = [textIn(raw, 'description'), textIn(raw, 'digest')];
	return {
		...(description !== undefined && { description }),
		headers: Object.fromEntries(Object.entries(asRecord(raw.headers)).filter(([, values]) => isTexts(values))) as never,
		metadata: Object.fromEntries(Object.entries(asRecord(raw.metadata)).filter(([, value]) => isText(value))) as never,
		...(link && { link }),
		nuid,
		size,
		chunks,
		...(digest !== undefined && { digest }),
		...(chunkSize !== undefined && chunkSize > 0 && { chunkSize }),
		deleted,
	};
}

/** Where the object of a meta leads, if it is a link. */
export function linkIn(raw: StoredObject['raw']): ObjectLink | undefined {
	const { link } = recordIn(raw, 'options');
	if (!isRecord(link)) return undefined;
	const [bucket, name] = [textIn(link, 'bucket'), textIn(link, 'name')];
	return bucket === undefined ? undefined : { bucket, ...(name !== undefined && { name }) };
}

/** A link of nats.js lacks them. */
function countIn(values: Readonly<Record<string, unknown>>, key: string): number | undefined {
	const value = values[key] ?? 0;
	// More than any disk has is no size, and would be a line of 300 digits.
	return isInteger(value) && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? Number(value) : undefined;
}

/** Whether its name is in use: it is not deleted. */
export const isVisible = ({ meta }: Pick<StoredObject, 'meta'>): boolean => meta?.deleted !== true;

/** The nuid whose chunks it keeps; undefined for none, and `unknown` where its meta is too broken to say. An unreadable meta may name one too. */
export function nuidOf({
	raw,
	meta,
	fault,
}: Pick<StoredObject, 'raw' | 'meta' | 'fault'>): string | 'unknown' | undefined {
	if (meta?.deleted) return undefined;
	const nuid = textIn(raw, 'nuid');
	return nuid === undefined && fault !== undefined ? 'unknown' : nuid;
}

/** What a link leads to: `object logo.png of bucket FILES`. */
export const linkInWords = ({ bucket, name }: ObjectLink): string =>
	name === undefined ? `bucket ${bucket}` : `object ${name} of bucket ${bucket}`;
