import { consumerFields } from '../fields/consumer.ts';
import type { ConsumerConfig } from '../wire.ts';
import { type ConsumerCase, consumerCase } from './consumer/consumer-case.ts';
import { consumerNames } from './consumer/names.ts';
import { consumerPreview } from './consumer/preview.ts';
import { consumerOfStream } from './consumer/stream.ts';
import { consumerUpdate } from './consumer/update.ts';
import { withoutDropped } from './dropped.ts';
import { allFaults, checkRules, type Rule } from './rule.ts';
import { shapeFaults } from './shape.ts';
import type { ConsumerSituation, Fault } from './situation.ts';

const rules: readonly Rule<ConsumerCase>[] = [
	...consumerNames,
	...consumerOfStream,
	...consumerUpdate,
	...consumerPreview,
];

/**
 * Why a server would refuse this configuration of a consumer, as far as the situation is known. With `existing` it is an
 * update of that consumer, else a creation. Values of wrong types are reported alone: the rules assume right types.
 */
export function checkConsumer(config: ConsumerConfig, situation: ConsumerSituation): readonly Fault[] {
	const { features } = situation;
	return allFaults(shapeFaults(consumerFields, config, features), () =>
		checkRules(rules, consumerCase(withoutDropped(consumerFields, config, features), situation), features),
	);
}
