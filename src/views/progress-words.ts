import type { Run } from '../changes/run.ts';
import { bar } from '../format/bar.ts';
import { bytes } from '../format/bytes.ts';
import { spanOfTime } from '../format/duration.ts';
import { count } from '../format/integer.ts';
import { byteRate, rate } from '../format/rate.ts';

/** A transfer without progress for this long is reported as stalled. */
const stallMs = 2_000;
/** Before this time a rate is not meaningful. */
const leastMs = 500;

/**
 * The progress of a transfer in parts, the most important first: `12 MiB of 40 MiB ████──`, its messages, the time left, its
 * rate.
 * @param now ms since the epoch
 * @param barColumns columns of the bar; 0 for none
 */
export function progressParts(progress: NonNullable<Run['progress']>, now: number, barColumns = 12): readonly string[] {
	const { done, total, unit, messages, since, movedAt } = progress;
	const amount = unit === 'bytes' ? bytes : count;
	const noun = unit === 'bytes' ? '' : ` ${unit}`;
	if (total === undefined) return [`${amount(done)}${noun}`, ...stallInWords(movedAt, now)];
	const stall = stallInWords(movedAt, now);
	const seconds = (movedAt - since) / 1000;
	const perSecond = seconds * 1000 < leastMs ? 0 : done / seconds;
	const moving =
		perSecond === 0 || stall.length > 0
			? []
			: [
					`${timeLeft(((total - done) / perSecond) * 1000)} left`,
					unit === 'bytes' ? byteRate(perSecond) : `${rate(perSecond)}/s`,
				];
	return [
		`${amount(done)} of ${amount(total)}${noun} ${bar(total === 0 ? 1 : done / total, barColumns)}`.trimEnd(),
		...stall,
		...(messages === undefined ? [] : [`${count(messages.done)} of ${count(messages.total)} messages`]),
		...moving,
	];
}

function stallInWords(movedAt: number, now: number): readonly string[] {
	const still = now - movedAt;
	return still < stallMs ? [] : [`stalled for ${Math.floor(still / 1000)} s`];
}

/** `42 s`, `3 min`, `2 h 5 min`. */
function timeLeft(ms: number): string {
	const minutes = Math.round(ms / 60_000);
	if (ms < 90_000) return spanOfTime(Math.max(1, Math.ceil(ms / 1000)) * 1000);
	return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
