import type { StreamConfig } from '../wire.ts';
import { bucketNameIn } from './bucket.ts';

/** The bucket of a stream, or the stream where it is none. */
const named = ({ name }: { readonly name: string }): string => bucketNameIn(name)?.bucket ?? name;

/** What a bucket copies, by the names of buckets. */
export function originNames({ mirror, sources }: StreamConfig): readonly string[] {
	return mirror === undefined ? (sources ?? []).map(named) : [named(mirror)];
}
