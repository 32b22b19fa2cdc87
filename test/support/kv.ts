import type { Deck } from '../../src/commands/deck-handle.ts';
import type { KvEntry } from '../../src/jetstream/kv/entry.ts';
import { type OpenBucket, openBucket } from '../../src/jetstream/kv/open-bucket.ts';
import { readLatest } from '../../src/jetstream/kv/read-key.ts';
import type { Answer } from '../../src/jetstream/problem.ts';
import type { Link } from '../../src/nats/link.ts';
import { raw } from './jetstream.ts';

/** Creates the stream of a bucket, as `nats kv add` does. */
export async function createBucket(link: Link, bucket: string, config: object = {}): Promise<void> {
	await raw(link, `$JS.API.STREAM.CREATE.KV_${bucket}`, {
		name: `KV_${bucket}`,
		subjects: [`$KV.${bucket}.>`],
		storage: 'memory',
		discard: 'new',
		max_msgs_per_subject: 1,
		deny_delete: true,
		allow_rollup_hdrs: true,
		allow_direct: true,
		...config,
	});
}

/** The value of an answer; fails for a problem. */
export function answered<T>(answer: Answer<T>): T {
	if (!answer.ok) throw new Error(`${answer.problem.message} ${answer.problem.advice}`);
	return answer.value;
}

/** A bucket as it is now. */
export async function bucketOf(deck: Deck, name: string): Promise<OpenBucket> {
	const open = answered(await openBucket(deck.api(), name, deck.store.getState().features));
	if (open === undefined) throw new Error(`there is no bucket ${name}`);
	return open;
}

/** The latest revision of a key. */
export async function latest(deck: Deck, bucket: string, key: string): Promise<KvEntry | undefined> {
	return answered(await readLatest(await bucketOf(deck, bucket), key));
}

export const textOf = (entry: KvEntry | undefined): string | undefined =>
	entry?.operation === 'put' ? new TextDecoder().decode(entry.value) : entry?.operation;
