import { count, type Integer, plural } from '../../format/integer.ts';
import {
	type Bucket,
	type BucketKind,
	type BucketName,
	bucketInWords,
	bucketKinds,
	bucketOf,
	streamOfBucket,
} from '../../jetstream/buckets/bucket.ts';
import { bucketStreamFields } from '../../jetstream/buckets/fields.ts';
import { originNames } from '../../jetstream/buckets/origin-names.ts';
import { inWords } from '../../jetstream/fields/words.ts';
import type { StreamConfig, StreamInfo } from '../../jetstream/wire.ts';
import type { Consequence, Plan } from '../proposal.ts';
import { planSeal } from './stream-changes.ts';
import { planStreamCreate } from './stream-configuration.ts';
import { type Doomed, planStreamDelete } from './stream-delete.ts';
import { type Purged, planPurge } from './stream-purge.ts';
import { bad, listOfNames, plain, toBeTyped, warn } from './wording.ts';

interface Words {
	/** `Delete`, of the title. */
	readonly verb: string;
	/** `deleted`, of what is said when it is done. */
	readonly past: string;
}

/**
 * A plan for streams that are buckets, in the words of buckets. What must be typed is the name of the stream: a key-value bucket and an
 * object store may have one name.
 */
export function inBucketWords(plan: Plan, buckets: readonly BucketName[], { verb, past }: Words): Plan {
	const [first] = buckets;
	if ('refusal' in plan || first === undefined) return plan;
	const one = buckets.length === 1;
	const what = one ? bucketInWords(first) : plural(buckets.length, 'bucket');
	return {
		...plan,
		title: `${verb} ${what}`,
		done: one ? `The ${what} is ${past}.` : `${what} are ${past}.`,
		...(plan.typed !== undefined && { typed: toBeTyped(buckets.map(streamOfBucket), verb.toLowerCase(), 'bucket') }),
	};
}

/** Creates a bucket. `form`: where a refusal returns to. */
export function planBucketCreate(config: StreamConfig, form?: string): Plan {
	const plan = planStreamCreate(config, form);
	const bucket = bucketOf(config);
	if ('refusal' in plan || bucket === undefined) return plan;
	const consequences = [...copies(bucket), ...keeps(bucket)];
	return inBucketWords({ ...plan, consequences }, [bucket], { verb: 'Create', past: 'created' });
}

function copies({ config, origin, stream, stored }: Bucket): readonly Consequence[] {
	const from = originNames(config);
	if (origin !== undefined) {
		const where = origin.api === undefined ? '' : ` at ${origin.api}`;
		return [plain(`It is a copy of bucket ${origin.bucket}${where}: writes go there, and reads may be a little old.`)];
	}
	return [
		plain(`Its stream is ${stream}, which takes everything published under ${stored}>.`),
		...(from.length === 0 ? [] : [plain(`It copies the keys of ${listOfNames(from)}.`)]),
	];
}

function keeps({ kind, config }: Bucket): readonly Consequence[] {
	const { max_age: ttl = 0, max_bytes: most = -1, storage } = config;
	const age = bucketStreamFields[kind].find(({ name }) => name === 'max_age');
	const long = ttl > 0 && age !== undefined ? `, for ${inWords(age, ttl)} at most` : '';
	return [
		plain(`It keeps ${contents[kind].kept(config)}${long}.`),
		...(most > 0 ? [] : [warn('It has no size limit: it grows until the account or the disk is full.')]),
		...(storage === 'memory' ? [warn('It is in memory: lost when all its servers stop.')] : []),
	];
}

/** What a bucket has, as far as it was counted: objects by their names, of which some may be deleted. */
export interface Counted {
	readonly name: BucketName;
	readonly objects?: Integer | undefined;
}

function content({ name: { kind, bucket }, objects }: Counted, info: StreamInfo, several: boolean): Consequence {
	const about = several ? `${bucket}: ` : '';
	const { content: noun, counted } = bucketKinds[kind];
	const many = counted(info, objects);
	if (many === undefined) return bad(`${about}All ${noun}s will be lost; jetdeck could not count them.`);
	return Number(many) === 0
		? plain(`${about}It has no ${noun}s.`)
		: bad(`${about}${plural(many, noun)} will be lost; the count includes deleted ones that have a marker.`);
}

interface ContentRow {
	/** What it keeps, before how long. */
	readonly kept: (config: StreamConfig) => string;
	/** What its programs do not learn of a purge. */
	readonly unseen?: string;
}

const contents: Readonly<Record<BucketKind, ContentRow>> = {
	kv: {
		kept: ({ max_msgs_per_subject: history = 1 }) =>
			history === 1 ? 'the latest value of each key' : `the ${count(history)} latest values of each key`,
		unseen: 'No markers are left: programs that watch keys do not learn that these are gone.',
	},
	objects: { kept: () => 'each object until it is deleted' },
};

const infoOf = (one: Doomed | Purged): StreamInfo | undefined => ('info' in one ? one.info : undefined);

/** Deletes buckets, which are one to each stream. */
export function planBucketDelete(doomed: readonly Doomed[], counted: readonly Counted[]): Plan {
	const plan = planStreamDelete(doomed);
	const lost = lostOf(doomed, counted);
	return inBucketWords(
		{ ...plan, consequences: [...lost, ...plan.consequences] },
		counted.map(({ name }) => name),
		{
			verb: 'Delete',
			past: 'deleted',
		},
	);
}

function lostOf(streams: readonly (Doomed | Purged)[], counted: readonly Counted[]): readonly Consequence[] {
	return counted.flatMap((each, at) => {
		const one = streams[at];
		const info = one && infoOf(one);
		return info === undefined ? [] : [content(each, info, counted.length > 1)];
	});
}

/** Removes everything from buckets. */
export function planBucketPurge(streams: readonly Purged[], counted: readonly Counted[]): Plan {
	const plan = planPurge(streams, {});
	const unseen = new Set(counted.flatMap(({ name }) => contents[name.kind].unseen ?? []));
	const consequences = [...lostOf(streams, counted), ...[...unseen].map(warn), ...plan.consequences];
	const buckets = counted.map(({ name }) => name);
	return inBucketWords({ ...plan, consequences }, buckets, { verb: 'Purge', past: 'purged' });
}

/** Seals an object store for ever. */
export function planBucketSeal(info: StreamInfo, name: BucketName): Plan {
	const plan = planSeal(info);
	const read = plain('Its objects can still be read; none can be put, replaced or deleted.');
	return inBucketWords({ ...plan, consequences: [read, ...plan.consequences] }, [name], {
		verb: 'Seal',
		past: 'sealed',
	});
}
