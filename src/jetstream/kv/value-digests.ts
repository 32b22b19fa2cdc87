import { createHash } from 'node:crypto';
import { payloadStart } from '../../format/payload.ts';
import type { Link } from '../../nats/link.ts';
import type { Problem } from '../problem.ts';
import type { OpenBucket } from './open-bucket.ts';
import { type AllOptions, readAll } from './read-all.ts';

/** A value, to compare with another: large ones need not fit into memory. */
export interface ValueDigest {
	readonly digest: string;
	/** The beginning of the value, in one line. */
	readonly start: string;
}

/** The values of a bucket by key, without deleted keys. `problem`: why it is not all of them. */
export async function valueDigests(
	link: Link,
	open: OpenBucket,
	options: Pick<AllOptions, 'pattern' | 'signal'>,
): Promise<{ readonly digests: ReadonlyMap<string, ValueDigest>; readonly problem?: Problem }> {
	const digests = new Map<string, ValueDigest>();
	const problem = await readAll(link, open, {
		...options,
		take: ({ key, operation, value }) => {
			if (operation !== 'put') digests.delete(key);
			else
				digests.set(key, {
					digest: createHash('sha256').update(value).digest('base64'),
					start: payloadStart(value, 80),
				});
		},
	});
	return { digests, ...(problem && { problem }) };
}
