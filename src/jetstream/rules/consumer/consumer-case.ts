import type { ConsumerConfig } from '../../wire.ts';
import type { ConsumerSituation } from '../situation.ts';

/** What a rule about consumers looks at. */
export interface ConsumerCase {
	readonly config: ConsumerConfig;
	readonly situation: ConsumerSituation;
}
