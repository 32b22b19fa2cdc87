import type { BucketKind } from '../jetstream/buckets/bucket.ts';
import type { Version } from '../jetstream/endpoints/endpoint.ts';
import { type Draft, typed } from './draft.ts';

const fromFile: Preset = {
	id: 'file',
	label: 'From a JSON file',
	help: 'Reads a saved configuration, bare or in an INFO reply.',
	draft: {},
	from: 'file',
};

/** What a stream is for: a valid first configuration, which every step can change. */
export interface Preset {
	readonly id: string;
	readonly label: string;
	readonly help: string;
	readonly draft: Draft;
	/** The first server version that can do it. */
	readonly since?: Version;
	/** The first server version that has another preset for it. */
	readonly gone?: Version;
	/** The kind of bucket that it is for. */
	readonly bucket?: BucketKind;
	/** Where its configuration comes from. */
	readonly from?: 'copy' | 'file';
}

const days = (n: number): number => n * 86_400_000_000_000;

/** In the order shown. */
export const streamPresets: readonly Preset[] = [
	{
		id: 'log',
		label: 'Event log',
		help: 'Keeps messages for a while, for any number of consumers: retention limits, max age 30 days.',
		draft: { retention: 'limits', storage: 'file', max_age: days(30), discard: 'old' },
	},
	{
		id: 'queue',
		since: '2.9',
		label: 'Work queue',
		help: 'Each message is processed once and then removed: retention work queue; a full stream refuses new messages.',
		draft: { retention: 'workqueue', storage: 'file', discard: 'new' },
	},
	{
		id: 'queue-of-old',
		gone: '2.9',
		label: 'Work queue',
		help: 'Each message is processed once and then removed: retention work queue; a full stream removes the oldest.',
		draft: { retention: 'workqueue', storage: 'file' },
	},
	{
		id: 'fan-out',
		label: 'Fan-out by interest',
		help: 'Keeps a message until every consumer has acknowledged it: retention interest.',
		draft: { retention: 'interest', storage: 'file', discard: 'old' },
	},
	{
		id: 'latest',
		since: '2.9',
		label: 'Latest value per subject',
		help: 'Keeps one message per subject, such as a state or a setting; every replica answers reads.',
		draft: { retention: 'limits', storage: 'file', max_msgs_per_subject: 1, discard: 'old', allow_direct: true },
	},
	{
		id: 'mirror',
		since: '2.9',
		label: 'Mirror of a stream',
		help: 'An exact copy of one stream; it has no subjects of its own.',
		draft: { storage: 'file', mirror: { name: typed('') } },
	},
	{
		id: 'aggregate',
		since: '2.9',
		label: 'Aggregate of streams',
		help: 'Copies the messages of several streams into one.',
		draft: { retention: 'limits', storage: 'file', sources: [{ name: typed('') }] },
	},
	{
		id: 'blank',
		label: 'Blank',
		help: "Nothing is set: the server's defaults.",
		draft: {},
	},
	{
		id: 'copy',
		label: 'Copy of a stream',
		help: 'Starts with the configuration of an existing stream; you give a new name and subjects.',
		draft: {},
		from: 'copy',
	},
	fromFile,
];

export const consumerPresets: readonly Preset[] = [
	{
		id: 'worker',
		label: 'Workers that share messages',
		help: 'Durable pull consumer: each message goes to one worker, and is delivered again until it is acknowledged.',
		draft: { durable_name: typed(''), deliver_policy: 'all', ack_policy: 'explicit' },
	},
	{
		id: 'reader',
		since: '2.9',
		label: 'Temporary reader',
		help: 'Ephemeral pull consumer without acknowledgements; the server deletes it when nobody uses it.',
		draft: { name: typed(''), deliver_policy: 'all', ack_policy: 'none', inactive_threshold: 300_000_000_000 },
	},
	{
		id: 'push',
		label: 'Push to a subject',
		help: 'Durable push consumer: delivers messages to a subject as they come.',
		draft: { durable_name: typed(''), deliver_policy: 'all', ack_policy: 'explicit', deliver_subject: typed('') },
	},
	{
		id: 'monitor',
		label: 'Push new messages',
		help: 'Ephemeral push consumer without acknowledgements: new messages only.',
		draft: { name: typed(''), deliver_policy: 'new', ack_policy: 'none', deliver_subject: typed('') },
	},
	{
		id: 'copy',
		label: 'Copy of a consumer',
		help: 'Starts with the configuration of another consumer of the stream; you give a new name.',
		draft: {},
		from: 'copy',
	},
	fromFile,
];

const hour = 3_600_000_000_000;

/** What a bucket is for. */
export const bucketPresets: readonly Preset[] = [
	{
		id: 'settings',
		label: 'Settings',
		help: 'Values that change seldom: history 10, to look back and revert.',
		draft: { max_msgs_per_subject: 10 },
		bucket: 'kv',
	},
	{
		id: 'flags',
		label: 'Feature flags',
		help: 'Few small values that everybody watches: history 5, 1 KiB a value; choose 3 replicas in a cluster.',
		draft: { max_msgs_per_subject: 5, max_msg_size: 1024 },
		bucket: 'kv',
	},
	{
		id: 'sessions',
		label: 'Sessions',
		help: 'Values that expire: TTL 1 hour, only the latest value.',
		draft: { max_msgs_per_subject: 1, max_age: hour },
		bucket: 'kv',
	},
	{
		id: 'last',
		label: 'Last value',
		help: 'The present state of many things: only the latest value, in memory, lost with its servers.',
		draft: { max_msgs_per_subject: 1, storage: 'memory' },
		bucket: 'kv',
	},
	{
		id: 'files',
		label: 'Files',
		help: 'An object store: files of any size, in chunks.',
		draft: { storage: 'file' },
		bucket: 'objects',
	},
	{
		id: 'mirror',
		label: 'Mirror of a bucket',
		help: 'A copy to read from, also of another domain; writes go to the origin.',
		draft: { mirror: { name: typed('') } },
		bucket: 'kv',
	},
	{
		id: 'blank',
		label: 'Blank',
		help: 'A key-value bucket as client libraries make it: only the latest value, no limits.',
		draft: {},
		bucket: 'kv',
	},
	{
		id: 'copy',
		label: 'Copy of a bucket',
		help: 'Starts with the configuration of an existing bucket; you give a new name.',
		draft: {},
		from: 'copy',
	},
];
