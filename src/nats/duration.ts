import { readDuration } from '../format/read-duration.ts';

/** Longest accepted duration: a day. Node's timers overflow after 24.8 days, and jetdeck never waits that long. */
const longestMs = 86_400_000;

export type ParsedDuration =
	| { readonly ok: true; readonly ms: number }
	| { readonly ok: false; readonly message: string };

/**
 * Reads a duration the way the nats CLI writes it: `5s`, `500ms`, `2m`, `1m30s`. At least one millisecond, at most a day.
 ** @param option the source of the value, such as `--timeout`, for the error
 */
export function parseDuration(text: string, option: string): ParsedDuration {
	const refuse = (rule: string): ParsedDuration => ({
		ok: false,
		message: `${option} is ${JSON.stringify(text)}, but ${rule}.`,
	});
	const trimmed = text.trim();
	if (trimmed === '') return refuse('it must be a duration such as 500ms, 5s or 2m');
	const ns = /^[\d.a-zµ]+$/.test(trimmed) ? readDuration(trimmed) : undefined;
	if (ns === undefined) return refuse('it must be a number with a unit (ms, s, m or h), such as 500ms, 5s or 2m');
	const ms = Number(ns) / 1e6;
	if (ms < 1) return refuse('it must be at least 1ms');
	if (ms > longestMs) return refuse('it must be at most 24h');
	return { ok: true, ms: Math.round(ms) };
}
