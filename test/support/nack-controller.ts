import { isRecord } from '../../src/format/is.ts';
import { readDuration } from '../../src/format/read-duration.ts';
import { parseYaml } from '../../src/format/yaml.ts';

/**
 * What the legacy controller of NACK makes of a resource of `jetstream.nats.io/v1beta2`: the configuration that it sends. Keys and defaults
 * are those of its published schema; a key that the schema does not have is refused, where Kubernetes would leave it out.
 */
type Config = Readonly<Record<string, unknown>>;

type Reader = (value: unknown) => Config;

const key =
	(name: string, read: (value: unknown) => unknown = (value) => value): Reader =>
	(value) => ({ [name]: read(value) });

const time = (value: unknown): unknown => (value === '' ? undefined : readDuration(String(value)));
const inside = (keys: Readonly<Record<string, Reader>>) => (value: unknown) => read(keys, value);
const each = (keys: Readonly<Record<string, Reader>>) => (value: unknown) =>
	Array.isArray(value) ? value.map(inside(keys)) : value;

const transform = { source: key('src'), dest: key('dest') };
const source: Readonly<Record<string, Reader>> = {
	name: key('name'),
	optStartSeq: key('opt_start_seq'),
	optStartTime: key('opt_start_time'),
	filterSubject: key('filter_subject'),
	externalApiPrefix: (api) => ({ external: { api } }),
	externalDeliverPrefix: (deliver) => ({ external: { deliver } }),
	subjectTransforms: key('subject_transforms', each(transform)),
	consumer: key('consumer', inside({ name: key('name'), deliverSubject: key('deliver_subject') })),
};

const streamKeys: Readonly<Record<string, Reader>> = {
	...Object.fromEntries(
		['name', 'description', 'subjects', 'metadata', 'retention', 'discard', 'storage', 'compression', 'sealed'].map(
			(name) => [name, key(name)],
		),
	),
	maxConsumers: key('max_consumers'),
	maxMsgs: key('max_msgs'),
	maxBytes: key('max_bytes'),
	maxAge: key('max_age', time),
	maxMsgSize: key('max_msg_size'),
	maxMsgsPerSubject: key('max_msgs_per_subject'),
	replicas: key('num_replicas'),
	noAck: key('no_ack'),
	duplicateWindow: key('duplicate_window', time),
	discardPerSubject: key('discard_new_per_subject'),
	firstSequence: key('first_seq'),
	persistMode: key('persist_mode'),
	placement: key('placement', inside({ cluster: key('cluster'), tags: key('tags') })),
	mirror: key('mirror', inside(source)),
	sources: key('sources', each(source)),
	mirrorDirect: key('mirror_direct'),
	republish: key('republish', inside({ source: key('src'), destination: key('dest') })),
	subjectTransform: key('subject_transform', inside(transform)),
	consumerLimits: key(
		'consumer_limits',
		inside({ inactiveThreshold: key('inactive_threshold', time), maxAckPending: key('max_ack_pending') }),
	),
	denyDelete: key('deny_delete'),
	denyPurge: key('deny_purge'),
	allowDirect: key('allow_direct'),
	allowRollup: key('allow_rollup_hdrs'),
	allowMsgTtl: key('allow_msg_ttl'),
	subjectDeleteMarkerTtl: key('subject_delete_marker_ttl', time),
	allowAtomicPublish: key('allow_atomic'),
	allowMsgCounter: key('allow_msg_counter'),
	allowMsgSchedules: key('allow_msg_schedules'),
	allowBatched: key('allow_batched'),
};

const startPolicies: Readonly<Record<string, string>> = {
	byStartSequence: 'by_start_sequence',
	byStartTime: 'by_start_time',
	lastPerSubject: 'last_per_subject',
};

const consumerKeys: Readonly<Record<string, Reader>> = {
	...Object.fromEntries(['name', 'description', 'metadata'].map((name) => [name, key(name)])),
	streamName: () => ({}),
	durableName: key('durable_name'),
	deliverPolicy: key('deliver_policy', (value) => startPolicies[String(value)] ?? value),
	optStartSeq: key('opt_start_seq'),
	optStartTime: key('opt_start_time'),
	filterSubject: key('filter_subject'),
	filterSubjects: key('filter_subjects'),
	replayPolicy: key('replay_policy'),
	headersOnly: key('headers_only'),
	deliverSubject: key('deliver_subject'),
	deliverGroup: key('deliver_group'),
	heartbeatInterval: key('idle_heartbeat', time),
	flowControl: key('flow_control'),
	rateLimitBps: key('rate_limit_bps'),
	ackPolicy: key('ack_policy'),
	ackWait: key('ack_wait', time),
	maxDeliver: key('max_deliver'),
	backoff: key('backoff', (value) => (Array.isArray(value) ? value.map(time) : value)),
	maxAckPending: key('max_ack_pending'),
	sampleFreq: key('sample_freq', (value) => {
		if (!/^\d+$/.test(String(value))) throw new Error(`sampleFreq ${String(value)}`);
		return `${String(value)}%`;
	}),
	maxWaiting: key('max_waiting'),
	maxRequestBatch: key('max_batch'),
	maxRequestExpires: key('max_expires', time),
	maxRequestMaxBytes: key('max_bytes'),
	inactiveThreshold: key('inactive_threshold', time),
	replicas: key('num_replicas'),
	memStorage: key('mem_storage'),
	priorityPolicy: key('priority_policy'),
	priorityGroups: key('priority_groups'),
	pinnedTtl: key('priority_timeout', time),
};

/** Two keys may be of one object: the prefixes of another domain. */
function read(keys: Readonly<Record<string, Reader>>, spec: unknown): Config {
	if (!isRecord(spec)) throw new Error('no object');
	let config: Config = {};
	for (const [name, value] of Object.entries(spec)) {
		const reader = keys[name];
		if (reader === undefined) throw new Error(`the schema has no ${name}`);
		const part = reader(value);
		const { external } = part;
		config = {
			...config,
			...part,
			...(isRecord(external) && { external: { ...(config.external as object), ...external } }),
		};
	}
	return config;
}

/** Filled in by Kubernetes. */
const schemaDefaults: Readonly<Record<string, Config>> = {
	Stream: { storage: 'memory', retention: 'limits', discard: 'old', replicas: 1, maxAge: '' },
	Consumer: { ackPolicy: 'none', ackWait: '1ns', deliverPolicy: 'all', replayPolicy: 'instant' },
};

/** The configuration that the controller sends for the text of a resource. */
export function sentByNack(text: string): Config {
	const parsed = parseYaml(text);
	const resource = parsed.ok ? parsed.documents[0]?.value : undefined;
	if (!isRecord(resource) || !isRecord(resource.spec)) throw new Error('no resource');
	const kind = String(resource.kind);
	const sent = read(kind === 'Stream' ? streamKeys : consumerKeys, { ...schemaDefaults[kind], ...resource.spec });
	// The controller's own, of a policy that the server has two minutes for.
	const pinned = sent.priority_policy === 'pinned_client' && sent.priority_timeout === undefined;
	return pinned ? { ...sent, priority_timeout: 300_000_000_000 } : sent;
}
