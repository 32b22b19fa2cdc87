import type { Link } from '../../nats/link.ts';
import type { Problem } from '../problem.ts';
import { countRevisions } from './count-revisions.ts';
import type { KvEntry } from './entry.ts';
import { isStorable } from './key.ts';
import type { OpenKvBucket } from './open-bucket.ts';
import { readAll } from './read-all.ts';

/** A deleted key, by its marker. */
export interface DeletedKey extends KvEntry {
	/** Its bucket keeps nothing of it but the marker. */
	readonly alone: boolean;
}

/** Requests at once. */
const atOnce = 8;

/** The deleted keys of a bucket, and whether earlier revisions are left of each; or why they cannot be read. */
export async function readDeleted(
	link: Link,
	open: OpenKvBucket,
	{ signal, since }: { readonly signal: AbortSignal; readonly since: (marker: KvEntry) => boolean },
): Promise<readonly DeletedKey[] | { readonly problem: Problem }> {
	const markers: KvEntry[] = [];
	const take = (entry: KvEntry): void => void (entry.operation !== 'put' && markers.push(entry));
	const problem = await readAll(link, open, { headersOnly: true, signal, take });
	if (problem !== undefined) return { problem };
	const keepsOne = open.source.info.config.max_msgs_per_subject === 1;
	const deleted: DeletedKey[] = [];
	for (let from = 0; from < markers.length; from += atOnce) {
		const some = markers.slice(from, from + atOnce).map(async (marker): Promise<DeletedKey> => {
			if (keepsOne || !since(marker) || !isStorable(marker.key)) return { ...marker, alone: keepsOne };
			const counted = await countRevisions(open, marker.key);
			return { ...marker, alone: counted.ok && counted.value.kept <= 1 };
		});
		deleted.push(...(await Promise.all(some)));
	}
	return deleted;
}
