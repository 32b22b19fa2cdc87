import type { Field } from './field.ts';
import { transformFields } from './nested.ts';

/** The keys of an ExternalStream. */
export const externalFields: readonly Field[] = [
	{
		name: 'api',
		label: 'API prefix',
		help: 'Where the JetStream API of the other account or domain is, such as $JS.hub.API.',
		kind: 'subject',
		required: true,
		since: '2.9',
		update: 'yes',
		group: 'replication',
	},
	{
		name: 'deliver',
		label: 'Delivery prefix',
		help: 'Prefix of the subjects on which the other account delivers.',
		kind: 'subject',
		since: '2.9',
		update: 'yes',
		group: 'replication',
	},
];

/** The keys of a StreamConsumerSource. */
export const consumerSourceFields: readonly Field[] = [
	{
		name: 'name',
		label: 'Consumer',
		help: 'An existing durable push consumer with flow_control acknowledgements to read through.',
		kind: 'name',
		required: true,
		since: '2.14',
		update: 'yes',
		group: 'replication',
	},
	{
		name: 'deliver_subject',
		label: 'Deliver subject',
		help: 'The deliver subject of that consumer.',
		kind: 'subject',
		required: true,
		since: '2.14',
		update: 'yes',
		group: 'replication',
	},
];

/** The keys of a StreamSource, for `mirror` and for each of `sources`. */
export const sourceFields: readonly Field[] = [
	{
		name: 'name',
		label: 'Stream',
		help: 'Name of the stream to copy from.',
		kind: 'name',
		required: true,
		since: '2.9',
		update: 'yes',
		group: 'replication',
	},
	{
		name: 'opt_start_seq',
		label: 'Start sequence',
		help: 'First sequence to copy; excludes a start time.',
		kind: 'sequence',
		empty: 'from the first message',
		since: '2.9',
		update: 'yes',
		group: 'replication',
	},
	{
		name: 'opt_start_time',
		label: 'Start time',
		help: 'Copies messages stored at this time or later; excludes a start sequence.',
		kind: 'timestamp',
		empty: 'from the first message',
		since: '2.9',
		update: 'yes',
		group: 'replication',
	},
	{
		name: 'filter_subject',
		label: 'Filter subject',
		help: 'Copies only messages of these subjects; excludes subject transforms.',
		kind: 'subject',
		empty: 'all subjects',
		since: '2.9',
		update: 'yes',
		group: 'replication',
	},
	{
		name: 'external',
		label: 'External',
		help: 'Where the stream is when it belongs to another account or domain.',
		kind: 'external',
		empty: 'this account',
		fields: externalFields,
		since: '2.9',
		update: 'yes',
		group: 'replication',
	},
	{
		name: 'subject_transforms',
		label: 'Subject transforms',
		help: 'Filters and renames subjects on the way; excludes a filter subject.',
		kind: 'transforms',
		fields: transformFields,
		since: '2.10',
		dropped: 'Every subject is copied, and keeps its name.',
		update: 'yes',
		group: 'replication',
	},
	{
		name: 'consumer',
		label: 'Consumer',
		help: 'Reads through an existing consumer of the origin; excludes start and filter.',
		kind: 'consumer-source',
		fields: consumerSourceFields,
		since: '2.14',
		dropped: 'The server reads through a consumer of its own.',
		update: 'yes',
		group: 'replication',
	},
];
