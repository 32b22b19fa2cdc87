import type { StreamConfig, StreamSource } from '../wire.ts';
import { type Bucket, type BucketKind, bucketKinds } from './bucket.ts';

/** Where a bucket differs from what client libraries make. */
export interface Oddity {
	/** Two or three words for a column. */
	readonly short: string;
	/** The consequence, as a sentence. */
	readonly sentence: string;
}

interface Rule extends Oddity {
	readonly of: readonly BucketKind[];
	readonly is: (config: StreamConfig, bucket: Bucket) => boolean;
}

const both: readonly BucketKind[] = ['kv', 'objects'];

/** What client libraries allow in the name of a bucket. */
export const bucketNamePattern = /^[A-Za-z0-9_-]+$/;
/** Most revisions of a key that client libraries keep. */
export const mostHistory = 64;

const history = ({ max_msgs_per_subject = -1 }: StreamConfig): number => Number(max_msgs_per_subject);
const isCopy = ({ mirror }: StreamConfig): boolean => mirror !== undefined;

/** The gravest first. */
const rules: readonly Rule[] = [
	{
		of: ['kv'],
		short: 'no history limit',
		sentence: 'It keeps every value of a key: max_msgs_per_subject is not set, so the nats CLI refuses it as a bucket.',
		is: (config) => history(config) < 1,
	},
	{
		of: ['kv'],
		short: `history over ${mostHistory}`,
		sentence: `It keeps more values of a key than client libraries allow, ${mostHistory}.`,
		is: (config) => history(config) > mostHistory,
	},
	{
		of: ['objects'],
		short: 'loses chunks',
		sentence:
			'max_msgs_per_subject removes chunks: all chunks of an object have one subject, so that larger objects are broken.',
		is: (config) => history(config) > 0,
	},
	{
		of: both,
		short: 'odd subjects',
		sentence: 'Its subjects are not those of its name: client libraries do not find everything, or nothing, in it.',
		is: (config, bucket) => !isCopy(config) && !hasOwnSubjects(config, bucket),
	},
	{
		of: ['kv'],
		short: 'foreign keys',
		sentence:
			'A source is copied under its own name (before nats-server 2.10, or without a subject transform): clients of this bucket do not see those keys.',
		is: (config, bucket) => config.sources?.some((source) => isUnrenamed(source, bucket)) ?? false,
	},
	{
		of: ['kv'],
		short: 'mirror renames keys',
		sentence: 'The mirror stores keys under another prefix than its origin: most clients do not find them.',
		is: (config, { stored }) => isCopy(config) && !/^\$KV\.[^.]+\.$/.test(stored),
	},
	{
		of: both,
		short: 'no roll-up',
		sentence: 'allow_rollup_hdrs is off: purging a key, or replacing an object, is refused or leaves the old one.',
		is: ({ allow_rollup_hdrs: rollup, sealed }) => rollup !== true && sealed !== true,
	},
	{
		of: both,
		short: 'drops the oldest',
		sentence: 'discard is old: when it is full, the oldest content disappears where a write should be refused.',
		is: ({ discard = 'old', max_bytes: most = -1, max_msgs: count = -1 }) =>
			discard === 'old' && (most > 0 || count > 0),
	},
	{
		of: both,
		short: 'other retention',
		sentence: 'Its retention is not limits: content disappears when consumers have read it.',
		is: ({ retention = 'limits' }) => retention !== 'limits',
	},
	{
		of: both,
		short: 'no acks',
		sentence: 'no_ack is on: nobody learns whether a write was stored.',
		is: ({ no_ack: silent }) => silent === true,
	},
	{
		of: both,
		short: 'no direct gets',
		sentence: 'allow_direct is off: only its leader answers reads, and some clients cannot read it.',
		is: ({ allow_direct: direct }) => direct !== true,
	},
	{
		of: both,
		short: 'odd name',
		sentence: 'Client libraries refuse its name: they allow letters, digits, - and _.',
		is: (_, { bucket }) => !bucketNamePattern.test(bucket),
	},
];

function hasOwnSubjects({ subjects }: StreamConfig, { kind, bucket }: Bucket): boolean {
	const own = bucketKinds[kind].subjects(bucket);
	return subjects?.length === own.length && own.every((subject) => subjects.includes(subject));
}

/** A source that is a bucket, whose keys keep the prefix of that bucket. */
function isUnrenamed({ name, subject_transforms: transforms }: StreamSource, { bucket }: Bucket): boolean {
	return name.startsWith(bucketKinds.kv.start) && !transforms?.some(({ dest }) => dest === `$KV.${bucket}.>`);
}

/** What is odd about a bucket, the gravest first; nothing for what client libraries make. */
export function odditiesOf(bucket: Bucket): readonly Oddity[] {
	return rules
		.filter(({ of, is }) => of.includes(bucket.kind) && is(bucket.config, bucket))
		.map(({ short, sentence }) => ({ short, sentence }));
}
