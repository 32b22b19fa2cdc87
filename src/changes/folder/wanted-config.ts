import { asRecord } from '../../format/is.ts';
import { configurationOf } from '../../jetstream/configuration-of.ts';
import { type Difference, differences } from '../../jetstream/difference.ts';
import { consumerFields } from '../../jetstream/fields/consumer.ts';
import { serverFields } from '../../jetstream/fields/server-fields.ts';
import { streamFields } from '../../jetstream/fields/stream.ts';
import { type Features, supports } from '../../jetstream/server-features.ts';
import type { ConsumerConfig, ConsumerInfo, StreamConfig, StreamInfo } from '../../jetstream/wire.ts';
import type { FolderChoices } from './wanted.ts';

/** The wanted configuration of an existing stream. */
export function wantedStream(info: StreamInfo, config: StreamConfig, { merge }: FolderChoices): StreamConfig {
	return merge ? { ...configurationOf(info), ...config } : config;
}

/** Setting the field of a single entry replaces that of the list, and the other way round. */
const alternatives = new Map(
	consumerFields.flatMap(({ name, single }) =>
		single === undefined ? [] : [[name, single] as const, [single, name] as const],
	),
);

/**
 * The wanted configuration of an existing consumer. Pausing is not part of it: people pause consumers for a while, and an update
 * can neither pause nor resume one.
 */
export function wantedConsumer(info: ConsumerInfo, config: ConsumerConfig, { merge }: FolderChoices): ConsumerConfig {
	const { pause_until: _, ...wanted } = config;
	const now = configurationOf(info);
	const paused = now.pause_until === undefined ? {} : { pause_until: now.pause_until };
	if (!merge) return { ...wanted, ...paused };
	const replaced = new Set(Object.keys(wanted).map((key) => alternatives.get(key)));
	const kept = Object.entries(now).filter(([key]) => !replaced.has(key));
	return { ...Object.fromEntries(kept), ...wanted, ...paused };
}

/** Adds the defaults that a server takes from the stream for missing fields of a consumer (2.10 and later). */
export function withLimitsOf(
	{ consumer_limits }: StreamConfig,
	config: ConsumerConfig,
	features: Features,
): ConsumerConfig {
	if (!supports(features, '2.10')) return config;
	const limits = asRecord(consumer_limits);
	const given = ['inactive_threshold', 'max_ack_pending'].filter((key) => {
		const acks = key !== 'max_ack_pending' || (config.ack_policy ?? 'none') !== 'none';
		return acks && !config[key] && Number(limits[key] ?? 0) > 0;
	});
	return given.length === 0 ? config : { ...config, ...Object.fromEntries(given.map((key) => [key, limits[key]])) };
}

export function streamDifference(before: object, after: StreamConfig, features: Features): readonly Difference[] {
	return differences(serverFields(streamFields, features), { ...before }, after);
}

export function consumerDifference(before: object, after: ConsumerConfig, features: Features): readonly Difference[] {
	return differences(serverFields(consumerFields, features), { ...before }, after);
}
