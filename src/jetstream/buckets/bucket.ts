import type { StreamConfig } from '../wire.ts';
import { type KvBucket, kvBucketOf } from './kv-bucket.ts';
import { type ObjectBucket, objectBucketOf } from './object-bucket.ts';
import { bucketNamed } from './origin.ts';

export type Bucket = KvBucket | ObjectBucket;
export type BucketKind = Bucket['kind'];

interface KindRow {
	/** How the names of its streams begin. */
	readonly start: string;
	/** `key-value bucket`, before a name. */
	readonly noun: string;
	readonly of: (config: StreamConfig) => Bucket | undefined;
}

/** The kinds of buckets. */
export const bucketKinds: Readonly<Record<BucketKind, KindRow>> = {
	kv: { start: 'KV_', noun: 'key-value bucket', of: kvBucketOf },
	objects: { start: 'OBJ_', noun: 'object store', of: objectBucketOf },
};

const kinds = Object.entries(bucketKinds) as readonly (readonly [BucketKind, KindRow])[];

/** The bucket that a stream is. A configuration that is still being written may have no name. */
export function bucketOf(config: Partial<StreamConfig>): Bucket | undefined {
	const { name } = config;
	if (typeof name !== 'string') return undefined;
	for (const [, { of }] of kinds) {
		const found = of({ ...config, name });
		if (found !== undefined) return found;
	}
	return undefined;
}

export interface BucketName {
	readonly kind: BucketKind;
	readonly bucket: string;
}

/** The bucket that a stream may be, by its name alone: that is all that a list of names shows, and mirrors have no subjects. */
export function bucketNameIn(stream: string): BucketName | undefined {
	for (const [kind, { start }] of kinds) {
		const bucket = bucketNamed(stream, start);
		if (bucket !== undefined) return { kind, bucket };
	}
	return undefined;
}

/** `key-value bucket flags`. */
export const bucketInWords = ({ kind, bucket }: BucketName): string => `${bucketKinds[kind].noun} ${bucket}`;

export const streamOfBucket = ({ kind, bucket }: BucketName): string => `${bucketKinds[kind].start}${bucket}`;
