import { readInNanoseconds } from '../terraform/stream-attributes.ts';
import type { Field } from './field.ts';

/** The keys of a SubjectTransformConfig. */
export const transformFields: readonly Field[] = [
	{
		name: 'src',
		label: 'From',
		help: 'Subjects to transform; wildcards are numbered from 1.',
		kind: 'subject',
		empty: 'all subjects',
		since: '2.10',
		update: 'yes',
		group: 'features',
		flag: { name: 'transform-source' },
		attribute: { name: 'source' },
	},
	{
		name: 'dest',
		label: 'To',
		help: 'New subject; {{wildcard(1)}} and other functions insert parts of the old one.',
		kind: 'subject',
		empty: 'unchanged',
		since: '2.10',
		update: 'yes',
		group: 'features',
		flag: { name: 'transform-destination' },
		attribute: { name: 'destination' },
	},
];

/** The keys of a RePublish. */
export const republishFields: readonly Field[] = [
	{
		name: 'src',
		label: 'From',
		help: 'Stored subjects to publish again.',
		kind: 'subject',
		empty: 'all subjects',
		since: '2.9',
		update: 'yes',
		group: 'features',
		flag: { name: 'republish-source' },
		attribute: { name: 'republish_source' },
	},
	{
		name: 'dest',
		label: 'To',
		help: 'Subject to publish to; must not overlap the subjects of the stream.',
		kind: 'subject',
		required: true,
		since: '2.9',
		update: 'yes',
		group: 'features',
		flag: { name: 'republish-destination' },
		attribute: { name: 'republish_destination' },
	},
	{
		name: 'headers_only',
		label: 'Headers only',
		help: 'Publishes only the headers, with the payload size in Nats-Msg-Size.',
		kind: 'flag',
		default: false,
		since: '2.9',
		update: 'yes',
		group: 'features',
		flag: { name: 'republish-headers', form: 'only-on' },
		attribute: { name: 'republish_headers_only' },
	},
];

/** The keys of a Placement. */
export const placementFields: readonly Field[] = [
	{
		name: 'cluster',
		label: 'Cluster',
		help: 'Name of the cluster that stores the copies.',
		kind: 'text',
		empty: 'any',
		since: '2.9',
		update: 'yes',
		group: 'replication',
		flag: { name: 'cluster' },
		attribute: { name: 'placement_cluster' },
	},
	{
		name: 'tags',
		label: 'Tags',
		help: 'Every server that stores a copy must have all of these tags.',
		kind: 'texts',
		since: '2.9',
		update: 'yes',
		group: 'replication',
		flag: { name: 'tag', also: ['tags'] },
		attribute: { name: 'placement_tags' },
	},
	{
		name: 'preferred',
		label: 'Preferred leader',
		help: 'Server to become leader; only for a step-down, refused in a configuration.',
		kind: 'text',
		since: '2.11',
		update: 'no',
		group: 'replication',
		flag: 'none',
		attribute: { name: 'placement_preferred' },
		hidden: true,
	},
];

/** The keys of a StreamConsumerLimits. */
export const consumerLimitsFields: readonly Field[] = [
	{
		name: 'inactive_threshold',
		label: 'Inactive threshold',
		help: 'Default and ceiling for how long an unused consumer lives.',
		kind: 'duration',
		default: 0,
		unlimited: 0,
		since: '2.10',
		update: 'yes',
		group: 'limits',
		flag: { name: 'limit-consumer-inactive' },
		attribute: { name: 'inactive_threshold', note: readInNanoseconds },
	},
	{
		name: 'max_ack_pending',
		label: 'Max ack pending',
		help: 'Default and ceiling for unacknowledged messages of a consumer.',
		kind: 'count',
		default: 0,
		unlimited: 0,
		since: '2.10',
		update: 'yes',
		group: 'limits',
		flag: { name: 'limit-consumer-max-pending' },
		attribute: { name: 'max_ack_pending' },
	},
];
