import type { StreamConfig } from '../../wire.ts';
import type { StreamSituation } from '../situation.ts';

/** What a rule about streams looks at. */
export interface StreamCase {
	readonly config: StreamConfig;
	readonly situation: StreamSituation;
}
