import type { Config } from '../fields/config.ts';

/** Keys of a stream that the technical preview knew, in its order; `true` for those that it left out when they were empty. */
const streamKeys: readonly (readonly [key: string, sparse: boolean])[] = [
	['name', false],
	['subjects', true],
	['retention', false],
	['max_consumers', false],
	['max_msgs', false],
	['max_bytes', false],
	['max_age', false],
	['max_msg_size', true],
	['storage', false],
	['num_replicas', false],
	['no_ack', true],
	['template_owner', true],
];

/** A stream's configuration as the technical preview wrote it. Keys that it did not know are left out. */
export function streamToPreview(config: Config): Config {
	return pick(streamKeys, config);
}

/** In its order. */
const consumerKeys: readonly (readonly [key: string, sparse: boolean])[] = [
	['delivery_subject', true],
	['durable_name', true],
	['stream_seq', true],
	['start_time', true],
	['deliver_all', true],
	['deliver_last', true],
	['ack_policy', false],
	['ack_wait', true],
	['max_deliver', true],
	['filter_subject', true],
	['replay_policy', false],
	['sample_freq', true],
];

/** The key of each current start; `new` needed none. */
const starts: Readonly<Record<string, (config: Config) => Config>> = {
	all: () => ({ deliver_all: true }),
	last: () => ({ deliver_last: true }),
	by_start_sequence: ({ opt_start_seq }) => ({ stream_seq: opt_start_seq }),
	by_start_time: ({ opt_start_time }) => ({ start_time: opt_start_time }),
	new: () => ({}),
};

/** Whether the technical preview supported this start. */
export function previewCanStart({ deliver_policy = 'all' }: Config): boolean {
	return Object.hasOwn(starts, String(deliver_policy));
}

/**
 * A consumer's configuration for the technical preview: one key for where it starts, none for new messages only.
 * Keys and starts that it did not know are left out.
 */
export function consumerToPreview(config: Config): Config {
	const { deliver_subject, deliver_policy = 'all' } = config;
	return pick(consumerKeys, {
		...config,
		delivery_subject: deliver_subject,
		...starts[String(deliver_policy)]?.(config),
	});
}

/** The zero time of the preview. */
const never = '0001-01-01T00:00:00Z';

/** The configuration in an INFO reply of the preview: some keys always, with their defaults. */
export function consumerAsReported(config: Config): Config {
	const { ack_policy = 'none', ack_wait, ...told } = consumerToPreview(config);
	const keys = consumerKeys.map(([key]) => [key, key !== 'delivery_subject' && key !== 'start_time'] as const);
	return pick(keys, {
		delivery_subject: '',
		start_time: never,
		max_deliver: -1,
		replay_policy: 'instant',
		...told,
		ack_policy,
		// Only consumers that wait for acknowledgements had ack_wait.
		ack_wait: ack_policy === 'none' ? undefined : ack_wait,
	});
}

function pick(keys: readonly (readonly [key: string, sparse: boolean])[], config: Config): Config {
	const kept = keys.flatMap(([key, sparse]) => {
		const value = config[key];
		return value === undefined || (sparse && isEmpty(value)) ? [] : [[key, value] as const];
	});
	return Object.fromEntries(kept);
}

function isEmpty(value: unknown): boolean {
	return (
		value === '' || value === false || value === 0 || value === null || (Array.isArray(value) && value.length === 0)
	);
}
