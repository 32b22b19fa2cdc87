import { isRecord } from '../fields/normal.ts';
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
	time,
	type Writer,
	type Writers,
	whole,
} from './attribute.ts';

/** The provider requires both; an empty destination leaves the subjects as they are. */
const transform: Writer = (value, config) =>
	block('subject_transform', { src: text('source'), dest: text('destination') })(
		isRecord(value) ? { ...value, src: value.src || '>', dest: value.dest ?? '' } : value,
		config,
	);

const source: Writers = {
	name: text('name'),
	opt_start_seq: whole('start_seq'),
	opt_start_time: time('start_time'),
	filter_subject: text('filter_subject'),
	external: block('external', { api: text('api'), deliver: text('deliver') }),
	subject_transforms: blocks(transform),
	consumer: block('consumer', { name: text('name'), deliver_subject: text('deliver_subject') }),
};

/** Keys that become attributes of the stream itself. */
const spread =
	(writers: Writers): Writer =>
	(value) =>
		inside(writers, value);

/** Provider 0.4.0 stores the nanoseconds that it reads where its attribute has seconds. */
const limitOfInactivity: Writer = (value, config) => {
	const part = seconds('inactive_threshold')(value, config);
	const bug =
		'Every plan shows a change of inactive_threshold, because the provider reads it back in nanoseconds. Applying it changes nothing.';
	return part && { ...part, comments: [...(part.comments ?? []), bug] };
};

/** The provider asks the server to refuse what it would change by itself (2.11 and later), and mirror_direct follows the origin. */
const mirror: Writer = (value, config) => {
	const part = block('mirror', source)(value, config);
	if (part === undefined || config.mirror_direct === true || !isRecord(value) || value.external) return part;
	const name = String(value.name);
	return {
		...part,
		comments: [`Set mirror_direct = true if stream ${name} has allow_direct: the server refuses the mirror otherwise.`],
	};
};

/** `jetstream_stream` of the provider nats-io/jetstream 0.4.0. A field without a row has no attribute. */
export const streamAttributes: readonly AttributeRow[] = [
	{ field: 'name', write: text('name') },
	{ field: 'description', write: text('description') },
	{ field: 'subjects', write: list('subjects') },
	{ field: 'metadata', write: map('metadata') },
	{ field: 'retention', write: text('retention'), otherwise: 'limits' },
	{ field: 'discard', write: text('discard'), otherwise: 'old' },
	{ field: 'discard_new_per_subject', write: flag('discard_new_per_subject') },
	{ field: 'storage', write: text('storage'), otherwise: 'file', always: true },
	{ field: 'compression', write: text('compression'), otherwise: 'none' },
	// 1 is where a server begins.
	{ field: 'first_seq', write: whole('first_seq'), otherwise: 1 },
	{ field: 'persist_mode', write: text('persist_mode'), otherwise: 'default' },
	{ field: 'max_msgs', write: whole('max_msgs'), otherwise: -1 },
	{ field: 'max_bytes', write: whole('max_bytes'), otherwise: -1 },
	{ field: 'max_age', write: seconds('max_age') },
	{ field: 'max_msgs_per_subject', write: whole('max_msgs_per_subject'), otherwise: -1 },
	{ field: 'max_msg_size', write: whole('max_msg_size'), otherwise: -1 },
	{ field: 'max_consumers', write: whole('max_consumers'), otherwise: -1 },
	// Two minutes in the provider, also for mirrors and for streams that keep messages for less time.
	{ field: 'duplicate_window', write: seconds('duplicate_window'), otherwise: 120_000_000_000, always: true },
	{
		field: 'consumer_limits',
		write: spread({ inactive_threshold: limitOfInactivity, max_ack_pending: whole('max_ack_pending') }),
	},
	{ field: 'num_replicas', write: whole('replicas'), otherwise: 1 },
	{
		field: 'placement',
		write: spread({
			cluster: text('placement_cluster'),
			tags: list('placement_tags'),
			preferred: text('placement_preferred'),
		}),
	},
	{ field: 'mirror', write: mirror },
	{ field: 'sources', write: blocks(block('source', source)) },
	{ field: 'mirror_direct', write: flag('mirror_direct') },
	{ field: 'deny_delete', write: flag('deny_delete') },
	{ field: 'deny_purge', write: flag('deny_purge') },
	{ field: 'allow_direct', write: flag('allow_direct'), otherwise: true, always: true },
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
	{ field: 'subject_transform', write: transform },
	{ field: 'allow_msg_ttl', write: flag('allow_msg_ttl') },
	{ field: 'subject_delete_marker_ttl', write: seconds('subject_delete_marker_ttl') },
	{ field: 'allow_atomic', write: flag('allow_atomic') },
	{ field: 'allow_msg_counter', write: flag('allow_msg_counter') },
	{ field: 'allow_msg_schedules', write: flag('allow_msg_schedules') },
	{ field: 'allow_batched', write: flag('allow_batched') },
];
