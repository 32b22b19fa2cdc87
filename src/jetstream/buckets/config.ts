import { asRecord } from '../../format/is.ts';
import type { Nanoseconds, StreamConfig, StreamSource } from '../wire.ts';
import { type Bucket, type BucketKind, bucketKinds, bucketOf } from './bucket.ts';

const twoMinutes = 120_000_000_000;

/** How long repeated writes are detected: as long as a value may live, two minutes at most. */
function windowOf(ttl: Nanoseconds | undefined): Nanoseconds {
	return ttl === undefined || ttl <= 0 || ttl > twoMinutes ? twoMinutes : ttl;
}

/** What client libraries set besides the fields of a bucket. */
export function impliedFields(kind: BucketKind, bucket: string, config: Partial<StreamConfig>): Partial<StreamConfig> {
	const { mirror, max_age: ttl, subject_delete_marker_ttl: marker, sealed } = config;
	return {
		...(mirror === undefined ? { subjects: bucketKinds[kind].subjects(bucket) } : { mirror_direct: true }),
		discard: 'new',
		allow_rollup_hdrs: true,
		allow_direct: true,
		duplicate_window: windowOf(ttl),
		...bucketKinds[kind].implied,
		...(Number(marker ?? 0) > 0 && { allow_msg_ttl: true }),
		// The server itself sets these.
		...(sealed === true && { sealed, allow_rollup_hdrs: false, deny_delete: true, deny_purge: true }),
	};
}

type Values = Readonly<Record<string, unknown>>;

/**
 * The stream of a new bucket, as client libraries make it.
 * @param settings the fields of a bucket, with the names of buckets; other fields of streams, of a copy, stay as they are
 */
export function bucketConfig(kind: BucketKind, settings: Values): Values {
	const { name, mirror, sources, ...rest } = settings;
	const bucket = typeof name === 'string' ? name : '';
	const copies = {
		...(mirror !== undefined && { mirror: mirrored(kind, mirror) }),
		...(Array.isArray(sources) && { sources: sources.map((source) => sourced(kind, bucket, source)) }),
	};
	const { subjects, ...implied } = impliedFields(kind, bucket, {
		...(rest as Partial<StreamConfig>),
		...(copies as Pick<StreamConfig, 'mirror'>),
	});
	return {
		...bucketKinds[kind].first,
		...implied,
		...rest,
		...copies,
		// They follow from other fields, also of a copy.
		duplicate_window: implied.duplicate_window,
		...(bucket !== '' && { name: `${bucketKinds[kind].start}${bucket}`, ...(subjects && { subjects }) }),
	};
}

/** The stream of a bucket that is edited: what follows from a changed field follows again, as `nats kv edit` does it. */
export function editedBucket(kind: BucketKind, before: StreamConfig, after: Values): Values {
	const { max_age: ttl, subject_delete_marker_ttl: marker, sources } = after as Partial<StreamConfig>;
	const into = before.name.slice(bucketKinds[kind].start.length);
	return {
		...after,
		...(sources?.some((source) => !before.sources?.includes(source)) && {
			sources: sources.map((each) => (before.sources?.includes(each) ? each : sourced(kind, into, each))),
		}),
		...(ttl !== before.max_age && { duplicate_window: windowOf(ttl) }),
		...(Number(marker ?? 0) > 0 && { allow_msg_ttl: true }),
	};
}

/** The stream of a bucket to copy; a name that already is one stays, as in client libraries. */
function streamOf(kind: BucketKind, name: unknown): string | undefined {
	const { start } = bucketKinds[kind];
	if (typeof name !== 'string' || name === '') return undefined;
	return name.startsWith(start) ? name : `${start}${name}`;
}

function mirrored(kind: BucketKind, mirror: unknown): Values {
	const { name, domain, ...rest } = asRecord(mirror);
	const stream = streamOf(kind, name);
	return {
		...(stream !== undefined && { name: stream }),
		...(typeof domain === 'string' && domain !== '' && { external: { api: `$JS.${domain}.API`, deliver: '' } }),
		...rest,
	};
}

function sourced(kind: BucketKind, bucket: string, source: unknown): Values {
	const { name, ...rest } = asRecord(source);
	const stream = streamOf(kind, name);
	if (stream === undefined) return rest;
	return { name: stream, ...bucketKinds[kind].sourced(ownName(kind, stream), bucket), ...rest };
}

/** What a form begins with to copy a bucket. Odd fields are copied too; what names the bucket in itself is not. */
export function copiedSettings(bucket: Bucket): Values {
	const { republish, ...rest } = bucketSettings(bucket);
	return { ...rest, ...(republish !== undefined && { republish: republished(bucket.config, republish) }) };
}

/** The configuration of a bucket without what its name decides, and with the names of buckets. */
export function bucketSettings({ kind, config }: Bucket): Values {
	const { name: _, subjects: __, sealed, duplicate_window: ___, mirror, sources, ...rest } = config;
	return {
		...(sealed === true ? withoutSealing(rest) : rest),
		...(mirror !== undefined && { mirror: unmirrored(kind, mirror) }),
		...(sources?.length && { sources: sources.map((source) => unsourced(kind, config, source)) }),
	};
}

/** What the server set when it was sealed. */
function withoutSealing({ allow_rollup_hdrs: _, deny_delete: __, deny_purge: ___, ...rest }: Values): Values {
	return rest;
}

/** What can be created again of a sealed stream: servers create none that is sealed, and what the seal replaced is not known. */
export function unsealed({ sealed, ...config }: StreamConfig): StreamConfig {
	if (sealed !== true) return config;
	const rest = withoutSealing(config) as unknown as StreamConfig;
	const bucket = bucketOf(config);
	if (bucket === undefined) return rest;
	const { allow_rollup_hdrs, deny_delete = false } = impliedFields(bucket.kind, bucket.bucket, config);
	return { ...rest, allow_rollup_hdrs: allow_rollup_hdrs === true, deny_delete };
}

/** Everything that the bucket stores, without its name: so it is in a copy too. */
function republished({ subjects }: StreamConfig, republish: unknown): Values {
	const { src, ...rest } = asRecord(republish);
	return typeof src === 'string' && src !== '' && !(subjects?.length === 1 && subjects[0] === src)
		? { src, ...rest }
		: rest;
}

const ownName = (kind: BucketKind, stream: string): string =>
	stream.startsWith(bucketKinds[kind].start) ? stream.slice(bucketKinds[kind].start.length) : stream;

function unmirrored(kind: BucketKind, { name, external, ...rest }: StreamSource): Values {
	const [, domain] = /^\$JS\.([^.]+)\.API$/.exec(external?.api ?? '') ?? [];
	const isDomain = domain !== undefined && !external?.deliver;
	return { name: ownName(kind, name), ...(isDomain ? { domain } : external && { external }), ...rest };
}

/** Without the transform to the prefix of the copied bucket: the copy has its own. */
function unsourced(kind: BucketKind, { name: into }: StreamConfig, { name, ...rest }: StreamSource): Values {
	const { subject_transforms: transforms, ...others } = rest;
	const bucket = ownName(kind, into);
	const isOwn = transforms?.length === 1 && transforms[0]?.dest === `$KV.${bucket}.>`;
	return { name: ownName(kind, name), ...(isOwn || !transforms ? others : rest) };
}
