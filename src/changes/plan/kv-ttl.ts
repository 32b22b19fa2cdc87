import { duration } from '../../format/duration.ts';
import { count } from '../../format/integer.ts';
import type { OpenBucket } from '../../jetstream/kv/open-bucket.ts';
import type { Ttl } from '../../jetstream/kv/ttl.ts';
import { supports } from '../../jetstream/server-features.ts';
import type { StreamConfig } from '../../jetstream/wire.ts';
import type { Consequence } from '../proposal.ts';
import { plain, warn } from './wording.ts';

const second = 1_000_000_000;

/** Why a key cannot have a TTL here. Servers before 2.11 would store the header, and the key would never expire. */
export function ttlRefusal(
	{ bucket, source: { features }, target }: OpenBucket,
	ttl: Ttl | undefined,
): { readonly refusal: string } | undefined {
	if (ttl === undefined) return undefined;
	if (!supports(features, '2.11'))
		return {
			refusal: `A TTL per key needs nats-server 2.11; this one, ${features.version ?? 'of an unknown version'}, would store it without effect. Nothing was sent.`,
		};
	if (target !== undefined && target.config.allow_msg_ttl !== true)
		return {
			refusal: `Bucket ${bucket.bucket} does not have allow_msg_ttl, so its keys cannot have a TTL. Nothing was sent.`,
		};
	return ttl !== 'never' && ttl < second ? { refusal: 'A TTL is one second or more. Nothing was sent.' } : undefined;
}

/** What a TTL will do. */
export function ttlConsequences({ target }: OpenBucket, ttl: Ttl | undefined): readonly Consequence[] {
	if (ttl === undefined) return [];
	if (ttl === 'never') return [plain('The value never expires, whatever max_age says.')];
	const { subject_delete_marker_ttl: markers, max_msgs_per_subject: history = 1 }: Partial<StreamConfig> =
		target?.config ?? {};
	const raised = typeof markers === 'number' && ttl < markers && history > 1;
	return [
		plain(`The value expires after ${duration(raised ? markers : ttl)}; a later put without a TTL stays for ever.`),
		...(raised
			? [
					warn(
						`The server raises the TTL from ${duration(ttl)} to ${duration(markers)}, the subject_delete_marker_ttl of the bucket.`,
					),
				]
			: []),
		...(!markers && history > 1
			? [warn(`The bucket keeps ${count(history)} values a key: when this one expires, the one before shows again.`)]
			: []),
	];
}
