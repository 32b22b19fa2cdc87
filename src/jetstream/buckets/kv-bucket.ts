import { subjectsOverlap } from '../subject-match.ts';
import type { StreamConfig } from '../wire.ts';
import { bucketNamed, mirrored, type Origin, originOf } from './origin.ts';

/** A key-value bucket: a stream by the convention of all client libraries. */
export interface KvBucket {
	readonly kind: 'kv';
	readonly bucket: string;
	readonly stream: string;
	/** How the subjects of its keys begin, with the last dot: `$KV.B.`; in a mirror as in its origin. */
	readonly stored: string;
	/** How the subjects of writes begin: of the bucket itself, or of the one that it mirrors. */
	readonly written: string;
	/** The bucket that it mirrors, which takes its writes. */
	readonly origin?: Origin;
	readonly config: StreamConfig;
}

const start = 'KV_';

/**
 * The bucket that a stream is: its name begins with `KV_`, and it keeps a limited number of values a key, or the subjects of a
 * bucket. The nats CLI takes only the former (`bucket not valid key-value store`).
 */
export function kvBucketOf(config: StreamConfig): KvBucket | undefined {
	const { name: stream, subjects, max_msgs_per_subject: history = -1 } = config;
	const bucket = bucketNamed(stream, start);
	if (bucket === undefined) return undefined;
	const own = prefixOf(bucket);
	const hasSubjects = subjects?.some((subject) => subjectsOverlap(subject, `${own}>`)) ?? false;
	if (history < 1 && !hasSubjects) return undefined;
	const origin = originOf(config, start);
	const written = prefixOf(origin?.bucket ?? bucket);
	const stored = mirrored(config, written);
	return { kind: 'kv', bucket, stream, stored, written, config, ...(origin && { origin }) };
}

const prefixOf = (bucket: string): string => `$KV.${bucket}.`;
