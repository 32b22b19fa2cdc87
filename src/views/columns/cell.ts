import { shortDuration } from '../../format/duration.ts';
import { compactCount, count, type Integer } from '../../format/integer.ts';
import type { Tone } from '../../format/line.ts';
import { truncate } from '../../format/width.ts';
import { inSentences, type Problem } from '../../jetstream/problem.ts';
import type { Health, Severity } from '../health/verdict.ts';
import type { Cell } from '../line.ts';

/** Not known yet. */
export const pendingCell: Cell = { text: '·', tone: 'dim' };
/** Known to be empty. */
export const none: Cell = { text: '-', tone: 'dim' };

export function text(value: string | undefined, tone: Tone = 'plain'): Cell {
	return value ? { text: value, tone } : none;
}

/** A whole number, shortened if it does not fit: a cut number would be another number. */
export function number(value: Integer | undefined, columns: number): Cell {
	if (value === undefined) return none;
	const whole = count(value);
	return whole.length <= columns ? { text: whole } : { text: compactCount(value), inFull: whole };
}

/** A sequence. If it does not fit, its last digits stay: they distinguish it from its neighbours. */
export function sequence(value: Integer | undefined, columns: number): Cell {
	if (value === undefined) return none;
	const whole = count(value);
	return { text: truncate(whole, columns, 'start'), inFull: whole, ...(value === 0 && { tone: 'dim' }) };
}

/** As `number`, but 0 is dim, so that other values stand out. */
export function quietNumber(value: Integer | undefined, columns: number): Cell {
	return value === 0 ? { text: '0', tone: 'dim' } : number(value, columns);
}

export function since(ms: number | undefined): Cell {
	return ms === undefined ? none : { text: shortDuration(ms) };
}

export const severityTones: Readonly<Record<Severity, Tone>> = {
	ok: 'good',
	unknown: 'dim',
	warning: 'warn',
	critical: 'bad',
};

interface Judged {
	readonly at: number;
	readonly now: number;
	readonly stale: boolean;
	readonly offline?: string | undefined;
	readonly problem?: Problem | undefined;
	readonly doing?: string | undefined;
}

/** The health column: the health, or why it is unknown, and the age of outdated data. */
export function healthCell(row: Judged, health: Health | undefined): Cell {
	if (row.doing !== undefined) return { text: `${row.doing}…`, tone: 'accent' };
	if (row.problem !== undefined) {
		const { short, message } = row.problem;
		return { text: `! ${short ?? message}`, tone: 'bad', longer: [`! ${inSentences(row.problem)}`, `! ${message}`] };
	}
	if (health === undefined) return row.offline === undefined ? pendingCell : { text: 'offline', tone: 'bad' };
	if (row.stale) return { text: `${shortDuration(row.now - row.at)} old · ${health.short}`, tone: 'dim' };
	// A remark on something healthy is not drawn as praise.
	const isRemark = health.severity === 'ok' && health.reasons.length > 0;
	return { text: health.short, tone: isRemark ? 'plain' : severityTones[health.severity] };
}
