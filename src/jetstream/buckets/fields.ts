import type { Field, TopField } from '../fields/field.ts';
import { placementFields } from '../fields/nested.ts';
import { streamFields } from '../fields/stream.ts';
import { type BucketKind, bucketKinds } from './bucket.ts';

/** What is different about a field of a stream where that is a bucket. */
type Change = Partial<Pick<Field, 'label' | 'help' | 'fields' | 'default' | 'since' | 'flag'>>;

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
	flag: { name: 'mirror' },
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
	flag: { name: 'mirror-domain' },
};

function notRequired({ required: _, ...field }: Field): Field {
	return field;
}

/** Removes it with a value of its own. */
const ttlFlag = { name: 'ttl', nothing: '--ttl=0s' } as const;

const nameHelp = 'Letters, digits, - and _.';

const common = {
	description: bucketField('description', { help: 'What the bucket is for; at most 4096 bytes.' }),
	maxBytes: bucketField('max_bytes', {
		label: 'Max bucket size',
		help: 'A full bucket refuses writes; lowering it below the present size removes the oldest content.',
		flag: { name: 'max-bucket-size' },
	}),
	storage: bucketField('storage', {}),
	replicas: bucketField('num_replicas', {}),
	compression: bucketField('compression', {
		flag: { write: (value) => [value === 's2' ? '--compress' : '--no-compress'], read: [] },
	}),
	placement: bucketField('placement', {
		fields: placementFields.map((field) => (field.name === 'tags' ? { ...field, flag: { name: 'tags' } } : field)),
		flag: { parts: 'anew', only: 'add' },
	}),
	metadata: bucketField('metadata', { flag: { name: 'metadata', only: 'add' } }),
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
			flag: { name: 'history' },
		}),
		bucketField('max_age', {
			label: 'TTL',
			help: 'How long values are kept, 100 ms or more; lowering it removes older ones at once.',
			flag: ttlFlag,
		}),
		bucketField('subject_delete_marker_ttl', {
			label: 'Marker TTL',
			help: 'Lets keys have their own TTL, and keeps a marker for this long when one expires; 1 s or more.',
			flag: { name: 'marker-ttl' },
		}),
		bucketField('max_msg_size', {
			label: 'Max value size',
			help: 'Largest value, with its headers.',
			flag: { name: 'max-value-size', form: 'number' },
		}),
		common.maxBytes,
		common.storage,
		common.replicas,
		common.compression,
		common.placement,
		bucketField('republish', {
			help: 'Publishes each change again on another subject.',
			flag: { parts: 'anew', only: 'add' },
		}),
		bucketField('mirror', {
			help: 'The bucket that this one is a copy of: writes go there, reads may be a little old.',
			fields: [sourceName, domain],
			flag: { parts: 'anew', only: 'add' },
		}),
		bucketField('sources', {
			help: 'Buckets whose keys are copied into this one.',
			fields: [sourceName],
			since: '2.10',
			flag: { name: 'source', form: 'streams', only: 'add' },
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
			flag: ttlFlag,
		}),
		common.maxBytes,
		common.storage,
		common.replicas,
		common.compression,
		common.placement,
		common.metadata,
	],
};

/** Every field of the stream behind a bucket: its own ones in their words, then the others. */
export const bucketStreamFields: Readonly<Record<BucketKind, readonly Field[]>> = {
	kv: withOthers(bucketFields.kv),
	objects: withOthers(bucketFields.objects),
};

function withOthers(own: readonly Field[]): readonly Field[] {
	const names = new Set(own.map(({ name }) => name));
	return [...own, ...streamFields.filter(({ name }) => !names.has(name))];
}
