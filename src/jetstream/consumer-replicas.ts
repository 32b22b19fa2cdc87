import type { ConsumerConfig, StreamConfig } from './wire.ts';

/** What decides how many copies the consumers of a stream have. */
export type ConfigOfCopies = Pick<StreamConfig, 'num_replicas' | 'retention'>;

/**
 * How many copies of a consumer a cluster keeps: as many as the stream has unless the consumer asks for fewer. Ephemeral consumers
 * of a stream with limits retention have one. Undefined where that depends on an unknown stream.
 */
export function consumerReplicas(consumer: ConsumerConfig, stream: ConfigOfCopies | undefined): number | undefined {
	const asked = consumer.num_replicas ?? 0;
	if (stream === undefined) return asked > 0 ? asked : undefined;
	const ofStream = stream.num_replicas ?? 1;
	if (asked > 0) return Math.min(asked, ofStream);
	const single = !consumer.durable_name && (stream.retention ?? 'limits') === 'limits';
	return single ? 1 : ofStream;
}
