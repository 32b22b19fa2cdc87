import { describe, expect, it, test } from 'vitest';
import type { Problem } from '../../src/jetstream/problem.ts';
import { checkConsumer } from '../../src/jetstream/rules/check-consumer.ts';
import { checkStream } from '../../src/jetstream/rules/check-stream.ts';
import { faultOf } from '../../src/jetstream/rules/fault-of.ts';
import type { ConsumerSituation, StreamSituation } from '../../src/jetstream/rules/situation.ts';
import { features } from '../../src/jetstream/server-features.ts';
import type { ConsumerConfig, StreamConfig, StreamInfo } from '../../src/jetstream/wire.ts';

const newest = features('2.15.1', 5);
const line29 = features('2.9.10', 0);

const orders: StreamConfig = { name: 'ORDERS', subjects: ['orders.>'] };
const alone: StreamSituation = { features: newest, streams: [orders] };

const info = (config: StreamConfig): StreamInfo => ({
	config,
	created: '2026-03-31T10:00:00Z',
	state: {
		messages: 0,
		bytes: 0,
		first_seq: 0,
		first_ts: '0001-01-01T00:00:00Z',
		last_seq: 0,
		last_ts: '0001-01-01T00:00:00Z',
		consumer_count: 0,
	},
});
const queue: ConsumerSituation = {
	features: newest,
	stream: info({ name: 'QUEUE', subjects: ['queue.>'], retention: 'workqueue' }),
	consumers: [{ durable_name: 'BILLING', ack_policy: 'explicit', filter_subject: 'queue.bill.*' }],
};

const stream = (config: object, more: object = {}): readonly string[] =>
	checkStream({ name: 'NEW', subjects: ['new.>'], ...config }, { ...alone, ...more }).map(
		({ path, message }) => `${path}: ${message}`,
	);
const consumer = (config: object, more: object = {}): readonly string[] =>
	checkConsumer({ ack_policy: 'explicit', filter_subject: 'queue.x', ...config } as ConsumerConfig, {
		...queue,
		...more,
	}).map(({ path, message }) => `${path}: ${message}`);

type Case = readonly [why: string, config: object, said: string, more?: object];

describe('rules of streams say', () => {
	test.for<Case>([
		[
			'which stream has a subject',
			{ subjects: ['new.a', 'orders.*'] },
			'subjects.1: Subjects: orders.* overlaps orders.> of stream ORDERS; a subject belongs to one stream only.',
		],

		[
			'that a name is taken',
			{ name: 'ORDERS', subjects: ['new.>'] },
			'name: Name: another stream of this account has it; choose another name, or edit that stream.',
		],
		[
			'what came later',
			{ allow_batched: true },
			'allow_batched: Allow fast batches: the server (2.12.4) refuses allow_batched, which came with 2.14. Leave it out.',
			{ features: features('2.12.4', undefined) },
		],
		[
			'which values there are',
			{ retention: 'forever' },
			'retention: Retention must be one of limits, interest, workqueue.',
		],
		['what type a value has', { max_age: '1d' }, 'max_age: Max age must be a whole number, not "1d".'],

		[
			'how many servers there are',
			{ num_replicas: 5 },
			'num_replicas: Replicas must be at most 3, the number of servers.',
			{ servers: 3 },
		],

		[
			'where copies go round',
			{ sources: [{ name: 'BACK' }] },
			'sources: Sources must not form a cycle: BACK copies NEW again.',
			{ streams: [{ name: 'BACK', sources: [{ name: 'NEW' }] }] },
		],
		[
			'what cannot be changed',
			{ storage: 'memory' },
			'storage: Storage cannot be changed after creation.',
			{ existing: info({ name: 'NEW', subjects: ['new.>'], storage: 'file' }) },
		],
		[
			'which consumers a limit would exceed',
			{ consumer_limits: { max_ack_pending: 10 } },
			'consumer_limits: Consumer limits must not be below the settings of existing consumers: SLOW exceed them.',
			{
				existing: info({ name: 'NEW', subjects: ['new.>'] }),
				consumers: [
					{ durable_name: 'SLOW', max_ack_pending: 1000 },
					{ durable_name: 'FAST', max_ack_pending: 1 },
				],
			},
		],
	])('%s', ([, config, said, more]) => expect(stream(config, more)).toEqual([said]));

	it('nothing of what is right, also before a version is known', () => {
		expect(stream({ max_age: 2n ** 62n, metadata: {} })).toEqual([]);
		expect(stream({ metadata: { a: '1' }, no_key_of_ours: 1 }, { features: features(undefined, undefined) })).toEqual(
			[],
		);
		expect(stream({ compression: 'none', consumer_limits: {} }, { features: line29 })).toEqual([]);
	});
});

