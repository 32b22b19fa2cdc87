import { duration } from '../../format/duration.ts';
import { count } from '../../format/integer.ts';
import type { KvEntry } from '../../jetstream/kv/entry.ts';
import type { OpenKvBucket } from '../../jetstream/kv/open-bucket.ts';
import type { Ttl } from '../../jetstream/kv/ttl.ts';
import { supports, versionInWords } from '../../jetstream/server-features.ts';
import type { StreamConfig } from '../../jetstream/wire.ts';
import type { Consequence } from '../proposal.ts';
import { plain, warn } from './wording.ts';

const second = 1_000_000_000;

/** Why a key cannot have a TTL here. Servers before 2.11 would store the header, and the key would never expire. */
export function ttlRefusal(
	{ bucket, source: { features }, target }: OpenKvBucket,
	ttl: Ttl | undefined,
): { readonly refusal: string } | undefined {
	if (ttl === undefined) return undefined;
	if (target === undefined)
		return {
			refusal: `Bucket ${bucket.bucket} is stored in another domain or account, so jetdeck cannot see whether its keys can have a TTL. Nothing was sent.`,
		};
	// The stream may be on another server than the connected one: only its configuration proves that it takes a TTL.
	if (target.config.allow_msg_ttl !== true)
		return {
			refusal: supports(features, '2.11')
				? `Bucket ${bucket.bucket} does not have allow_msg_ttl, so its keys cannot have a TTL. Nothing was sent.`
				: `Bucket ${bucket.bucket} does not have allow_msg_ttl, which needs nats-server 2.11 (this one is ${versionInWords(features)}): a TTL would be stored without effect. Nothing was sent.`,
		};
	const fault = ttlFault(ttl);
	return fault === undefined ? undefined : { refusal: `${fault} Nothing was sent.` };
}

/** Why no server takes a TTL as it is, as a sentence. */
export function ttlFault(ttl: Ttl): string | undefined {
	if (ttl === 'never') return undefined;
	if (ttl < second) return 'A TTL is one second or more.';
	return BigInt(ttl) % BigInt(second) === 0n
		? undefined
		: 'A TTL is a whole number of seconds: the server ignores the rest.';
}

/** What a TTL will do. `now`: the latest revision before. */
export function ttlConsequences(
	{ target }: OpenKvBucket,
	ttl: Ttl | undefined,
	now: KvEntry | undefined,
): readonly Consequence[] {
	if (ttl === undefined) return [];
	if (ttl === 'never') return [plain('The value never expires, whatever max_age says.')];
	const {
		subject_delete_marker_ttl: markers,
		max_msgs_per_subject: history = 1,
		max_age: age = 0,
	}: Partial<StreamConfig> = target?.config ?? {};
	const raised = typeof markers === 'number' && ttl < markers && history > 1;
	const own = raised ? markers : ttl;
	const isOlder = age > 0 && age < own;
	return [
		plain(
			isOlder
				? `The value expires after ${duration(age)}, the max_age of the bucket, which is shorter than the TTL.`
				: `The value expires after ${duration(own)}; a later put without a TTL stays ${age > 0 ? `for ${duration(age)} (max_age)` : 'for ever'}.`,
		),
		...(raised
			? [
					warn(
						`The server raises the TTL from ${duration(ttl)} to ${duration(markers)}, the subject_delete_marker_ttl of the bucket.`,
					),
				]
			: []),
		// nats-server 2.15 writes a marker only once the last revision of the key has expired.
		...(history !== 1 && now?.operation === 'put'
			? [
					warn(
						`The bucket keeps earlier revisions: when this value expires, revision ${count(now.revision)} is the value of the key again.`,
					),
				]
			: []),
	];
}
