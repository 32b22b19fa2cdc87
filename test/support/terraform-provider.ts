import { plainIdentity } from '../../src/jetstream/fields/normal.ts';
import type { ReadBlock } from './hcl.ts';

/**
 * What the Terraform provider nats-io/jetstream 0.4.0 makes of a resource, as far as jetdeck writes one: the request that it
 * sends, and the attributes that its next plan would change. It sends its own default for an attribute that is left out, and asks
 * the server to refuse what it would otherwise change by itself (`pedantic`).
 */
type Config = Readonly<Record<string, unknown>>;

interface Attribute {
	readonly name: string;
	/** The key in the configuration, with dots where it is nested. */
	readonly key: string;
	/** Taken where the attribute is left out. */
	readonly otherwise?: unknown;
	/** Integers of seconds. */
	readonly seconds?: true;
}

const of = (name: string, key: string = name, otherwise?: unknown): Attribute => ({ name, key, otherwise });
const seconds = (name: string, key: string = name, otherwise: number = 0): Attribute => ({
	name,
	key,
	otherwise,
	seconds: true,
});

const streamAttributes: readonly Attribute[] = [
	...['name', 'description', 'subjects', 'metadata', 'first_seq', 'persist_mode'].map((name) => of(name)),
	of('discard', 'discard', 'old'),
	of('discard_new_per_subject', 'discard_new_per_subject', false),
	...['max_msgs', 'max_msgs_per_subject', 'max_bytes', 'max_msg_size', 'max_consumers'].map((name) =>
		of(name, name, -1),
	),
	seconds('max_age'),
	seconds('duplicate_window', 'duplicate_window', 120),
	of('storage', 'storage', 'file'),
	of('retention', 'retention', 'limits'),
	of('compression', 'compression', 'none'),
	of('replicas', 'num_replicas', 1),
	of('allow_direct', 'allow_direct', true),
	...['deny_delete', 'deny_purge', 'allow_rollup_hdrs', 'mirror_direct'].map((name) => of(name, name, false)),
	...['allow_msg_ttl', 'allow_atomic', 'allow_msg_counter', 'allow_msg_schedules', 'allow_batched'].map((name) =>
		of(name, name, false),
	),
	seconds('subject_delete_marker_ttl'),
	of('placement_cluster', 'placement.cluster'),
	of('placement_tags', 'placement.tags'),
	of('placement_preferred', 'placement.preferred'),
	of('republish_source', 'republish.src'),
	of('republish_destination', 'republish.dest'),
	of('republish_headers_only', 'republish.headers_only'),
	of('max_ack_pending', 'consumer_limits.max_ack_pending'),
	seconds('inactive_threshold', 'consumer_limits.inactive_threshold'),
];

const consumerAttributes: readonly Attribute[] = [
	...['durable_name', 'description', 'metadata', 'filter_subject', 'filter_subjects'].map((name) => of(name)),
	of('delivery_subject', 'deliver_subject'),
	of('delivery_group', 'deliver_group'),
	of('stream_sequence', 'opt_start_seq'),
	of('start_time', 'opt_start_time'),
	of('ack_policy', 'ack_policy', 'explicit'),
	seconds('ack_wait', 'ack_wait', 30),
	of('max_delivery', 'max_deliver', -1),
	of('replay_policy', 'replay_policy', 'instant'),
	of('ratelimit', 'rate_limit_bps', 0),
	of('max_ack_pending', 'max_ack_pending', 20_000),
	seconds('heartbeat', 'idle_heartbeat'),
	of('flow_control', 'flow_control', false),
	of('max_waiting', 'max_waiting'),
	of('headers_only', 'headers_only', false),
	of('max_batch', 'max_batch', 0),
	seconds('max_expires'),
	of('max_bytes', 'max_bytes', 0),
	seconds('inactive_threshold'),
	of('replicas', 'num_replicas', 0),
	of('memory', 'mem_storage', false),
	seconds('backoff', 'backoff'),
	of('priority_policy'),
	of('priority_groups'),
	seconds('priority_timeout'),
];

const SECOND = 1_000_000_000n;
const nanoseconds = (value: unknown): unknown =>
	Array.isArray(value) ? value.map(nanoseconds) : BigInt(value as number | bigint) * SECOND;

function put(config: Config, [key = '', ...rest]: readonly string[], value: unknown): Config {
	return { ...config, [key]: rest.length === 0 ? value : put((config[key] ?? {}) as Config, rest, value) };
}

function valueAt(config: unknown, keys: readonly string[]): unknown {
	return keys.reduce<unknown>((at, key) => (at as Config | undefined)?.[key], config);
}

function written(resource: ReadBlock, attributes: readonly Attribute[]): Config {
	return attributes.reduce<Config>((config, { name, key, otherwise, seconds: isSeconds }) => {
		const value = resource.attributes[name] ?? (key === 'backoff' ? undefined : otherwise);
		if (value === undefined) return config;
		return put(config, key.split('.'), isSeconds ? nanoseconds(value) : value);
	}, {});
}

