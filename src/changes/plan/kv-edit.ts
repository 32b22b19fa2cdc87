import { duration } from '../../format/duration.ts';
import { count } from '../../format/integer.ts';
import { jsonOf, payloadStart } from '../../format/payload.ts';
import type { KvEntry } from '../../jetstream/kv/entry.ts';
import type { OpenKvBucket } from '../../jetstream/kv/open-bucket.ts';
import type { Ttl } from '../../jetstream/kv/ttl.ts';
import { valueChanges } from '../../jetstream/kv/value-changes.ts';
import { ownHeaders } from '../../jetstream/kv/write.ts';
import type { Consequence, Plan } from '../proposal.ts';
import { planKvCreate, planKvUpdate } from './kv-put.ts';
import { plain, warn } from './wording.ts';

const mostChanges = 12;

/** A value that somebody wrote, starting from a revision. */
export interface EditedValue {
	readonly base: KvEntry;
	readonly value: Uint8Array;
	readonly ttl?: Ttl;
}

/**
 * Stores an edited value, if nobody wrote the key meanwhile. If somebody did, both values are shown, and confirming replaces the one that
 * came between.
 */
export function planKvEdit(open: OpenKvBucket, { base, value, ttl }: EditedValue, now: KvEntry | undefined): Plan {
	const { key } = base;
	const latest = now ?? { ...base, revision: 0, operation: 'purge' as const };
	if (latest.operation === 'put' && Buffer.compare(latest.value, value) === 0)
		return { refusal: `The key ${key} already has this value. Nothing was sent.`, unchanged: true };
	const put = {
		key,
		value,
		headers: ownHeaders(latest.headers),
		revision: latest.revision,
		...(ttl !== undefined && { ttl }),
	};
	const plan = now === undefined ? planKvCreate(open, put, now) : planKvUpdate(open, put, now);
	if ('refusal' in plan) return plan;
	// A value that starts from nothing may follow a deletion.
	const isConflict = latest.revision !== base.revision && (base.revision !== 0 || latest.operation === 'put');
	return {
		...plan,
		consequences: [
			...(isConflict ? conflict(base, latest, value) : differences(latest, value)),
			...typeLost(base, value),
			...(ttl === undefined ? ttlLost(latest) : []),
			...plan.consequences,
		],
	};
}

function conflict(base: KvEntry, now: KvEntry, value: Uint8Array): readonly Consequence[] {
	const who =
		base.revision === 0
			? 'The key has a value that yours does not start from'
			: `Somebody changed the key since revision ${count(base.revision)}`;
	if (now.operation !== 'put')
		return [warn(`${who}: it was deleted. Confirm to store your value all the same.`), plain(`Yours: ${start(value)}`)];
	return [
		warn(`${who}: it is at revision ${count(now.revision)}. Confirm to replace that value by yours.`),
		plain(`Theirs: ${start(now.value)}`),
		plain(`Yours: ${start(value)}`),
		...differences(now, value),
	];
}

const start = (value: Uint8Array): string => (value.length === 0 ? 'empty' : payloadStart(value, 160));

function differences(now: KvEntry, value: Uint8Array): readonly Consequence[] {
	if (now.operation !== 'put') return [];
	const all = valueChanges(now, { ...now, value });
	const shown = all.slice(0, mostChanges).map(({ sign, text }) => plain(`${sign} ${text}`));
	return all.length <= mostChanges ? shown : [...shown, plain(`… ${count(all.length - mostChanges)} more`)];
}

/** Programs that read the key as JSON would fail. */
function typeLost(base: KvEntry, value: Uint8Array): readonly Consequence[] {
	if (base.operation !== 'put' || jsonOf(base.value) === undefined || jsonOf(value) !== undefined) return [];
	return [warn('The value was JSON, and the new one is not.')];
}

/** A TTL belongs to one value. */
function ttlLost({ ttl, operation }: KvEntry): readonly Consequence[] {
	if (operation !== 'put' || ttl === undefined || ttl === 'never') return [];
	return [warn(`The present value has a TTL of ${duration(ttl)}; the new one has none. :ttl sets it.`)];
}
