import type { Link } from '../../nats/link.ts';
import { openReading } from '../messages/reading-consumer.ts';
import type { Problem } from '../problem.ts';
import { entryOf, type KvEntry } from './entry.ts';
import { storedSubject } from './key.ts';
import type { OpenKvBucket } from './open-bucket.ts';

export interface AllOptions {
	/** `*` stands for one token of a key, a last `>` for all that follow. */
	readonly pattern?: string;
	/** Every revision that is left, not only the latest. */
	readonly history?: boolean;
	/** Without values: of each only its size. */
	readonly headersOnly?: boolean;
	readonly signal: AbortSignal;
	/** The next one comes when it is done. */
	readonly take: (entry: KvEntry) => Promise<void> | void;
}

/** After so many heartbeats without a message there is none left, whatever the server counted. */
const mostIdle = 2;

/**
 * Reads the latest revision of every key, in the order of their revisions, deletions too: by a consumer of its own, which costs the same
 * on all servers.
 * @returns why it did not read all; undefined after all, or if it was stopped
 */
export async function readAll(
	link: Link,
	{ bucket, source: { api, info } }: OpenKvBucket,
	{ pattern = '>', history = false, headersOnly = false, signal, take }: AllOptions,
): Promise<Problem | undefined> {
	const opened = await openReading(link, api, {
		stream: info.config.name,
		filter: storedSubject(bucket, pattern),
		from: { deliver_policy: history ? 'all' : 'last_per_subject', ...(headersOnly && { headers_only: true }) },
		signal,
	});
	if (!opened.ok) return signal.aborted ? undefined : opened.problem;
	const { reading } = opened;
	try {
		if (reading.pending === 0) return undefined;
		const end = await reading.read(async ({ entry: stored, pending }) => {
			const entry = entryOf(stored, bucket);
			if (entry !== undefined) await take(entry);
			return pending !== 0;
		}, mostIdle);
		return end.kind === 'failed' ? end.problem : undefined;
	} finally {
		reading.close();
	}
}
