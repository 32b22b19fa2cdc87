import { consumerFields } from './fields/consumer.ts';
import type { Field } from './fields/field.ts';
import { serverDefault } from './fields/server-default.ts';
import { streamFields } from './fields/stream.ts';
import type { ConsumerConfig, StreamConfig } from './wire.ts';

/** Keys that the published schemas of the requests require; servers do without. */
const requiredOfStream = ['retention', 'max_consumers', 'max_msgs', 'max_bytes', 'max_age', 'storage', 'num_replicas'];
const requiredOfConsumer = ['deliver_policy'];

/** A configuration as STREAM.CREATE and STREAM.UPDATE send it: with defaults for missing keys that their schema requires. */
export function streamRequest(config: StreamConfig): StreamConfig {
	return withRequired(streamFields, requiredOfStream, config);
}

/** The same for the `config` of CONSUMER.CREATE. Its schema refuses an `ack_wait` of 0, which means the same as leaving it out. */
export function consumerRequest(config: ConsumerConfig): ConsumerConfig {
	const { ack_wait, ...rest } = config;
	return withRequired(consumerFields, requiredOfConsumer, ack_wait === 0 ? rest : config);
}

function withRequired<Config extends Readonly<Record<string, unknown>>>(
	fields: readonly Field[],
	required: readonly string[],
	config: Config,
): Config {
	const missing = fields.filter(({ name }) => required.includes(name) && (config[name] ?? undefined) === undefined);
	if (missing.length === 0) return config;
	return { ...config, ...Object.fromEntries(missing.map((field) => [field.name, serverDefault(field, config)])) };
}
