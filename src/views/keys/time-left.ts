import { parseTimestamp } from '../../format/duration.ts';
import type { KvEntry } from '../../jetstream/kv/entry.ts';
import type { StreamConfig } from '../../jetstream/wire.ts';

/**
 * Milliseconds until the server removes a revision: by its own TTL, if the bucket has allow_msg_ttl, or by max_age of the bucket, whichever is
 * earlier. `never` exempts it from both. Undefined if nothing ends it.
 */
export function timeLeft(
	{ ttl, time }: Pick<KvEntry, 'ttl' | 'time'>,
	{ max_age, allow_msg_ttl }: Pick<StreamConfig, 'max_age' | 'allow_msg_ttl'>,
	now: number,
): number | undefined {
	const own = allow_msg_ttl ? ttl : undefined;
	const since = parseTimestamp(time);
	if (own === 'never' || since === undefined) return undefined;
	const limits = [own, max_age].flatMap((ns) => (ns === undefined || ns <= 0 ? [] : [Number(ns) / 1e6]));
	return limits.length === 0 ? undefined : Math.max(0, since + Math.min(...limits) - now);
}

/** Whether keys of a bucket may end by themselves. */
export function mayExpire({ max_age = 0, allow_msg_ttl }: Pick<StreamConfig, 'max_age' | 'allow_msg_ttl'>): boolean {
	return allow_msg_ttl === true || max_age > 0;
}
