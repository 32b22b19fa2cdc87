import type { ObjectBucket } from '../buckets/object-bucket.ts';
import type { MessageSource } from '../messages/source.ts';

/** A bucket to read objects from. */
export interface ObjectSource extends MessageSource {
	readonly bucket: ObjectBucket;
	/** Of its stream; empty for none, absent if unknown. */
	readonly domain?: string;
}
