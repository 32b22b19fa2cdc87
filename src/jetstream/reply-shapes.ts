import * as v from 'valibot';
import type { JsonEndpointId } from './replies.ts';

/*
 * What the deck reads of the replies, so that nothing that answers in the place of a server can take it down. Other keys are let
 * through unread. `wire.ts` says what each means.
 */

const number = v.number();
const text = v.string();
const maybeNumber = v.optional(number);
const maybeText = v.optional(text);
const maybeFlag = v.optional(v.boolean());
/** Exact in configurations. */
const integer = v.union([v.number(), v.bigint()]);
const maybeInteger = v.nullish(integer);
/** Go writes an empty list as null. */
const maybeTexts = v.nullish(v.array(text));

const transforms = v.nullish(v.array(v.object({ src: maybeText, dest: maybeText })));
const external = v.object({ api: maybeText, deliver: maybeText });

const source = v.object({
	name: text,
	opt_start_seq: maybeInteger,
	opt_start_time: maybeText,
	filter_subject: maybeText,
	external: v.optional(external),
	subject_transforms: transforms,
});

const streamConfig = v.object({
	name: text,
	subjects: maybeTexts,
	max_age: maybeInteger,
	num_replicas: maybeInteger,
	mirror: v.optional(source),
	sources: v.nullish(v.array(source)),
	placement: v.optional(v.object({ cluster: maybeText, tags: maybeTexts })),
	metadata: v.nullish(v.record(v.string(), text)),
});

const streamState = v.object({
	messages: number,
	bytes: number,
	first_seq: number,
	first_ts: maybeText,
	last_seq: number,
	last_ts: maybeText,
	num_subjects: maybeNumber,
	num_deleted: maybeNumber,
	deleted: v.nullish(v.array(number)),
	consumer_count: number,
	lost: v.nullish(v.object({ msgs: v.nullish(v.array(number)), bytes: number })),
	subjects: v.nullish(v.record(v.string(), number)),
});

const cluster = v.object({
	name: maybeText,
	leader: maybeText,
	replicas: v.nullish(
		v.array(v.object({ name: text, current: maybeFlag, offline: maybeFlag, active: number, lag: maybeNumber })),
	),
});

const error = v.object({ code: maybeNumber, err_code: maybeNumber, description: maybeText });

const sourceInfo = v.object({
	name: text,
	lag: number,
	active: number,
	external: v.optional(external),
	error: v.optional(error),
	filter_subject: maybeText,
	subject_transforms: transforms,
});

const page = { total: maybeNumber, offset: maybeNumber, limit: maybeNumber } as const;

const streamInfo = v.object({
	config: streamConfig,
	created: maybeText,
	state: streamState,
	domain: maybeText,
	cluster: v.optional(cluster),
	mirror: v.optional(sourceInfo),
	sources: v.nullish(v.array(sourceInfo)),
	alternates: v.nullish(v.array(v.object({ name: text, domain: maybeText, cluster: text }))),
	ts: maybeText,
});

const consumerConfig = v.object({
	name: maybeText,
	durable_name: maybeText,
	filter_subject: maybeText,
	filter_subjects: maybeTexts,
	deliver_subject: maybeText,
	ack_wait: maybeInteger,
	max_deliver: maybeInteger,
	max_ack_pending: maybeInteger,
	inactive_threshold: maybeInteger,
	backoff: v.nullish(v.array(integer)),
	pause_until: maybeText,
	priority_groups: maybeTexts,
	metadata: v.nullish(v.record(v.string(), text)),
});

const sequences = v.object({ consumer_seq: number, stream_seq: number, last_active: maybeText });

const consumerInfo = v.object({
	stream_name: text,
	name: text,
	created: maybeText,
	config: consumerConfig,
	delivered: sequences,
	ack_floor: sequences,
	num_ack_pending: number,
	num_redelivered: number,
	num_waiting: maybeNumber,
	num_pending: maybeNumber,
	cluster: v.optional(cluster),
	push_bound: maybeFlag,
	ts: maybeText,
	paused: maybeFlag,
	pause_remaining: maybeNumber,
	priority_groups: v.nullish(v.array(v.object({ group: text, pinned_client_id: maybeText, pinned_ts: maybeText }))),
});

const usage = {
	memory: number,
	storage: number,
	reserved_memory: maybeNumber,
	reserved_storage: maybeNumber,
	streams: number,
	consumers: maybeNumber,
	limits: v.object({
		max_memory: number,
		max_storage: number,
		max_streams: number,
		max_consumers: number,
		max_ack_pending: maybeNumber,
		memory_max_stream_bytes: maybeNumber,
		storage_max_stream_bytes: maybeNumber,
		max_bytes_required: maybeFlag,
	}),
} as const;

const accountInfo = v.object({
	...usage,
	domain: maybeText,
	api: v.optional(v.object({ total: number, errors: number, level: maybeNumber, inflight: maybeNumber })),
	tiers: v.nullish(v.record(v.string(), v.object(usage))),
});

/** Of the entries each is looked at by itself. */
const list = (key: 'streams' | 'consumers') =>
	v.object({
		...page,
		[key]: v.nullish(v.array(v.unknown())),
		missing: maybeTexts,
		offline: v.nullish(v.record(v.string(), text)),
	});

const message = v.object({ subject: text, seq: number, time: text, data: maybeText, hdrs: maybeText });

/** What changes are answered with is shown as it came, whatever it is. */
export const replyShapes: Readonly<Partial<Record<JsonEndpointId, v.GenericSchema>>> = {
	'account.info': accountInfo,
	'stream.names': list('streams'),
	'stream.list': list('streams'),
	'stream.info': v.object({ ...streamInfo.entries, ...page }),
	'stream.msg.get': v.object({ message }),
	'consumer.names': list('consumers'),
	'consumer.list': list('consumers'),
	'consumer.info': consumerInfo,
};

/** The entries of lists. */
export const entryShapes: Readonly<Partial<Record<JsonEndpointId, v.GenericSchema>>> = {
	'stream.names': text,
	'stream.list': streamInfo,
	'consumer.names': text,
	'consumer.list': consumerInfo,
};
