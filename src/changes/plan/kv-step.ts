import type { KvEntry } from '../../jetstream/kv/entry.ts';
import { keyFault } from '../../jetstream/kv/key.ts';
import type { OpenKvBucket } from '../../jetstream/kv/open-bucket.ts';
import { type KvWrite, messageOfWrite } from '../../jetstream/kv/write.ts';
import type { Concern } from '../asset.ts';
import type { Step } from '../proposal.ts';

/**
 * A write of one key.
 * @param now the latest revision, which the journal keeps for undo; undefined for a key that never was
 */
export function kvStep(open: OpenKvBucket, write: KvWrite, now: KvEntry | undefined): Step {
	const { bucket, target } = open;
	const message = messageOfWrite(open, write);
	const asset: Concern =
		target === undefined
			? { kind: 'subject', subject: message.subject }
			: { kind: 'key', stream: target.config.name, bucket: bucket.bucket, key: write.key };
	return {
		asset,
		wire: {
			kind: 'kv',
			endpoint: `kv.${write.kind}`,
			params: { bucket: bucket.bucket, key: write.key },
			write,
			message,
			isMirror: bucket.config.mirror !== undefined,
			...(target && { config: target.config }),
		},
		...(target && { expects: { created: target.created } }),
		...(now && { earlier: now }),
	};
}

/** Why no value is written under a key; a key that libraries refuse can only be removed. */
export function unwritableKey(key: string): { readonly refusal: string } | undefined {
	const fault = keyFault(key);
	return fault === undefined ? undefined : { refusal: `The key ${JSON.stringify(key)} ${fault}. Nothing was sent.` };
}
