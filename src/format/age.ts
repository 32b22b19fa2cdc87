import { duration, parseTimestamp } from './duration.ts';
/**
 * The server's clock at local time `now`, from an answer that was taken at `at` by ours and at `ts` by the server's
 * (2.10 and later); without `ts` our own clock stands in. Ages then do not show the difference between two clocks.
 */
export function serverNow(ts: string | undefined, at: number, now: number): number {
	const theirs = parseTimestamp(ts);
	return theirs === undefined ? now : theirs + Math.max(0, now - at);
}

/** A length of time in whole seconds, such as a countdown: `1m30s`. */
export function wholeSeconds(ms: number): string {
	return duration(Math.round(Math.max(0, ms) / 1000) * 1e9);
}
