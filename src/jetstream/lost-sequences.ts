import { isInteger } from '../format/integer.ts';
import type { StreamConfig } from './wire.ts';

/**
 * From here on the file store uses the highest bits of a sequence for its own marks: it finds no such message, consumers do
 * not either, and it drops them in time. Observed on 2.10.27 and 2.15.1; streams in memory keep them.
 */
export const lostFrom = 2n ** 62n;

/** Whether a stream loses messages from this sequence on. */
export function isLostAt({ storage }: Pick<StreamConfig, 'storage'>, sequence: unknown): boolean {
	return storage !== 'memory' && isInteger(sequence) && sequence >= lostFrom;
}
