import { mirrorNotes } from '../../terraform/stream-attributes.ts';
import type { TopField } from '../field.ts';
import { placementFields } from '../nested.ts';
import { sourceFields } from '../source.ts';

/** Copies of a stream, and streams it copies. */
export const streamReplication: readonly TopField[] = [
	{
		name: 'num_replicas',
		label: 'Replicas',
		help: 'How many servers store a copy, 1 to 5; odd numbers are best.',
		kind: 'count',
		default: 1,
		since: '2.2',
		update: { rule: 'in a cluster' },
		group: 'replication',
		flag: { name: 'replicas' },
		attribute: { name: 'replicas', otherwise: 1 },
		nack: { name: 'replicas' },
	},
	{
		name: 'placement',
		label: 'Placement',
		help: 'Which servers store the copies; a change moves the stream.',
		kind: 'placement',
		empty: 'anywhere',
		fields: placementFields,
		since: '2.9',
		group: 'replication',
		flag: { parts: 'kept' },
		attribute: 'parts',
		nack: { name: 'placement' },
	},
	{
		name: 'mirror',
		label: 'Mirror of',
		help: 'The stream that this one is an exact copy of; it then takes no subjects and no sources.',
		kind: 'source',
		fields: sourceFields,
		since: '2.9',
		update: { rule: 'only by removing it, which makes this a stream of its own', since: '2.12' },
		group: 'replication',
		// An edit can only remove it.
		flag: {
			name: 'mirror',
			nothing: '--no-mirror',
			unless: (value, _config, verb) => verb === 'edit' && value !== undefined,
		},
		attribute: { name: 'mirror', notes: mirrorNotes },
		nack: { name: 'mirror' },
	},
	{
		name: 'sources',
		label: 'Sources',
		help: 'Streams whose messages are copied into this one.',
		kind: 'sources',
		entry: 'Source',
		fields: sourceFields,
		since: '2.9',
		group: 'replication',
		flag: { name: 'source', unless: (_value, _config, verb) => verb === 'edit' },
		attribute: { name: 'source' },
		nack: { name: 'sources' },
	},
	{
		name: 'mirror_direct',
		label: 'Mirror direct',
		help: 'Lets a mirror answer direct gets for its origin.',
		kind: 'flag',
		default: false,
		since: '2.9',
		group: 'replication',
		flag: { name: 'allow-mirror-direct' },
		attribute: { name: 'mirror_direct' },
		nack: { name: 'mirrorDirect' },
	},
];
