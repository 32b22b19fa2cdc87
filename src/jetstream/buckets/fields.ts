import type { Field, TopField } from '../fields/field.ts';
import { streamFields } from '../fields/stream.ts';
import { type BucketKind, bucketKinds } from './bucket.ts';

/** What is different about a field of a stream where that is a bucket. */
type Change = Partial<Pick<Field, 'label' | 'help' | 'fields' | 'entry' | 'default' | 'empty' | 'since' | 'required'>>;

function bucketField(name: string, change: Change): TopField {
	const found = streamFields.find((field): field is TopField => field.name === name && field.group !== undefined);
	if (found === undefined) throw new Error(`streams have no field ${name}`);
	return { ...found, ...change };
}

/** A bucket to copy from, by its own name. */
const sourceName: Field = {
	...sourceField('name'),
	label: 'Bucket',
	help: 'Name of the bucket to copy, without KV_.',
};

function sourceField(name: string): Field {
	const found = streamFields.find((field) => field.name === 'mirror')?.fields?.find((field) => field.name === name);
	if (found === undefined) throw new Error(`sources have no field ${name}`);
	return found;
}

/** Is written as the API prefix of the domain. */
const domain: Field = {
	...notRequired(sourceField('name')),
	name: 'domain',
	label: 'Domain',
	help: 'The JetStream domain of that bucket, if it is another one.',
	empty: 'this one',
};

function notRequired({ required: _, ...field }: Field): Field {
	return field;
}

const nameHelp = 'Letters, digits, - and _.';

const common = {
	description: bucketField('description', { help: 'What the bucket is for; at most 4096 bytes.' }),
	maxBytes: bucketField('max_bytes', {
		label: 'Max bucket size',
		help: 'A full bucket refuses writes; lowering it below the present size removes the oldest content.',
	}),
	storage: bucketField('storage', {}),
	replicas: bucketField('num_replicas', {}),
	compression: bucketField('compression', {}),
	placement: bucketField('placement', {}),
	metadata: bucketField('metadata', {}),
} as const;

/** The fields of each kind of bucket, in its own words, in the order of the form. */
export const bucketFields: Readonly<Record<BucketKind, readonly TopField[]>> = {
	kv: [
		bucketField('name', { label: 'Bucket', help: `${nameHelp} Its stream is ${bucketKinds.kv.start} and this name.` }),
		common.description,
		bucketField('max_msgs_per_subject', {
			label: 'History kept',
			help: 'How many values of a key to keep, 1 to 64.',
			default: 1,
		}),
		bucketField('max_age', {
			label: 'TTL',
			help: 'How long values are kept, 100 ms or more; lowering it removes older ones at once.',
		}),
		bucketField('subject_delete_marker_ttl', {
			label: 'Marker TTL',
			help: 'Lets keys have their own TTL, and keeps a marker for this long when one expires; 1 s or more.',
		}),
		bucketField('max_msg_size', { label: 'Max value size', help: 'Largest value, with its headers.' }),
		common.maxBytes,
		common.storage,
		common.replicas,
		common.compression,
		common.placement,
		bucketField('republish', { help: 'Publishes each change again on another subject.' }),
		bucketField('mirror', {
			help: 'The bucket that this one is a copy of: writes go there, reads may be a little old.',
			fields: [sourceName, domain],
		}),
		bucketField('sources', {
			help: 'Buckets whose keys are copied into this one.',
			fields: [sourceName],
			since: '2.10',
		}),
		common.metadata,
	],
	objects: [
		bucketField('name', {
			label: 'Bucket',
			help: `${nameHelp} Its stream is ${bucketKinds.objects.start} and this name.`,
		}),
		common.description,
		bucketField('max_age', {
			label: 'TTL',
			help: 'How long chunks are kept, 100 ms or more: objects expire piece by piece.',
		}),
		common.maxBytes,
		common.storage,
		common.replicas,
		common.compression,
		common.placement,
		common.metadata,
	],
};
