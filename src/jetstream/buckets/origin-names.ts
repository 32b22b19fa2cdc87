import type { StreamConfig } from '../wire.ts';
import { bucketNameOf } from './bucket.ts';

/** What a bucket copies, by the names of buckets. */
export function originNames({ mirror, sources }: StreamConfig): readonly string[] {
	return (mirror === undefined ? (sources ?? []) : [mirror]).map(({ name }) => bucketNameOf(name));
}
