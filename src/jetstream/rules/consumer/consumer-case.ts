import { type Supports, supportsOf } from '../../server-features.ts';
import type { ConsumerConfig, StreamConfig } from '../../wire.ts';
import type { ConsumerSituation } from '../situation.ts';
import { text, texts } from '../values.ts';

/** The input of a rule about consumers. */
export interface ConsumerCase {
	readonly config: ConsumerConfig;
	readonly stream: StreamConfig;
	readonly situation: ConsumerSituation;
	/** The current consumer, for an update. */
	readonly old: ConsumerConfig | undefined;
	readonly supports: Supports;
}

export function consumerCase(config: ConsumerConfig, situation: ConsumerSituation): ConsumerCase {
	const { existing, features, stream } = situation;
	return { config, stream: stream.config, situation, old: existing?.config, supports: supportsOf(features) };
}

/** The name under which the server stores it; empty if the server chooses it. */
export const nameOf = ({ name, durable_name: durable }: ConsumerConfig): string => text(durable) || text(name);

/** Push consumers have a deliver subject; without one clients pull. */
export const isPush = ({ deliver_subject: subject }: ConsumerConfig): boolean => text(subject) !== '';

/** All filters; none is all subjects. 2.9 has one at most, and drops a list. */
export const filtersOf = (
	{ filter_subject: one, filter_subjects: many }: ConsumerConfig,
	supports: Supports,
): readonly string[] => [...(supports('2.10') ? texts(many) : []), text(one)].filter((filter) => filter !== '');

/** The default ack policy is `none`. */
export const ackPolicyOf = ({ ack_policy: policy }: ConsumerConfig): string => policy ?? 'none';
