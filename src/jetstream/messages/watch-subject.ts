import { setTimeout as pause } from 'node:timers/promises';
import { plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import type { Link } from '../../nats/link.ts';
import { isRefusal, type Problem } from '../problem.ts';
import type { Api } from '../request.ts';
import { openReading } from './reading-consumer.ts';
import type { StoredEntry } from './stored-entry.ts';

export interface SubjectWatch {
	readonly stream: string;
	/** One subject, or a pattern. */
	readonly filter: string;
	/** `latest`: the last message of each subject first. `all`: every message first. */
	readonly from: 'latest' | 'all' | 'new' | { readonly seq: Integer };
	readonly onMessage: (entry: StoredEntry) => void;
	/** Messages may be late until it goes on. */
	readonly onTrouble: (problem: Problem) => void;
	readonly signal: AbortSignal;
}

const shortestWaitMs = 500;
const longestWaitMs = 30_000;

const policies = { latest: 'last_per_subject', all: 'all', new: 'new' } as const;

/**
 * Reports each message of a subject until the signal ends it, and after a lost connection goes on where it was. A consumer that fails is
 * deleted, and the next one waits longer: watchers that do neither have left hundreds behind.
 * @returns why it cannot
 */
export async function watchSubject(
	link: Link,
	api: Api,
	{ stream, filter, from, onMessage, onTrouble, signal }: SubjectWatch,
): Promise<Problem | undefined> {
	let next = typeof from === 'object' ? from.seq : undefined;
	let wait = shortestWaitMs;
	while (!signal.aborted) {
		const start =
			next === undefined
				? { deliver_policy: policies[from as keyof typeof policies] }
				: { deliver_policy: 'by_start_sequence' as const, opt_start_seq: next };
		const opened = await openReading(link, api, { stream, filter, from: start, signal });
		if (signal.aborted) break;
		if (!opened.ok && (isRefusal(opened.problem) || opened.problem.kind === 'api')) return opened.problem;
		const end = opened.ok
			? await opened.reading.read(({ entry }) => {
					next = plus(entry.seq, 1);
					wait = shortestWaitMs;
					onMessage(entry);
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
