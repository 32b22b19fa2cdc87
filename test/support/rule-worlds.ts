import type { ConsumerInfo, StreamConfig, StreamInfo } from '../../src/jetstream/wire.ts';
import type { Link } from '../../src/nats/link.ts';
import type { Config, Supports } from './configs.ts';
import { ask } from './rule-trials.ts';

/** Streams next to which others are tried: an origin, its mirror, and a stream that copies what is tried. */
const streams: readonly Config[] = [
	// A server removes the folder of all streams with the last one on disk, and then may fail to make the next.
	{ name: 'ORDERS', subjects: ['orders.>'], max_msg_size: 1000, storage: 'file' },
	{ name: 'COPY', mirror: { name: 'ORDERS' } },
	{ name: 'MERGE', subjects: ['merge.>'], sources: [{ name: 'RANDOM' }] },
];

/** A stream for consumers, with consumers that it has already. */
export interface ConsumerWorld {
	readonly prefix: string;
	readonly stream: Config;
	readonly consumers: readonly Config[];
}

const worlds: readonly ConsumerWorld[] = [
	{ prefix: 'lim', stream: { name: 'LIMITS', subjects: ['lim.>'] }, consumers: [{ durable_name: 'OTHER' }] },
	{ prefix: 'nar', stream: { name: 'NARROW', subjects: ['nar.c', 'nar.a.*'] }, consumers: [] },
	{ prefix: 'int', stream: { name: 'INTEREST', subjects: ['int.>'], retention: 'interest' }, consumers: [] },
	{ prefix: 'emp', stream: { name: 'EMPTY', subjects: ['emp.>'], retention: 'workqueue' }, consumers: [] },
	{
		prefix: 'que',
		stream: { name: 'QUEUE', subjects: ['que.>'], retention: 'workqueue' },
		consumers: [{ durable_name: 'OTHER', ack_policy: 'explicit', filter_subject: 'que.a.*' }],
	},
	{
		prefix: 'all',
		stream: { name: 'TAKEN', subjects: ['all.>'], retention: 'workqueue' },
		consumers: [{ durable_name: 'OTHER', ack_policy: 'explicit' }],
	},
	{
		prefix: 'few',
		stream: { name: 'FEW', subjects: ['few.>'], max_consumers: 1 },
		consumers: [{ durable_name: 'OTHER' }],
	},
	{ prefix: 'mir', stream: { name: 'MIRROR', mirror: { name: 'LIMITS' } }, consumers: [] },
];

const bound: ConsumerWorld = {
	prefix: 'bou',
	stream: {
		name: 'BOUND',
		subjects: ['bou.>'],
		consumer_limits: { max_ack_pending: 100, inactive_threshold: 3_600_000_000_000 },
	},
	consumers: [],
};

async function create(link: Link, subject: string, body: Config): Promise<Config> {
	const reply = await ask(link, subject, body);
	if (reply.error !== undefined) throw new Error(`${subject}: ${JSON.stringify(reply.error)}`);
	return reply;
}

/** Makes the streams next to which others are tried. */
export async function makeStreams(link: Link): Promise<readonly StreamConfig[]> {
	const made: StreamConfig[] = [];
	for (const config of streams) {
		const info = (await create(link, `STREAM.CREATE.${config.name}`, { storage: 'memory', ...config })) as unknown;
		made.push((info as StreamInfo).config);
	}
	return made;
}

export interface MadeConsumers {
	readonly prefix: string;
	readonly stream: StreamInfo;
	readonly consumers: readonly ConsumerInfo[];
}

/** Makes the streams whose consumers are tried. */
export async function makeConsumerStreams(link: Link, supports: Supports): Promise<readonly MadeConsumers[]> {
	const made: MadeConsumers[] = [];
	for (const { prefix, stream, consumers } of supports('2.10') ? [...worlds, bound] : worlds) {
		const name = String(stream.name);
		const info = (await create(link, `STREAM.CREATE.${name}`, { storage: 'memory', ...stream })) as unknown;
		const infos: ConsumerInfo[] = [];
		for (const config of consumers) {
			const subject = `CONSUMER.CREATE.${name}.${config.durable_name}`;
			infos.push((await create(link, subject, { stream_name: name, config })) as unknown as ConsumerInfo);
		}
		made.push({ prefix, stream: info as StreamInfo, consumers: infos });
	}
	return made;
}
