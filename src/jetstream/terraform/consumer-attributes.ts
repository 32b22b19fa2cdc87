import {
	type AttributeRow,
	type Config,
	flag,
	list,
	listOfSeconds,
	map,
	type Part,
	seconds,
	text,
	time,
	type Writer,
	whole,
} from './attribute.ts';

const on = (name: string): Part => ({ attributes: [{ name, value: 'true' }] });

/** Exactly one of these must be there. */
const start: Writer = (value, { opt_start_seq, opt_start_time }) => {
	if (value === 'by_start_sequence') return whole('stream_sequence')(opt_start_seq, {});
	if (value === 'by_start_time') return time('start_time')(opt_start_time, {});
	return typeof value === 'string' && starts.has(value) ? on(`deliver_${value}`) : undefined;
};

const starts = new Set(['all', 'last', 'new', 'last_per_subject']);

const ackPolicies = new Set<unknown>(['none', 'all', 'explicit', 'flow_control']);

/** One of several filters is read back as the single filter. */
const filters: Writer = (value, config) =>
	Array.isArray(value) && value.length === 1
		? text('filter_subject')(value[0], config)
		: list('filter_subjects')(value, config);

/** Whole hundredths. */
const share: Writer = (value) => {
	const hundredths = typeof value === 'string' ? value.replace(/%$/, '') : '';
	return /^(?:\d{1,2}|100)$/.test(hundredths)
		? { attributes: [{ name: 'sample_freq', value: String(Number(hundredths)) }] }
		: undefined;
};

/** The first step replaces the time to wait; a request that says otherwise is refused (10157). */
const firstStep = ({ backoff }: Config): unknown => (Array.isArray(backoff) ? backoff[0] : undefined);

/** Consumers without acknowledgements have no limit of them, unless they say so. */
const pending = ({ ack_policy = 'none', max_ack_pending }: Config): unknown =>
	ack_policy === 'none' && !max_ack_pending ? 0 : undefined;

/** `jetstream_consumer` of the provider nats-io/jetstream 0.4.0, which makes durable consumers only. */
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
	{ field: 'filter_subjects', write: filters },
	{ field: 'replay_policy', write: text('replay_policy'), otherwise: 'instant' },
	{ field: 'headers_only', write: flag('headers_only') },
	{ field: 'deliver_subject', write: text('delivery_subject') },
	{ field: 'deliver_group', write: text('delivery_group') },
	{ field: 'idle_heartbeat', write: seconds('heartbeat') },
	{ field: 'flow_control', write: flag('flow_control') },
	{ field: 'rate_limit_bps', write: whole('ratelimit') },
	{
		field: 'ack_policy',
		write: (value, config) => (ackPolicies.has(value) ? text('ack_policy')(value, config) : undefined),
		otherwise: 'explicit',
		always: true,
	},
	// Sent for consumers without acknowledgements too, which then store it.
	{ field: 'ack_wait', write: seconds('ack_wait'), otherwise: 30_000_000_000, value: firstStep },
	{ field: 'max_deliver', write: whole('max_delivery'), otherwise: -1 },
	{ field: 'backoff', write: listOfSeconds('backoff') },
	{ field: 'max_ack_pending', write: whole('max_ack_pending'), otherwise: 20_000, value: pending },
	{ field: 'sample_freq', write: share },
	// Excludes a deliver subject; nothing is what a consumer that pushes has.
	{
		field: 'max_waiting',
		write: (value, config) => (value === undefined ? {} : whole('max_waiting')(value, config)),
		otherwise: 512,
	},
	{ field: 'max_batch', write: whole('max_batch') },
	{ field: 'max_expires', write: seconds('max_expires') },
	{ field: 'max_bytes', write: whole('max_bytes') },
	{ field: 'inactive_threshold', write: seconds('inactive_threshold') },
	{ field: 'num_replicas', write: whole('replicas') },
	{ field: 'mem_storage', write: flag('memory') },
	{ field: 'priority_policy', write: text('priority_policy'), otherwise: 'none' },
	{ field: 'priority_groups', write: list('priority_groups') },
	{ field: 'priority_timeout', write: seconds('priority_timeout') },
];
