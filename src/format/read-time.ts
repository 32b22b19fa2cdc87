import { readDuration } from './read-duration.ts';

const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;
const local = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/**
 * Reads a time as people write it: RFC 3339, kept as it stands; `now`, `+1h`, `-2d`, counted from `now`; `2026-11-24` or
 * `2026-11-24 10:00`, in the person's time zone.
 * @param now ms since the epoch
 * @returns RFC 3339; undefined when it is no time
 */
export function readTime(text: string, now: number): string | undefined {
	const trimmed = text.trim();
	const [, date, clock, , zone] = rfc3339.exec(trimmed) ?? [];
	if (date !== undefined && clock !== undefined && zone !== undefined)
		return isDay(date) && !Number.isNaN(Date.parse(`${date}T${clock}${zone.toUpperCase()}`))
			? trimmed.toUpperCase()
			: undefined;
	if (trimmed.toLowerCase() === 'now') return iso(now);
	if (/^[+-]\s*\d/.test(trimmed)) return fromNow(trimmed, now);
	return readLocal(trimmed);
}

function fromNow(text: string, now: number): string | undefined {
	const ns = readDuration(text.slice(1));
	if (ns === undefined) return undefined;
	const ms = Number(ns) / 1e6;
	return iso(text.startsWith('-') ? now - ms : now + ms);
}

function readLocal(text: string): string | undefined {
	const [found, year, month, day, hour = '0', minute = '0', second = '0'] = local.exec(text) ?? [];
	if (found === undefined || !isDay(`${year}-${month}-${day}`)) return undefined;
	if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
	const at = new Date(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
	return iso(at.getTime());
}

/** Date.parse takes 31 February for a day in March. */
function isDay(date: string): boolean {
	const at = new Date(`${date}T00:00:00Z`);
	return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
}

/** Undefined outside of what RFC 3339 can write. */
function iso(ms: number): string | undefined {
	const at = new Date(Math.trunc(ms));
	if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1 || at.getUTCFullYear() > 9999) return undefined;
	return at.toISOString().replace('.000Z', 'Z');
}
