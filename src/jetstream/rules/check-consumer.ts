import type { ConsumerConfig } from '../wire.ts';
import { consumerNames } from './consumer/names.ts';
import { checkRules } from './rule.ts';
import type { ConsumerSituation, Fault } from './situation.ts';

/**
 * Why a server would refuse this configuration of a consumer, as far as the situation tells. With `existing` it is an
 * update of that consumer, else a creation.
 */
export function checkConsumer(config: ConsumerConfig, situation: ConsumerSituation): readonly Fault[] {
	return checkRules([...consumerNames], { config, situation }, situation.features);
}
