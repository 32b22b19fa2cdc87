import type { Field } from './field.ts';

/** Of streams and of consumers. */
export const metadataField: Field = {
	name: 'metadata',
	label: 'Metadata',
	help: "Keys and values of your own; at most 128 KiB. Keys that begin with _nats. are the server's.",
	kind: 'metadata',
	since: '2.10',
	dropped: 'No metadata is stored.',
	update: 'yes',
	group: 'identity',
	flag: { name: 'metadata' },
	attribute: { name: 'metadata' },
	nack: { name: 'metadata' },
};
