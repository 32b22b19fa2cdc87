import { bucketOf } from '../jetstream/buckets/bucket.ts';
import { bucketStreamFields } from '../jetstream/buckets/fields.ts';
import type { StreamConfig, StreamInfo } from '../jetstream/wire.ts';
import { inBucketWords } from './plan/buckets.ts';
import type { Plan } from './proposal.ts';
import { type EditContext, planStreamEdit } from './stream-edit.ts';

/** Plans the change of a bucket: of its stream, in the words of buckets. */
export async function planBucketEdit(info: StreamInfo, after: StreamConfig, context: EditContext): Promise<Plan> {
	const bucket = bucketOf(info.config);
	if (bucket === undefined) return planStreamEdit(info, after, context);
	const plan = await planStreamEdit(info, after, { ...context, fields: bucketStreamFields[bucket.kind] });
	return inBucketWords(plan, [bucket], { verb: 'Edit', past: 'changed' });
}
