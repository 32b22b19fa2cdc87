import type { StreamConfig } from '../wire.ts';
import { checkRules } from './rule.ts';
import type { Fault, StreamSituation } from './situation.ts';
import { streamNames } from './stream/names.ts';

/**
 * Why a server would refuse this configuration of a stream, as far as the situation tells. With `existing` it is an
 * update of that stream, else a creation.
 */
export function checkStream(config: StreamConfig, situation: StreamSituation): readonly Fault[] {
	return checkRules([...streamNames], { config, situation }, situation.features);
}
