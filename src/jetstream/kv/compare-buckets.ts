import { createHash } from 'node:crypto';
import { payloadStart } from '../../format/payload.ts';
import type { Link } from '../../nats/link.ts';
import type { Problem } from '../problem.ts';
import type { OpenKvBucket } from './open-bucket.ts';
import { type AllOptions, readAll } from './read-all.ts';

/** A value, to compare with another: large ones need not fit into memory. */
interface ValueDigest {
	readonly digest: string;
	/** The beginning of the value, in one line. */
	readonly start: string;
	/** Bytes of the value. */
	readonly size: number;
}

/** A key that two buckets do not have with the same value; revisions, headers and TTLs do not count. */
export interface KeyDifference {
	readonly key: string;
	/** Where it has a value. */
	readonly in: 'first' | 'second' | 'both';
	readonly first?: ValueDigest;
	readonly second?: ValueDigest;
}

export interface Comparison {
	/** By key. */
	readonly differences: readonly KeyDifference[];
	/** Keys with the same value in both. */
	readonly equal: number;
}

interface CompareOptions extends Pick<AllOptions, 'pattern' | 'signal'> {
	/** How many values of a bucket were read. */
	readonly onProgress?: (bucket: string, values: number) => void;
}

/** Compares the values of two buckets, one read after the other: what is written meanwhile may differ. A deleted key has no value. */
export async function compareBuckets(
	link: Link,
	[one, other]: readonly [OpenKvBucket, OpenKvBucket],
	options: CompareOptions,
): Promise<Comparison | { readonly problem: Problem }> {
	const first = await valueDigests(link, one, options);
	if ('problem' in first) return first;
	const second = await valueDigests(link, other, options);
	return 'problem' in second ? second : comparisonOf(first, second);
}

type Digests = ReadonlyMap<string, ValueDigest>;

function comparisonOf(one: Digests, other: Digests): Comparison {
	const differences: KeyDifference[] = [];
	for (const [key, first] of one) {
		const second = other.get(key);
		if (second === undefined) differences.push({ key, in: 'first', first });
		else if (first.digest !== second.digest) differences.push({ key, in: 'both', first, second });
	}
	const equal = one.size - differences.length;
	for (const [key, second] of other) if (!one.has(key)) differences.push({ key, in: 'second', second });
	return { differences: differences.toSorted((a, b) => (a.key < b.key ? -1 : 1)), equal };
}

/** The values of a bucket by key, without deleted keys; or why they are not all. */
async function valueDigests(
	link: Link,
	open: OpenKvBucket,
	{ onProgress, ...options }: CompareOptions,
): Promise<Digests | { readonly problem: Problem }> {
	const digests = new Map<string, ValueDigest>();
	const problem = await readAll(link, open, {
		...options,
		take: ({ key, operation, value }) => {
			if (operation !== 'put') digests.delete(key);
			else {
				const digest = createHash('sha256').update(value).digest('base64');
				digests.set(key, { digest, start: payloadStart(value, 80), size: value.length });
			}
			onProgress?.(open.bucket.bucket, digests.size);
		},
	});
	return problem === undefined ? digests : { problem };
}
