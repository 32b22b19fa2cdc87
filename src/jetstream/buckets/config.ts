import type { Nanoseconds, StreamConfig } from '../wire.ts';
import type { BucketKind } from './bucket.ts';
import { ownSubjects } from './oddities.ts';

const twoMinutes = 120_000_000_000;

/** How long repeated writes are detected: as long as a value may live, two minutes at most. */
function windowOf(ttl: Nanoseconds | undefined): Nanoseconds {
	return ttl === undefined || ttl <= 0 || ttl > twoMinutes ? twoMinutes : ttl;
}

/** What client libraries set besides the fields of a bucket. */
export function impliedFields(kind: BucketKind, bucket: string, config: Partial<StreamConfig>): Partial<StreamConfig> {
	const { mirror, max_age: ttl, subject_delete_marker_ttl: marker, sealed } = config;
	return {
		...(mirror === undefined ? { subjects: ownSubjects(kind, bucket) } : { mirror_direct: true }),
		discard: 'new',
		allow_rollup_hdrs: true,
		allow_direct: true,
		duplicate_window: windowOf(ttl),
		...(kind === 'kv' && { deny_delete: true }),
		...(Number(marker ?? 0) > 0 && { allow_msg_ttl: true }),
		// The server itself sets these.
		...(sealed === true && { sealed, allow_rollup_hdrs: false, deny_delete: true, deny_purge: true }),
	};
}
