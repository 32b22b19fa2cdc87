import type { Field } from './field.ts';
import { streamBasics } from './stream/basics.ts';
import { streamFeatures } from './stream/features.ts';
import { streamLimits } from './stream/limits.ts';
import { streamReplication } from './stream/replication.ts';

/** Every field of a StreamConfig, in the order in which people read them. */
export const streamFields: readonly Field[] = [
	...streamBasics,
	...streamLimits,
	...streamReplication,
	...streamFeatures,
];
