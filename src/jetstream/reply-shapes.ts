import * as v from 'valibot';
import { type Integer, isInteger } from '../format/integer.ts';
import type { JsonEndpointId } from './replies.ts';
import type { AccountInfo, ConsumerInfo, StreamInfo } from './wire.ts';

/*
 * What the deck reads of the replies, so that no reply, whoever sends it, can break the deck. Other keys pass
 * unread. `wire.ts` says what each key means.
 */

/** `satisfies` keeps each shape equal to its wire type. */
type Reads<Wire> = v.GenericSchema<unknown, Wire>;

/** Go writes what is empty as null. */
const orNull = <S extends v.GenericSchema>(shape: S) => v.exactOptional(v.nullable(shape));

const number = v.number();
const text = v.string();
const maybeNumber = v.exactOptional(number);
const maybeText = v.exactOptional(text);
const maybeFlag = v.exactOptional(v.boolean());
/** As wide as the API has them. */
const integer = v.custom<Integer>(isInteger);
const maybeInteger = v.exactOptional(integer);
const maybeTexts = orNull(v.array(text));

const transforms = orNull(v.array(v.object({ src: text, dest: text })));
const external = v.object({ api: text, deliver: maybeText });

const source = v.object({
	name: text,
	opt_start_seq: maybeInteger,
	opt_start_time: maybeText,
	filter_subject: maybeText,
	external: v.exactOptional(external),
	subject_transforms: transforms,
});

const streamConfig = v.object({
	name: text,
	subjects: maybeTexts,
	max_age: maybeInteger,
	num_replicas: maybeNumber,
	mirror: v.exactOptional(source),
	sources: orNull(v.array(source)),
	placement: v.exactOptional(v.object({ cluster: maybeText, tags: maybeTexts })),
	metadata: orNull(v.record(v.string(), text)),
});

const streamState = v.object({
	messages: integer,
	bytes: integer,
	first_seq: integer,
	first_ts: text,
	last_seq: integer,
	last_ts: text,
	num_subjects: maybeNumber,
	num_deleted: maybeInteger,
	deleted: orNull(v.array(integer)),
	consumer_count: number,
	lost: orNull(v.object({ msgs: orNull(v.array(integer)), bytes: integer })),
	subjects: orNull(v.record(v.string(), number)),
});

const cluster = v.object({
	name: maybeText,
	leader: maybeText,
	replicas: orNull(
		v.array(v.object({ name: text, current: v.boolean(), offline: maybeFlag, active: integer, lag: maybeInteger })),
	),
});

const error = v.object({ code: number, err_code: maybeNumber, description: maybeText });

const sourceInfo = v.object({
	name: text,
	lag: integer,
	active: integer,
	external: v.exactOptional(external),
	error: v.exactOptional(error),
	filter_subject: maybeText,
	subject_transforms: transforms,
});

const page = { total: maybeNumber, offset: maybeNumber, limit: maybeNumber } as const;

const streamInfo = v.object({
	config: streamConfig,
	created: maybeText,
	state: streamState,
	domain: maybeText,
	cluster: v.exactOptional(cluster),
	mirror: v.exactOptional(sourceInfo),
	sources: orNull(v.array(sourceInfo)),
	alternates: orNull(v.array(v.object({ name: text, domain: maybeText, cluster: text }))),
	ts: maybeText,
}) satisfies Reads<StreamInfo>;

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
	backoff: orNull(v.array(integer)),
	pause_until: maybeText,
	priority_groups: maybeTexts,
	metadata: orNull(v.record(v.string(), text)),
});

const sequences = v.object({ consumer_seq: integer, stream_seq: integer, last_active: maybeText });

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
	num_pending: maybeInteger,
	cluster: v.exactOptional(cluster),
	push_bound: maybeFlag,
	ts: maybeText,
	paused: maybeFlag,
	pause_remaining: maybeInteger,
	priority_groups: orNull(v.array(v.object({ group: text, pinned_client_id: maybeText, pinned_ts: maybeText }))),
}) satisfies Reads<ConsumerInfo>;

const usage = {
	memory: integer,
	storage: integer,
	reserved_memory: maybeInteger,
	reserved_storage: maybeInteger,
	streams: number,
	consumers: maybeNumber,
	limits: v.object({
		max_memory: integer,
		max_storage: integer,
		max_streams: number,
		max_consumers: number,
		max_ack_pending: maybeNumber,
		memory_max_stream_bytes: maybeInteger,
		storage_max_stream_bytes: maybeInteger,
		max_bytes_required: maybeFlag,
	}),
} as const;

const accountInfo = v.object({
	...usage,
	domain: maybeText,
	api: v.exactOptional(v.object({ total: integer, errors: integer, level: maybeNumber, inflight: maybeNumber })),
	tiers: orNull(v.record(v.string(), v.object(usage))),
}) satisfies Reads<AccountInfo>;

/** Each entry is checked on its own. */
const list = (key: 'streams' | 'consumers') =>
	v.object({
		...page,
		[key]: orNull(v.array(v.unknown())),
		missing: maybeTexts,
		offline: orNull(v.record(v.string(), text)),
	});

const message = v.object({ subject: text, seq: integer, time: text, data: maybeText, hdrs: maybeText });

/** Replies to changes are shown as they came. */
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
