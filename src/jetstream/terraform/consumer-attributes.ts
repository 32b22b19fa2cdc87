import {
	type AttributeRow,
	asSeconds,
	flag,
	list,
	map,
	type Part,
	seconds,
	text,
	type Writer,
	whole,
} from './attribute.ts';

const on = (name: string): Part => ({ attributes: [{ name, value: 'true' }] });

/** Exactly one of these must be there. */
const start: Writer = (value, { opt_start_seq, opt_start_time }) => {
	if (value === 'by_start_sequence') return whole('stream_sequence')(opt_start_seq, {});
	if (value === 'by_start_time') return text('start_time')(opt_start_time, {});
	return typeof value === 'string' && starts.has(value) ? on(`deliver_${value}`) : undefined;
};

const starts = new Set(['all', 'last', 'new', 'last_per_subject']);

const ackPolicies = new Set<unknown>(['none', 'all', 'explicit']);

const backOff: Writer = (value) => {
	const steps = Array.isArray(value) ? value.map(asSeconds) : [undefined];
	if (steps.includes(undefined)) return undefined;
	return { attributes: [{ name: 'backoff', value: `[${steps.join(', ')}]` }] };
};

/** Whole hundredths. */
const share: Writer = (value) => {
	const hundredths = typeof value === 'string' ? value.replace(/%$/, '') : '';
	return /^\d+$/.test(hundredths) ? { attributes: [{ name: 'sample_freq', value: hundredths }] } : undefined;
};

/** `jetstream_consumer` of the provider nats-io/jetstream, which makes durable consumers only. */
export const consumerAttributes: readonly AttributeRow[] = [
	{ field: 'name', write: () => ({}) },
	{ field: 'durable_name', write: text('durable_name') },
	{ field: 'description', write: text('description') },
	{ field: 'metadata', write: map('metadata') },
	{ field: 'deliver_policy', write: start, always: true },
	{
		field: 'opt_start_seq',
		write: (_value, { deliver_policy }) => (deliver_policy === 'by_start_sequence' ? {} : undefined),
	},
	{
		field: 'opt_start_time',
		write: (_value, { deliver_policy }) => (deliver_policy === 'by_start_time' ? {} : undefined),
	},
	{ field: 'filter_subject', write: text('filter_subject') },
	{ field: 'filter_subjects', write: list('filter_subjects') },
	{ field: 'replay_policy', write: text('replay_policy') },
	{ field: 'headers_only', write: flag('headers_only') },
	{ field: 'deliver_subject', write: text('delivery_subject') },
	{ field: 'deliver_group', write: text('delivery_group') },
	{ field: 'idle_heartbeat', write: seconds('heartbeat') },
	{ field: 'flow_control', write: flag('flow_control') },
	{ field: 'rate_limit_bps', write: whole('ratelimit') },
	// Explicit in the provider.
	{
		field: 'ack_policy',
		write: (value, config) => (ackPolicies.has(value) ? text('ack_policy')(value, config) : undefined),
		always: true,
	},
	{ field: 'ack_wait', write: seconds('ack_wait') },
	{ field: 'max_deliver', write: whole('max_delivery') },
	{ field: 'backoff', write: backOff },
	// 20,000 in the provider, which takes no -1.
	{
		field: 'max_ack_pending',
		write: (value, { ack_policy }) => {
			if (value !== -1) return whole('max_ack_pending')(value, {});
			return ack_policy === 'all' || ack_policy === 'explicit' ? undefined : whole('max_ack_pending')(0, {});
		},
		always: true,
	},
	{ field: 'sample_freq', write: share },
	{ field: 'max_waiting', write: whole('max_waiting') },
	{ field: 'max_batch', write: whole('max_batch') },
	{ field: 'max_expires', write: seconds('max_expires') },
	{ field: 'max_bytes', write: whole('max_bytes') },
	{ field: 'inactive_threshold', write: seconds('inactive_threshold') },
	{ field: 'num_replicas', write: whole('replicas') },
	{ field: 'mem_storage', write: flag('memory') },
];
