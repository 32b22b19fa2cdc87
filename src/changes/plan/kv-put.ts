import { bytes } from '../../format/bytes.ts';
import { count } from '../../format/integer.ts';
import type { KvEntry } from '../../jetstream/kv/entry.ts';
import type { OpenKvBucket } from '../../jetstream/kv/open-bucket.ts';
import { type KvWrite, ownHeaders } from '../../jetstream/kv/write.ts';
import type { Integer } from '../../jetstream/wire.ts';
import { isKept } from '../journal-values.ts';
import type { Consequence, Plan } from '../proposal.ts';
import { kvStep, unwritableKey } from './kv-step.ts';
import { ttlConsequences, ttlRefusal } from './kv-ttl.ts';
import { bad, plain, toBeTyped, warn } from './wording.ts';

/** A value for a key. */
export interface NewValue extends Pick<KvWrite, 'key' | 'value' | 'ttl' | 'headers'> {}

/** Stores a value, whatever the key has now. `now`: its latest revision. */
export function planKvPut(open: OpenKvBucket, put: NewValue, now: KvEntry | undefined): Plan {
	return planWrite(open, { kind: 'put', ...put }, now);
}

/** Stores the first value of a key, or the first after its deletion. */
export function planKvCreate(open: OpenKvBucket, put: NewValue, now: KvEntry | undefined): Plan {
	if (now?.operation === 'put')
		return { refusal: `The key ${put.key} exists already, at revision ${count(now.revision)}. Nothing was sent.` };
	return planWrite(open, { kind: 'create', ...put, revision: now?.revision ?? 0 }, now);
}

/** Stores a value if this revision is still the last one: the server refuses it otherwise. */
export function planKvUpdate(
	open: OpenKvBucket,
	put: NewValue & { readonly revision: Integer },
	now: KvEntry | undefined,
): Plan {
	return planWrite(open, { kind: 'update', ...put }, now);
}

/** Stores the value of an earlier revision again, if nobody writes the key meanwhile. */
export function planKvRevert(open: OpenKvBucket, to: KvEntry, now: KvEntry | undefined): Plan {
	const { key, value, headers, revision, operation } = to;
	if (operation !== 'put')
		return {
			refusal: `Revision ${count(revision)} of the key ${key} is no value: the key was deleted. Nothing was sent.`,
		};
	if (now === undefined) return { refusal: `The key ${key} no longer exists. Nothing was sent.` };
	if (now.revision === revision)
		return { refusal: `The key ${key} is at revision ${count(revision)} already. Nothing was sent.`, unchanged: true };
	const plan = planWrite(
		open,
		{ kind: 'update', key, value, headers: ownHeaders(headers), revision: now.revision },
		now,
	);
	if ('refusal' in plan) return plan;
	const lost = to.ttl === undefined || to.ttl === 'never' ? [] : [warn('The TTL of that revision is not set again.')];
	return {
		...plan,
		title: `Revert key ${key} of bucket ${open.bucket.bucket} to revision ${count(revision)}`,
		consequences: [...plan.consequences, ...lost],
	};
}

const titles = { put: 'Put', create: 'Create', update: 'Update' } as const;

type ValueWrite = KvWrite & { readonly kind: keyof typeof titles };

function planWrite(open: OpenKvBucket, write: ValueWrite, now: KvEntry | undefined): Plan {
	const refused =
		unwritableKey(write.key) ?? foreignHeader(write) ?? ttlRefusal(open, write.ttl) ?? unwritableBucket(open);
	if (refused !== undefined) return refused;
	const { bucket } = open.bucket;
	const { key, kind, ttl } = write;
	const lost = lostBy(open, now);
	const destroys = now?.operation === 'put' && isLostForGood(open, now);
	return {
		title: `${titles[kind]} key ${key} of bucket ${bucket}`,
		doing: 'writing',
		done: `Key ${key} of bucket ${bucket} is stored.`,
		effect: destroys ? 'destroy' : 'change',
		...(destroys && { typed: toBeTyped([key], 'replace', 'value') }),
		...(lost === undefined && { lossless: true }),
		consequences: [...nowInWords(write, now), ...(lost ?? []), ...ttlConsequences(open, ttl, now), ...elsewhere(open)],
		steps: [kvStep(open, write, now)],
	};
}

/** A header of the protocol is none of a value. */
function foreignHeader({ headers = [] }: KvWrite): { readonly refusal: string } | undefined {
	const own = new Set(ownHeaders(headers));
	const foreign = headers.find((header) => !own.has(header));
	return foreign && { refusal: `The header ${foreign[0]} belongs to the protocol, not to a value. Nothing was sent.` };
}

function nowInWords({ kind, revision }: ValueWrite, now: KvEntry | undefined): readonly Consequence[] {
	if (kind === 'update' && revision !== (now?.revision ?? 0))
		return [
			bad(
				`The server will refuse it: the last revision of the key is ${now === undefined ? 'gone' : count(now.revision)}, not ${count(revision ?? 0)}.`,
			),
		];
	if (now === undefined) return [plain('The key does not exist yet.')];
	if (now.operation !== 'put') return [plain(`The key was deleted, at revision ${count(now.revision)}.`)];
	return [plain(`It replaces revision ${count(now.revision)}, ${bytes(now.value.length)}.`)];
}

/** Neither the history nor undo brings it back, as far as is known: what another domain or account stores is not undone here. */
const isLostForGood = ({ target }: OpenKvBucket, now: KvEntry): boolean =>
	target === undefined || (target.config.max_msgs_per_subject === 1 && !isKept(now));

/** What the history of the key may no longer have room for; undefined if nothing is lost. */
function lostBy(
	{ target, bucket: { origin } }: OpenKvBucket,
	now: KvEntry | undefined,
): readonly Consequence[] | undefined {
	if (now === undefined) return undefined;
	if (target === undefined)
		return [warn(`Bucket ${origin?.bucket} decides whether the present value stays in its history.`)];
	const { max_msgs_per_subject: history = -1 } = target.config;
	if (history < 0) return undefined;
	if (history === 1)
		return now.operation === 'put'
			? [
					(isKept(now) ? warn : bad)('The bucket keeps one value a key: the present one will be lost.'),
					...(isKept(now) ? [] : [plain('It is too large to be kept for undo.')]),
				]
			: undefined;
	return [plain(`The bucket keeps ${count(history)} revisions a key: the oldest goes when there are more.`)];
}

/** Why nothing can be written. */
export function unwritableBucket({ bucket, target }: OpenKvBucket): { readonly refusal: string } | undefined {
	const config = target?.config;
	return config?.sealed === true ? { refusal: `Bucket ${bucket.bucket} is sealed. Nothing was sent.` } : undefined;
}

/** A mirror sends its writes to its origin. */
export function elsewhere({ bucket }: OpenKvBucket): readonly Consequence[] {
	const { origin } = bucket;
	if (origin === undefined) return [];
	const where = origin.api === undefined ? '' : ` behind ${origin.api}`;
	return [
		plain(
			`Bucket ${bucket.bucket} mirrors bucket ${origin.bucket}${where}, which takes the write; it shows here a little later.`,
		),
	];
}
