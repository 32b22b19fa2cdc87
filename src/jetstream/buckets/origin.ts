import { subjectContains } from '../subject-match.ts';
import type { StreamConfig } from '../wire.ts';

/** What a bucket without subjects of its own copies. */
export interface Origin {
	/** The name of the bucket that it mirrors. */
	readonly bucket: string;
	/** The API prefix of the domain or account where that bucket is; absent for the same one. */
	readonly api?: string;
}

/** The bucket that a stream mirrors; undefined if it mirrors none, or something else. */
export function originOf({ mirror }: StreamConfig, start: string): Origin | undefined {
	const bucket = mirror === undefined ? undefined : bucketNamed(mirror.name, start);
	if (bucket === undefined) return undefined;
	const api = mirror?.external?.api;
	return { bucket, ...(api && { api }) };
}

/** `KV_B` is the stream of bucket B. */
export const bucketNamed = (stream: string, start: string): string | undefined =>
	stream.startsWith(start) && stream.length > start.length ? stream.slice(start.length) : undefined;

/** How a mirror stores subjects that begin so in its origin: a transform may rename them (2.10 and later). */
export function mirrored({ mirror }: StreamConfig, prefix: string): string {
	const renamed = mirror?.subject_transforms?.find(({ src }) => subjectContains(src, `${prefix}>`));
	if (renamed === undefined) return prefix;
	const { src, dest } = renamed;
	// What follows the prefix is kept only by a transform from `>` to `>` at its place.
	const isRenaming = src === `${prefix}>` && dest.endsWith('.>') && !/[*{]/.test(dest);
	return isRenaming ? dest.slice(0, -1) : prefix;
}