describe('rules of consumers say', () => {
	test.for<Case>([
		[
			'who takes the messages of a work queue',
			{ filter_subject: 'queue.*.now' },
			'filter_subject: Filter subject: queue.*.now overlaps a filter of consumer BILLING; a message of a work queue goes to one consumer.',
		],

		[
			'which policies came later',
			{ deliver_subject: 'out', ack_policy: 'flow_control' },
			'ack_policy: Ack policy must be one of none, all, explicit. flow_control came with 2.14.',
			{ features: line29, stream: info(orders) },
		],
	])('%s', ([, config, said, more]) => expect(consumer(config, more)).toEqual([said]));

	it('nothing of a pause that is the zero time, as the nats CLI writes none', () => {
		const config = { durable_name: 'C', ack_policy: 'explicit', filter_subject: 'orders.x' };
		const existing = { name: 'C', stream_name: 'ORDERS', config: { ...config, pause_until: '0001-01-01T00:00:00Z' } };
		const at = { stream: info(orders), existing };
		expect(consumer({ ...config, max_deliver: 5 }, at)).toEqual([]);
		expect(consumer({ ...config, pause_until: '2030-01-01T00:00:00Z' }, at)).toEqual([
			'pause_until: Paused until: an update does not change it; pause or resume the consumer instead.',
		]);
	});
});

describe('a refusal is brought to its field', () => {
	const refusal = (errCode: number, message: string, asset = 'STREAM'): Problem => ({
		kind: 'api',
		subject: `$JS.API.${asset}.CREATE.NEW.X`,
		message,
		advice: 'Change it.',
		code: 400,
		errCode,
	});

	test.each([
		[10_065, 'subjects overlap with an existing stream', 'STREAM', {}, 'subjects'],
		[10_052, 'duplicates window can not be larger then max age', 'STREAM', {}, 'duplicate_window'],
		[10_052, 'stream configuration update can not change storage type', 'STREAM', {}, 'storage'],
		[10_052, 'detected cycle', 'STREAM', { mirror: { name: 'A' } }, 'mirror'],
		[
			10_049,
			"subject transform from 'a' to 'b' for the source: invalid subject",
			'STREAM',
			{ sources: [{}] },
			'sources',
		],
		[10_025, 'invalid JSON: json: unknown field "allow_batched"', 'STREAM', {}, 'allow_batched'],
		[
			10_025,
			'invalid JSON: json: cannot unmarshal number 1.5 into Go struct field StreamConfigRequest.max_msgs of type int64',
			'STREAM',
			{},
			'max_msgs',
		],
		[10_025, 'invalid JSON: can not unmarshal "\\"tape\\""', 'STREAM', { storage: 'tape' }, 'storage'],
		[10_074, 'replicas > 1 not supported in non-clustered mode', 'CONSUMER', {}, 'num_replicas'],
		[10_012, 'storage type can not be updated', 'CONSUMER', {}, 'mem_storage'],
		[10_012, 'deliver policy can not be updated', 'CONSUMER', {}, 'deliver_policy'],
		[
			10_094,
			'consumer delivery policy is deliver all, but optional start time is also set',
			'CONSUMER',
			{},
			'opt_start_time',
		],
		[
			10_100,
			'filtered consumer not unique on workqueue stream',
			'CONSUMER',
			{ filter_subjects: ['a'] },
			'filter_subjects',
		],
		[10_026, 'maximum consumers limit reached', 'CONSUMER', {}, 'name'],
		[10_026, 'maximum consumers limit reached', 'STREAM', {}, 'max_consumers'],
	] as const)('%i %s', (errCode, message, asset, config, path) =>
		expect(faultOf(refusal(errCode, message, asset), config)).toEqual({
			path,
			errCode,
			message: `The server refused: ${message}. Change it.`,
		}),
	);

	it('and to none where it concerns none', () => {
		expect(faultOf(refusal(10_008, 'JetStream system temporarily unavailable'), orders)).toBeUndefined();
		expect(faultOf({ kind: 'timeout', subject: 'a', message: 'b', advice: 'c' }, orders)).toBeUndefined();
	});
});
