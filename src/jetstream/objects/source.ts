import type { ObjectBucket } from '../buckets/object-bucket.ts';
import type { Api } from '../request.ts';
import type { Features } from '../server-features.ts';

/** A bucket to read objects from. */
export interface ObjectSource {
	readonly api: Api;
	readonly bucket: ObjectBucket;
	readonly features: Features;
	/** Of its stream; empty for none, absent if unknown. */
	readonly domain?: string;
	readonly signal?: AbortSignal;
}
