import { streamOfBucket } from '../../jetstream/buckets/bucket.ts';
import { type ObjectBucket, objectBucketOf } from '../../jetstream/buckets/object-bucket.ts';
import { isVisible, type StoredObject } from '../../jetstream/objects/meta.ts';
import { findObject } from '../../jetstream/objects/read-objects.ts';
import type { ObjectSource } from '../../jetstream/objects/source.ts';
import { inSentences, type Problem } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import type { Features } from '../../jetstream/server-features.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';

/** Why something cannot be done, as a sentence. */
export interface Refused {
	readonly refusal: string;
	/** The bucket or the object does not exist. */
	readonly absent?: true;
	/** It already is as it was asked for. */
	readonly unchanged?: true;
	/** What the server said, if it said something. */
	readonly problem?: Problem;
}

export interface OpenObjectBucket {
	readonly source: ObjectSource;
	readonly bucket: ObjectBucket;
	readonly info: StreamInfo;
}

/** An object by its name. */
export interface Named {
	readonly bucket: string;
	readonly name: string;
}

/** Around a change of objects. */
export interface Reading {
	readonly api: Api;
	readonly features: Features;
	readonly signal?: AbortSignal;
}

/** `err_code` of a stream that does not exist. */
const noStream = 10059;

/** A bucket as it is now. */
export async function openObjectBucket(
	name: string,
	{ api, features, signal }: Reading,
): Promise<OpenObjectBucket | Refused> {
	const stream = streamOfBucket({ kind: 'objects', bucket: name });
	const answer = await api.request('stream.info', { stream }, undefined, signal && { signal });
	if (!answer.ok) {
		const { problem } = answer;
		return problem.errCode === noStream
			? { refusal: `Object store ${name} does not exist: there is no stream ${stream}.`, absent: true }
			: { refusal: inSentences(problem), problem };
	}
	const bucket = objectBucketOf(answer.value.config);
	if (bucket === undefined)
		return { refusal: `Stream ${stream} is no object store: it has other subjects.`, absent: true };
	const domain = answer.value.domain ?? '';
	return {
		source: { api, info: answer.value, bucket, features, domain, ...(signal && { signal }) },
		bucket,
		info: answer.value,
	};
}

/** An object that somebody can get; with an unreadable meta too. */
export async function visibleObject(
	{ source, bucket: { bucket } }: Pick<OpenObjectBucket, 'source' | 'bucket'>,
	name: string,
): Promise<StoredObject | Refused> {
	const found = await findObject(source, name);
	if (!found.ok) return { refusal: inSentences(found.problem), problem: found.problem };
	const { object } = found.value;
	if (object === undefined) return { refusal: `Bucket ${bucket} has no object ${name}.`, absent: true };
	return isVisible(object) ? object : { refusal: `Object ${name} of bucket ${bucket} is deleted.`, absent: true };
}

/** Subjects are shorter than 4 KiB, and base64 needs four letters for three bytes. */
const longestName = 2500;

/** Why an object cannot have a name, as a sentence. */
export function wrongName(name: string): string | undefined {
	if (name === '') return 'The object needs a name.';
	if (!name.isWellFormed()) return 'The name of an object must be valid Unicode.';
	return Buffer.byteLength(name) > longestName ? `The name has more than ${longestName} bytes.` : undefined;
}

/** A name that nothing visible has. */
export async function freeName(
	{ source, bucket }: OpenObjectBucket,
	name: string,
): Promise<{ readonly token: string; readonly replaces: StoredObject['seq'] } | Refused> {
	const why = wrongName(name);
	if (why !== undefined) return { refusal: why };
	const found = await findObject(source, name);
	if (!found.ok) return { refusal: inSentences(found.problem), problem: found.problem };
	const { token, object } = found.value;
	return object !== undefined && isVisible(object)
		? { refusal: `Bucket ${bucket.bucket} already has an object ${name}.` }
		: { token, replaces: object?.seq ?? 0 };
}
