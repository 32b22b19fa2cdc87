import type { Integer } from '../../format/integer.ts';
import type { StreamConfig, StreamInfo, StreamSource } from '../wire.ts';
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
	/** One of what it stores: `key`. */
	readonly content: string;
	/** The command of the nats CLI. */
	readonly command: string;
	readonly of: (config: StreamConfig) => Bucket | undefined;
	/** How many contents it has, deleted ones with a marker included. `objects`: as they were counted, for its info does not say. */
	readonly counted: (info: StreamInfo | undefined, objects: Integer | undefined) => Integer | undefined;
	/** How many revisions of a content it keeps, -1 for all; undefined where it keeps none. */
	readonly history: (config: StreamConfig) => Integer | undefined;
	/** The subjects that client libraries give a bucket. */
	readonly subjects: (bucket: string) => readonly string[];
	/** What client libraries set in every bucket of the kind, besides what they set in all. */
	readonly implied: Partial<StreamConfig>;
	/** What they set in a new one, unless something else is wanted. */
	readonly first: Partial<StreamConfig>;
	/** What they set in a source: keys get the prefix of their new bucket. */
	readonly sourced: (origin: string, bucket: string) => Partial<StreamSource>;
}

/** The kinds of buckets. */
export const bucketKinds: Readonly<Record<BucketKind, KindRow>> = {
	kv: {
		start: 'KV_',
		noun: 'key-value bucket',
		content: 'key',
		command: 'kv',
		of: kvBucketOf,
		counted: (info) => info?.state.num_subjects ?? 0,
		history: ({ max_msgs_per_subject: history = -1 }) => history,
		subjects: (bucket) => [`$KV.${bucket}.>`],
		implied: { deny_delete: true },
		first: { max_msgs_per_subject: 1 },
		sourced: (origin, bucket) => ({ subject_transforms: [{ src: `$KV.${origin}.>`, dest: `$KV.${bucket}.>` }] }),
	},
	objects: {
		start: 'OBJ_',
		noun: 'object store',
		content: 'object',
		command: 'object',
		of: objectBucketOf,
		counted: (_, objects) => objects,
		history: () => undefined,
		subjects: (bucket) => [`$O.${bucket}.C.>`, `$O.${bucket}.M.>`],
		implied: {},
		first: {},
		sourced: () => ({}),
	},
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

/** The same; a stream that is none under its own name. */
export const bucketOrStream = (stream: string): BucketName => bucketNameIn(stream) ?? { kind: 'kv', bucket: stream };

export const bucketNameOf = (stream: string): string => bucketOrStream(stream).bucket;

/** `key-value bucket flags`. */
export const bucketInWords = ({ kind, bucket }: BucketName): string => `${bucketKinds[kind].noun} ${bucket}`;

export const streamOfBucket = ({ kind, bucket }: BucketName): string => `${bucketKinds[kind].start}${bucket}`;
