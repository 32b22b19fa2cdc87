import type { Version } from '../jetstream/endpoints/endpoint.ts';
import { type Draft, typed } from './draft.ts';

const fromFile: Preset = {
	id: 'file',
	label: 'From a JSON file',
	help: 'Reads a configuration that was saved, bare or as a whole INFO reply.',
	draft: {},
	from: 'file',
};

/** What a stream is for: a beginning that works, which every step can change. */
export interface Preset {
	readonly id: string;
	readonly label: string;
	readonly help: string;
	readonly draft: Draft;
	/** The first line that can do it at all. */
	readonly since?: Version;
	/** The first line that another purpose is for. */
	readonly gone?: Version;
	/** It begins with a configuration that is elsewhere. */
	readonly from?: 'copy' | 'file';
}

const days = (n: number): number => n * 86_400_000_000_000;

/** In the order in which they are asked for. */
export const streamPresets: readonly Preset[] = [
	{
		id: 'log',
		label: 'Event log',
		help: 'Keeps everything for a while, for any number of readers: retention limits, max age 30 days.',
		draft: { retention: 'limits', storage: 'file', max_age: days(30), discard: 'old' },
	},
	{
		id: 'queue',
		since: '2.9',
		label: 'Work queue',
		help: 'Each message is worked on once and then gone: retention work queue; when it is full, publishers are told.',
		draft: { retention: 'workqueue', storage: 'file', discard: 'new' },
	},
	{
		id: 'queue-of-old',
		gone: '2.9',
		label: 'Work queue',
		help: 'Each message is worked on once and then gone: retention work queue; when it is full, the oldest go.',
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
		help: 'Keeps one message for each subject, such as a state or a setting; answers reads from every replica.',
		draft: { retention: 'limits', storage: 'file', max_msgs_per_subject: 1, discard: 'old', allow_direct: true },
	},
	{
		id: 'mirror',
		since: '2.9',
		label: 'Mirror of a stream',
		help: 'An exact copy of one stream, kept up to date; it takes no messages of its own.',
		draft: { storage: 'file', mirror: { name: typed('') } },
	},
	{
		id: 'aggregate',
		since: '2.9',
		label: 'Gathered from streams',
		help: 'Copies what comes to several streams into one.',
		draft: { retention: 'limits', storage: 'file', sources: [{ name: typed('') }] },
	},
	{
		id: 'blank',
		label: 'Blank',
		help: "Nothing chosen: the server's defaults.",
		draft: {},
	},
	{
		id: 'copy',
		label: 'Copy of a stream',
		help: 'Begins with the configuration of a stream that is there; its name and subjects are still to be given.',
		draft: {},
		from: 'copy',
	},
	fromFile,
];

/** What a consumer is for. */
export const consumerPresets: readonly Preset[] = [
	{
		id: 'worker',
		label: 'Workers that share the messages',
		help: 'Durable pull consumer: each message goes to one of those who ask, and comes again until it is acknowledged.',
		draft: { durable_name: typed(''), deliver_policy: 'all', ack_policy: 'explicit' },
	},
	{
		id: 'reader',
		since: '2.9',
		label: 'Reader for a while',
		help: 'Ephemeral pull consumer without acknowledgements; the server removes it when nobody asks any more.',
		draft: { name: typed(''), deliver_policy: 'all', ack_policy: 'none', inactive_threshold: 300_000_000_000 },
	},
	{
		id: 'push',
		label: 'Pushed to a subject',
		help: 'Durable push consumer: messages are sent to a subject as they come, to whoever listens there.',
		draft: { durable_name: typed(''), deliver_policy: 'all', ack_policy: 'explicit', deliver_subject: typed('') },
	},
	{
		id: 'monitor',
		label: 'Pushed, from now on',
		help: 'Ephemeral push consumer without acknowledgements: new messages only.',
		draft: { name: typed(''), deliver_policy: 'new', ack_policy: 'none', deliver_subject: typed('') },
	},
	{
		id: 'copy',
		label: 'Copy of a consumer',
		help: 'Begins with the configuration of another consumer of the stream; its name is still to be given.',
		draft: {},
		from: 'copy',
	},
	fromFile,
];
