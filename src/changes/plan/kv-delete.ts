import { type Integer, plural } from '../../format/integer.ts';
import type { KvEntry } from '../../jetstream/kv/entry.ts';
import { isStorable } from '../../jetstream/kv/key.ts';
import type { OpenKvBucket } from '../../jetstream/kv/open-bucket.ts';
import type { Ttl } from '../../jetstream/kv/ttl.ts';
import type { Consequence, Plan } from '../proposal.ts';
import { elsewhere, unwritableBucket } from './kv-put.ts';
import { kvStep } from './kv-step.ts';
import { ttlRefusal } from './kv-ttl.ts';
import { bad, plain, toBeTyped, warn } from './wording.ts';

/** A key to remove, and its latest revision. */
export interface RemovedKey {
	readonly key: string;
	readonly now: KvEntry | undefined;
	/** The revision that must be the last one; by default the one that was read, or any for a deletion that keeps the value in the history. */
	readonly revision?: Integer;
}

/** Marks keys as deleted; of their history stays what the bucket has room for beside the marker. */
export function planKvDelete(open: OpenKvBucket, keys: readonly RemovedKey[]): Plan {
	const refused = unremovable(open, keys);
	if (refused !== undefined) return refused;
	const there = keys.filter(({ now }) => now?.operation === 'put');
	const [only] = there;
	if (only === undefined)
		return {
			refusal: `${keys.length === 1 ? 'The key does' : 'The keys do'} not exist, or ${keys.length === 1 ? 'was' : 'were'} deleted already. Nothing was sent.`,
			unchanged: true,
		};
	const named = namedKeys(there, open);
	const keepsOne = open.target?.config.max_msgs_per_subject === 1;
	// Where another domain or account decides, nobody knows what it keeps.
	const loses = keepsOne || open.target === undefined;
	return {
		title: `Delete ${named}`,
		doing: 'deleting',
		done: `${capital(named)} ${there.length === 1 ? 'is' : 'are'} deleted.`,
		effect: loses || there.length > 1 ? 'destroy' : 'change',
		...((loses || there.length > 1) && {
			typed: toBeTyped(
				there.map(({ key }) => key),
				'delete',
				'key',
			),
		}),
		consequences: [...skipped(keys.length - there.length), leftAfter(open, there.length), ...elsewhere(open)],
		stopsAt: 'elsewhere',
		// A value that nobody saw is not lost: the server refuses it then.
		steps: there.map(({ key, now, revision = keepsOne ? now?.revision : undefined }) =>
			kvStep(open, { kind: 'delete', key, value: empty, ...(revision !== undefined && { revision }) }, now),
		),
	};
}

/** What of the values is left. */
function leftAfter({ target, bucket: { origin } }: OpenKvBucket, keys: number): Consequence {
	if (target === undefined)
		return warn(`A marker is stored; bucket ${origin?.bucket} decides whether earlier values stay.`);
	const history = target.config.max_msgs_per_subject ?? -1;
	const values = keys === 1 ? 'The value' : `The values of ${plural(keys, 'key')}`;
	if (history === 1) return bad(`${values} will be lost: the bucket keeps one revision a key, the marker.`);
	const kept = history < 1 ? 'every revision' : `up to ${plural(history, 'revision')} a key`;
	return plain(`A marker is stored; the bucket keeps ${kept}, so earlier values can be restored.`);
}

const empty = new Uint8Array();

/** Removes keys with their history, each as it was read: a value that came since stays. `ttl`: of the marker, which stays otherwise. */
export function planKvPurge(
	open: OpenKvBucket,
	keys: readonly RemovedKey[],
	{ ttl }: { readonly ttl?: Ttl } = {},
): Plan {
	const refused = unremovable(open, keys) ?? ttlRefusal(open, ttl);
	if (refused !== undefined) return refused;
	const { config } = open.target ?? {};
	if (config !== undefined && config.allow_rollup_hdrs !== true)
		return {
			refusal: `Bucket ${open.bucket.bucket} does not have allow_rollup_hdrs, so its keys cannot be purged. Delete them, or set it. Nothing was sent.`,
		};
	const there = keys.filter(({ now }) => now !== undefined);
	if (there.length === 0)
		return {
			refusal: `${keys.length === 1 ? 'The key never existed' : 'The keys never existed'}. Nothing was sent.`,
			unchanged: true,
		};
	const named = namedKeys(there, open);
	return {
		title: `Purge ${named}`,
		doing: 'purging',
		done: `${capital(named)} ${there.length === 1 ? 'is' : 'are'} purged.`,
		effect: 'destroy',
		typed: toBeTyped(
			there.map(({ key }) => key),
			'purge',
			'key',
		),
		consequences: [
			...skipped(keys.length - there.length),
			bad(
				`${there.length === 1 ? 'The value and its history' : 'All values and their histories'} will be lost. A purge cannot be undone.`,
			),
			plain(ttl === undefined || ttl === 'never' ? 'A marker stays.' : 'The marker expires too.'),
			...elsewhere(open),
		],
		stopsAt: 'elsewhere',
		steps: there.map(({ key, now }) =>
			kvStep(
				open,
				{ kind: 'purge', key, value: empty, ...(ttl !== undefined && { ttl }), ...(now && { revision: now.revision }) },
				now,
			),
		),
	};
}

/** A key that no library allows can be removed, if a server can store it. */
function unremovable(open: OpenKvBucket, keys: readonly RemovedKey[]): { readonly refusal: string } | undefined {
	const wrong = keys.find(({ key }) => !isStorable(key));
	if (wrong !== undefined)
		return { refusal: `No bucket can have the key ${JSON.stringify(wrong.key)}. Nothing was sent.` };
	return unwritableBucket(open);
}

function namedKeys(keys: readonly RemovedKey[], { bucket: { bucket } }: OpenKvBucket): string {
	const [only] = keys;
	return keys.length === 1 && only
		? `key ${only.key} of bucket ${bucket}`
		: `${plural(keys.length, 'key')} of bucket ${bucket}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const skipped = (many: number): readonly Consequence[] =>
	many === 0 ? [] : [plain(`${plural(many, 'key')} of them ${many === 1 ? 'is' : 'are'} already gone.`)];
