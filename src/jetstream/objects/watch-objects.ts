import { setTimeout as pause } from 'node:timers/promises';
import { plus } from '../../format/exact.ts';
import type { Link } from '../../nats/link.ts';
import { openReading } from '../messages/reading-consumer.ts';
import { isRefusal, type Problem } from '../problem.ts';
import { objectOf, type StoredObject } from './meta.ts';
import type { ObjectSource } from './source.ts';
import { allMetas } from './subjects.ts';

export interface WatchOptions {
	/** `all`: the objects that are there first. */
	readonly from: 'all' | 'new';
	readonly onObject: (object: StoredObject) => void;
	/** Changes may be missed until it goes on. */
	readonly onTrouble: (problem: Problem) => void;
	readonly signal: AbortSignal;
}

const shortestWaitMs = 500;
const longestWaitMs = 30_000;

/** Reports each change of a bucket until the signal ends it; goes on after a lost connection where it was. @returns why it cannot */
export async function watchObjects(
	link: Link,
	{ api, bucket }: ObjectSource,
	{ from, onObject, onTrouble, signal }: WatchOptions,
): Promise<Problem | undefined> {
	let last: StoredObject['seq'] | undefined;
	let wait = shortestWaitMs;
	while (!signal.aborted) {
		const opened = await openReading(link, api, {
			stream: bucket.stream,
			filter: allMetas(bucket),
			from:
				last === undefined
					? { deliver_policy: from === 'all' ? 'last_per_subject' : 'new' }
					: { deliver_policy: 'by_start_sequence', opt_start_seq: plus(last, 1) },
			signal,
		});
		if (!opened.ok && (isRefusal(opened.problem) || opened.problem.kind === 'api')) return opened.problem;
		const end = opened.ok
			? await opened.reading.read(({ entry }) => {
					last = entry.seq;
					wait = shortestWaitMs;
					onObject(objectOf(entry));
					return true;
				})
			: ({ kind: 'failed', problem: opened.problem } as const);
		if (opened.ok) opened.reading.close();
		if (end.kind !== 'failed') return undefined;
		onTrouble(end.problem);
		await pause(wait, undefined, { signal }).catch(() => undefined);
		wait = Math.min(2 * wait, longestWaitMs);
	}
	return undefined;
}
