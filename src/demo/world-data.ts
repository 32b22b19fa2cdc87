/**
 * A small shop, as streams and consumers. Bodies of `STREAM.CREATE` and `CONSUMER.CREATE`; `since` if an older server lacks the
 * feature.
 */

export interface WorldStream {
	readonly config: Readonly<Record<string, unknown>> & { readonly name: string };
}

export interface WorldConsumer {
	readonly stream: string;
	readonly config: Readonly<Record<string, unknown>> & { readonly durable_name: string };
	/** A field of later servers, left out on older ones. */
	readonly later?: { readonly since: '2.10' | '2.11'; readonly fields: Readonly<Record<string, unknown>> };
}

const second = 1_000_000_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const mebibyte = 1024 * 1024;

export const worldStreams: readonly WorldStream[] = [
	stream('ORDERS', ['orders.>'], {
		description: 'Every order of the shop, from the basket to the door 📦',
		max_age: 30 * day,
		max_bytes: 512 * mebibyte,
		allow_direct: true,
	}),
	stream('PAYMENTS', ['payments.*.*'], {
		description: 'Jobs for the payment workers',
		retention: 'workqueue',
		max_age: 7 * day,
	}),
	stream('SHIPMENTS', ['shipments.>'], {
		description: 'Kept until every consumer has acknowledged it',
		retention: 'interest',
	}),
	stream('LOGS', ['logs.>'], { description: 'Application logs of one day', max_age: day, max_bytes: 64 * mebibyte }),
	stream('EVENTS', ['events.>'], { description: '客户行为 · customer behaviour', max_msgs: 5_000 }),
	stream('METRICS', ['metrics.>'], {
		storage: 'memory',
		max_age: 10 * minute,
		description: 'Lost with a restart, on purpose',
	}),
	stream('INVENTORY', ['inventory.*.*'], {
		description: 'The latest stock of each article in each warehouse',
		max_msgs_per_subject: 1,
		allow_direct: true,
	}),
	stream('SESSIONS', ['sessions.*'], { storage: 'memory', max_msgs_per_subject: 5, max_age: hour }),
	stream('AUDIT', ['audit.>'], { description: 'Messages can never be deleted', deny_delete: true, deny_purge: true }),
	stream('UPLOADS', ['uploads.*'], {
		description: 'Nearly full; refuses new messages when full',
		max_bytes: 256 * 1024,
		discard: 'new',
	}),
	stream('ORDERS_EU', undefined, { mirror: { name: 'ORDERS', filter_subject: 'orders.eu.>' } }),
	stream('EVERYTHING', undefined, {
		description: 'For the data warehouse',
		sources: [{ name: 'ORDERS' }, { name: 'EVENTS' }],
		max_age: 2 * day,
	}),
	stream('KV_flags', ['$KV.flags.>'], {
		max_msgs_per_subject: 10,
		allow_rollup_hdrs: true,
		deny_delete: true,
		allow_direct: true,
		discard: 'new',
	}),
	stream('OBJ_labels', ['$O.labels.C.>', '$O.labels.M.>'], {
		allow_rollup_hdrs: true,
		discard: 'new',
		allow_direct: true,
	}),
];

export const worldConsumers: readonly WorldConsumer[] = [
	pull('ORDERS', 'billing', { filter_subject: 'orders.*.created', description: 'Writes invoices' }),
	pull('ORDERS', 'analytics', { description: 'Runs at night: lags all day' }),
	pull('ORDERS', 'fraud-check', {
		max_ack_pending: 50,
		ack_wait: hour,
		description: 'At its limit of unacknowledged messages',
	}),
	pull('ORDERS', 'returns', {
		filter_subject: 'orders.*.returned',
		ack_wait: 2 * second,
		max_deliver: 20,
		description: 'Fails on some messages, which are delivered again',
	}),
	{
		...pull('ORDERS', 'newsletter', { filter_subject: 'orders.*.delivered', description: 'Paused until the campaign' }),
		later: { since: '2.11', fields: { pause_until: new Date(Date.now() + 36 * 3_600_000).toISOString() } },
	},
	pull('PAYMENTS', 'cards', {
		filter_subject: 'payments.card.*',
		max_deliver: 5,
		backoff: [second, 5 * second, 30 * second, minute],
	}),
	pull('PAYMENTS', 'transfers', { filter_subject: 'payments.transfer.*', ack_wait: 2 * minute }),
	pull('SHIPMENTS', 'warehouse', { filter_subject: 'shipments.created.>' }),
	push('SHIPMENTS', 'tracking', 'push.tracking', {
		deliver_group: 'tracking',
		description: 'Nobody listens at the moment',
	}),
	push('LOGS', 'errors', 'push.errors', { filter_subject: 'logs.*.error', ack_policy: 'none', deliver_policy: 'new' }),
	pull('LOGS', 'archive', { ack_policy: 'all', description: 'Acknowledges the last of each batch' }),
	{
		...pull('EVENTS', 'search-index', { max_batch: 100, description: 'Clicks and views, nothing else' }),
		later: { since: '2.10', fields: { filter_subjects: ['events.click.>', 'events.view.>'] } },
	},
	pull('EVENTS', 'profiles', { deliver_policy: 'last_per_subject', filter_subject: 'events.>' }),
	push('METRICS', 'alerts', 'push.alerts', { ack_policy: 'none', deliver_policy: 'new', headers_only: true }),
	pull('AUDIT', 'compliance', { sample_freq: '100%', description: 'Its acknowledgements are sampled' }),
];

function stream(
	name: string,
	subjects: readonly string[] | undefined,
	rest: Readonly<Record<string, unknown>>,
): WorldStream {
	return { config: { name, ...(subjects && { subjects }), storage: 'file', num_replicas: 1, ...rest } };
}

function pull(streamName: string, name: string, rest: Readonly<Record<string, unknown>> = {}): WorldConsumer {
	return {
		stream: streamName,
		config: { durable_name: name, ack_policy: 'explicit', deliver_policy: 'all', ...rest },
	};
}

function push(
	streamName: string,
	name: string,
	subject: string,
	rest: Readonly<Record<string, unknown>>,
): WorldConsumer {
	return pull(streamName, name, { deliver_subject: subject, ...rest });
}
