import { readDuration } from './read-duration.ts';

const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;
const local = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?))?$/;
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/;

/**
 * Reads a time as people write it: RFC 3339, kept as typed; `now`, `+1h`, `-2d`, relative to `now`; `2026-11-24` or `2026-11-24
 * 10:00`, in the person's time zone.
 * @param now ms since the epoch
 * @param bare what `1h` and `10:00:13` mean without a sign and a day: the last such time, or the next one; no time if left out
 * @returns RFC 3339; undefined if it is no time
 */
export function readTime(text: string, now: number, bare?: 'past' | 'future'): string | undefined {
	const trimmed = text.trim();
	const [, date, clock, , zone] = rfc3339.exec(trimmed) ?? [];
	if (date !== undefined && clock !== undefined && zone !== undefined)
		return isDay(date) && !Number.isNaN(Date.parse(`${date}T${clock}${zone.toUpperCase()}`))
			? trimmed.toUpperCase()
			: undefined;
	if (trimmed.toLowerCase() === 'now') return iso(now);
	if (/^[+-]\s*\d/.test(trimmed)) return fromNow(trimmed, now);
	return readLocal(trimmed) ?? (bare && (readClock(trimmed, now, bare) ?? readBare(trimmed, now, bare)));
}

/** A duration without a sign; above 0, since 0 is a sequence too. */
function readBare(text: string, now: number, bare: 'past' | 'future'): string | undefined {
	return text === '0' ? undefined : fromNow(`${bare === 'past' ? '-' : '+'}${text}`, now);
}

/** The last or next time that a clock in the person's time zone shows this. */
function readClock(text: string, now: number, bare: 'past' | 'future'): string | undefined {
	const time = clockOf(text);
	if (time === undefined) return undefined;
	const today = new Date(now);
	const on = (days: number): number =>
		new Date(today.getFullYear(), today.getMonth(), today.getDate() + days, ...time).getTime();
	const wanted = [-1, 0, 1].map(on);
	return iso((bare === 'past' ? wanted.findLast((at) => at <= now) : wanted.find((at) => at > now)) ?? on(0));
}

type Clock = readonly [hours: number, minutes: number, seconds: number, milliseconds: number];

function clockOf(text: string): Clock | undefined {
	const [found, hours, minutes, seconds = '0', fraction = ''] = clock.exec(text) ?? [];
	if (found === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
	return [Number(hours), Number(minutes), Number(seconds), Number(fraction.padEnd(3, '0'))];
}

function fromNow(text: string, now: number): string | undefined {
	const ns = readDuration(text.slice(1));
	if (ns === undefined) return undefined;
	const ms = Number(ns) / 1e6;
	return iso(text.startsWith('-') ? now - ms : now + ms);
}

function readLocal(text: string): string | undefined {
	const [found, year, month, day, time = '0:00'] = local.exec(text) ?? [];
	const at = clockOf(time);
	if (found === undefined || at === undefined || !isDay(`${year}-${month}-${day}`)) return undefined;
	return iso(new Date(Number(year), Number(month) - 1, Number(day), ...at).getTime());
}

/** Date.parse turns 31 February into a day in March. */
function isDay(date: string): boolean {
	const at = new Date(`${date}T00:00:00Z`);
	return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
}

/** Undefined outside the range of RFC 3339. */
function iso(ms: number): string | undefined {
	const at = new Date(Math.trunc(ms));
	if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1 || at.getUTCFullYear() > 9999) return undefined;
	return at.toISOString().replace('.000Z', 'Z');
}
