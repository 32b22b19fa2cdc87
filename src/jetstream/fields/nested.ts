import { readInNanoseconds, tagsOfCluster } from '../terraform/stream-attributes.ts';
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
		flag: { name: 'transform-source' },
		attribute: { name: 'source' },
		nack: { name: 'source' },
	},
	{
		name: 'dest',
		label: 'To',
		help: 'New subject; {{wildcard(1)}} and other functions insert parts of the old one.',
		kind: 'subject',
		empty: 'unchanged',
		since: '2.10',
		flag: { name: 'transform-destination' },
		attribute: { name: 'destination' },
		nack: { name: 'dest' },
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
		flag: { name: 'republish-source' },
		attribute: { name: 'republish_source' },
		nack: { name: 'source' },
	},
	{
		name: 'dest',
		label: 'To',
		help: 'Subject to publish to; must not overlap the subjects of the stream.',
		kind: 'subject',
		required: true,
		since: '2.9',
		flag: { name: 'republish-destination' },
		attribute: { name: 'republish_destination' },
		nack: { name: 'destination' },
	},
	{
		name: 'headers_only',
		label: 'Headers only',
		help: 'Publishes only the headers, with the payload size in Nats-Msg-Size.',
		kind: 'flag',
		default: false,
		since: '2.9',
		flag: { name: 'republish-headers', form: 'only-on' },
		attribute: { name: 'republish_headers_only' },
		nack: 'none',
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
		flag: { name: 'cluster' },
		attribute: { name: 'placement_cluster' },
		nack: { name: 'cluster' },
	},
	{
		name: 'tags',
		label: 'Tags',
		help: 'Every server that stores a copy must have all of these tags.',
		kind: 'texts',
		since: '2.9',
		flag: { name: 'tag', also: ['tags'] },
		attribute: { name: 'placement_tags', notes: tagsOfCluster },
		nack: { name: 'tags' },
	},
	{
		name: 'preferred',
		label: 'Preferred leader',
		help: 'Server to become leader; only for a step-down, refused in a configuration.',
		kind: 'text',
		since: '2.11',
		update: 'no',
		flag: 'none',
		attribute: { name: 'placement_preferred' },
		nack: 'none',
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
		flag: { name: 'limit-consumer-inactive' },
		attribute: { name: 'inactive_threshold', notes: readInNanoseconds },
		nack: { name: 'inactiveThreshold' },
	},
	{
		name: 'max_ack_pending',
		label: 'Max ack pending',
		help: 'Default and ceiling for unacknowledged messages of a consumer.',
		kind: 'count',
		default: 0,
		unlimited: 0,
		since: '2.10',
		flag: { name: 'limit-consumer-max-pending' },
		attribute: { name: 'max_ack_pending' },
		nack: { name: 'maxAckPending' },
	},
];