const blocks = ({ blocks: all }: ReadBlock, head: string): readonly ReadBlock[] =>
	all.filter((each) => each.head === head);

function transform({ attributes }: ReadBlock): Config {
	if (typeof attributes.source !== 'string' || typeof attributes.destination !== 'string')
		throw new Error('a subject_transform needs a source and a destination');
	return { src: attributes.source, dest: attributes.destination };
}

function source(block: ReadBlock): Config {
	const { name, start_seq, start_time, filter_subject } = block.attributes;
	const [external] = blocks(block, 'external');
	const [consumer] = blocks(block, 'consumer');
	const transforms = blocks(block, 'subject_transform').map(transform);
	return {
		name,
		opt_start_seq: start_seq,
		opt_start_time: start_time,
		filter_subject,
		...(external !== undefined && { external: external.attributes }),
		...(consumer !== undefined && { consumer: consumer.attributes }),
		...(transforms.length > 0 && { subject_transforms: transforms }),
	};
}

export function streamRequest(resource: ReadBlock): Config {
	known(resource, streamAttributes, ['ack']);
	const [mirror] = blocks(resource, 'mirror');
	const [renaming] = blocks(resource, 'subject_transform');
	const sources = blocks(resource, 'source').map(source);
	const { placement_cluster, placement_tags, ...others } = resource.attributes;
	// It sends tags only with a cluster.
	const attributes = placement_cluster ? resource.attributes : others;
	return {
		...written({ ...resource, attributes }, streamAttributes),
		no_ack: resource.attributes.ack === false,
		...(mirror !== undefined && { mirror: source(mirror) }),
		...(sources.length > 0 && { sources }),
		...(renaming !== undefined && { subject_transform: transform(renaming) }),
		pedantic: true,
	};
}

const starts = ['deliver_all', 'deliver_last', 'deliver_new', 'deliver_last_per_subject'];

export function consumerRequest(stream: string, resource: ReadBlock): Config {
	const { attributes } = resource;
	known(resource, consumerAttributes, ['stream_id', 'sample_freq', ...starts]);
	const start = [...starts, 'stream_sequence', 'start_time'].filter((name) => attributes[name] !== undefined);
	if (start.length !== 1) throw new Error(`exactly one start is needed: ${start}`);
	if (attributes.delivery_subject && attributes.max_waiting !== undefined) throw new Error('max_waiting conflicts');
	if (attributes.filter_subject && attributes.filter_subjects) throw new Error('filter_subject conflicts');
	const [by = ''] = start;
	const policies: Config = { stream_sequence: 'by_start_sequence', start_time: 'by_start_time' };
	const config = {
		...written(resource, consumerAttributes),
		name: attributes.durable_name,
		sample_freq: `${attributes.sample_freq ?? 0}%`,
		deliver_policy: policies[by] ?? by.replace('deliver_', ''),
	};
	return { stream_name: stream, config, pedantic: true };
}

function known({ attributes }: ReadBlock, rows: readonly Attribute[], more: readonly string[]): void {
	const names = new Set([...rows.map(({ name }) => name), ...more]);
	for (const name of Object.keys(attributes)) if (!names.has(name)) throw new Error(`no attribute ${name}`);
}

/**
 * The attributes that the next plan would change, of those that are not blocks: the provider compares what it reads back, whole
 * seconds and times without fractions, with the file. It reads a stream's inactive_threshold in nanoseconds.
 */
export function nextPlan(kind: 'stream' | 'consumer', resource: ReadBlock, stored: unknown): readonly string[] {
	const rows = kind === 'stream' ? streamAttributes : consumerAttributes;
	const ignored = blocks(resource, 'lifecycle').flatMap(({ attributes }) => attributes.ignore_changes);
	return rows
		.filter(({ name }) => !ignored.includes(name))
		.filter(({ name, key, otherwise, seconds: isSeconds }) => {
			const value = valueAt(stored, key.split('.'));
			const read = kind === 'stream' && name === 'inactive_threshold' ? value : isSeconds ? inSeconds(value) : value;
			const back = name === 'start_time' && typeof read === 'string' ? read.replace(/\.\d+/, '') : read;
			const planned = resource.attributes[name] ?? otherwise;
			// What the server chooses is taken over where the file does not say.
			if (name === 'max_waiting' && planned === undefined) return false;
			return plainIdentity(empty(back)) !== plainIdentity(empty(planned));
		})
		.map(({ name }) => name);
}

const inSeconds = (value: unknown): unknown =>
	Array.isArray(value) ? value.map(inSeconds) : value === undefined ? 0 : BigInt(value as number | bigint) / SECOND;

/** To Terraform nothing, and what is empty, are the same. */
function empty(value: unknown): unknown {
	if (value === undefined || value === '' || value === false || value === 0 || value === 0n) return null;
	if (Array.isArray(value) && value.length === 0) return null;
	return typeof value === 'object' && value !== null && Object.keys(value).length === 0 ? null : value;
}
