import type { Integer } from '../../format/integer.ts';
import { readDuration } from '../../format/read-duration.ts';

/** How long a message lives, nanoseconds. */
export type Ttl = Integer | 'never';

/**
 * Reads `Nats-TTL`: whole seconds, a duration of Go, or `never`.
 * @returns undefined if it is none
 */
export function readTtl(text: string): Ttl | undefined {
	if (text === 'never') return text;
	if (/^\d{1,10}$/.test(text)) return Number(text) * 1_000_000_000;
	// Go writes units without spaces, from hours down.
	return /^[\d.hmsµun]+$/.test(text) ? readDuration(text) : undefined;
}
