import {
	type AttributeRow,
	block,
	blocks,
	flag,
	inside,
	list,
	map,
	seconds,
	text,
	type Writer,
	whole,
} from './attribute.ts';

const transform: Readonly<Record<string, Writer>> = { src: text('source'), dest: text('destination') };

const source: Readonly<Record<string, Writer>> = {
	name: text('name'),
	opt_start_seq: whole('start_seq'),
	opt_start_time: text('start_time'),
	filter_subject: text('filter_subject'),
	external: block('external', { api: text('api'), deliver: text('deliver') }),
	subject_transforms: blocks('subject_transform', transform),
};

/** Keys that become attributes of the stream itself. */
const spread =
	(writers: Readonly<Record<string, Writer>>): Writer =>
	(value) =>
		inside(writers, value);

/** `jetstream_stream` of the provider nats-io/jetstream. A field without a row is not in the provider. */
export const streamAttributes: readonly AttributeRow[] = [
	{ field: 'name', write: text('name') },
	{ field: 'description', write: text('description') },
	{ field: 'subjects', write: list('subjects'), always: true },
	{ field: 'metadata', write: map('metadata') },
	{ field: 'retention', write: text('retention') },
	{ field: 'discard', write: text('discard') },
	{ field: 'discard_new_per_subject', write: flag('discard_new_per_subject') },
	{ field: 'storage', write: text('storage'), always: true },
	{ field: 'compression', write: text('compression') },
	{ field: 'max_msgs', write: whole('max_msgs') },
	{ field: 'max_bytes', write: whole('max_bytes') },
	{ field: 'max_age', write: seconds('max_age') },
	{ field: 'max_msgs_per_subject', write: whole('max_msgs_per_subject') },
	{ field: 'max_msg_size', write: whole('max_msg_size') },
	{ field: 'max_consumers', write: whole('max_consumers') },
	// Two minutes in the provider, also for mirrors and for streams that keep messages for less time.
	{ field: 'duplicate_window', write: seconds('duplicate_window'), always: true },
	{
		field: 'consumer_limits',
		write: spread({ inactive_threshold: seconds('inactive_threshold'), max_ack_pending: whole('max_ack_pending') }),
	},
	{ field: 'num_replicas', write: whole('replicas') },
	{ field: 'placement', write: spread({ cluster: text('placement_cluster'), tags: list('placement_tags') }) },
	{ field: 'mirror', write: block('mirror', source) },
	{ field: 'sources', write: blocks('source', source) },
	{ field: 'mirror_direct', write: flag('mirror_direct') },
	{ field: 'deny_delete', write: flag('deny_delete') },
	{ field: 'deny_purge', write: flag('deny_purge') },
	// On in the provider.
	{ field: 'allow_direct', write: flag('allow_direct'), always: true },
	{ field: 'allow_rollup_hdrs', write: flag('allow_rollup_hdrs') },
	{ field: 'no_ack', write: (value) => ({ attributes: [{ name: 'ack', value: String(value !== true) }] }) },
	{
		field: 'republish',
		write: spread({
			src: text('republish_source'),
			dest: text('republish_destination'),
			headers_only: flag('republish_headers_only'),
		}),
	},
	{ field: 'subject_transform', write: block('subject_transform', transform) },
];
