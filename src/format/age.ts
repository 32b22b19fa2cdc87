import { duration, parseTimestamp } from './duration.ts';
/**
 * The server's clock at local time `now`, computed from a reply received at local time `at` with the server's time `ts` (2.10 and
 * later); without `ts` the local clock. Ages then do not include the difference between the two clocks.
 */
export function serverNow(ts: string | undefined, at: number, now: number): number {
	const theirs = parseTimestamp(ts);
	return theirs === undefined ? now : theirs + Math.max(0, now - at);
}

/** A duration in whole seconds, such as a countdown: `1m30s`. */
export function wholeSeconds(ms: number): string {
	return duration(Math.round(Math.max(0, ms) / 1000) * 1e9);
}
