import type { TopField } from './field.ts';

/** Of streams and of consumers. */
export const metadataField: TopField = {
	name: 'metadata',
	label: 'Metadata',
	help: "Keys and values of your own; at most 128 KiB. Keys that begin with _nats. are the server's.",
	kind: 'metadata',
	since: '2.10',
	dropped: 'No metadata is stored.',
	group: 'identity',
	flag: { name: 'metadata' },
	attribute: { name: 'metadata' },
	nack: { name: 'metadata' },
};
