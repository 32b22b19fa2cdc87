import { shortDuration } from '../../format/duration.ts';
import { count, type Integer } from '../../format/integer.ts';
import type { Line, Tone } from '../../format/line.ts';
import { sanitise } from '../../format/sanitise.ts';
import { wrapText } from '../../format/width.ts';
import type { Problem } from '../../jetstream/problem.ts';
import { type Datum, lastKnown, problemOf } from '../../store/datum.ts';
import { severityTones } from '../columns/cell.ts';
import type { Health } from '../health/verdict.ts';
import type { Fact, Section } from '../line.ts';

/** A fact, or nothing if there is no value. */
export function fact(
	label: string,
	value: string | undefined,
	more: Partial<Omit<Fact, 'label' | 'value'>> = {},
): readonly Fact[] {
	return value ? [{ label, value, ...more }] : [];
}

/** How much of a limit is used, with a bar. A limit below 0 means none, and so does 0 with `zeroIsNone`. */
export function usage(
	label: string,
	used: Integer,
	limit: Integer | undefined,
	options: { readonly say?: (n: Integer) => string; readonly zeroIsNone?: boolean } = {},
): Fact {
	const say = options.say ?? count;
	const most = limit ?? -1;
	if (most < 0 || (most === 0 && options.zeroIsNone)) return { label, value: say(used) };
	return {
		label,
		value: `${say(used)} of ${say(most)}`,
		share: most === 0 ? (used > 0 ? 1 : 0) : Number(used) / Number(most),
	};
}

/** A section of facts; none without facts. */
export function facts(title: string, list: readonly Fact[]): readonly Section[] {
	return list.length === 0 ? [] : [{ kind: 'facts', title, facts: list }];
}

/** Why the data is old, at the top of a detail view; nothing while it is fresh. */
export function problemSection(datum: Datum<unknown>, now: number, columns: number): readonly Section[] {
	const problem = problemOf(datum);
	if (problem === undefined) return [];
	const last = lastKnown(datum);
	const age = last === undefined ? '' : `The data below is ${shortDuration(now - last.at)} old.`;
	const lines = [
		...paragraph(`! ${problem.message}`, 'bad', columns),
		...paragraph(adviceOf(problem), 'plain', columns),
		...paragraph(age, 'warn', columns),
	];
	return [{ kind: 'text', title: '', lines }];
}

/** What is wrong, the worst first; nothing if all is well. */
export function healthSection(health: Pick<Health, 'reasons'>, columns: number): readonly Section[] {
	if (health.reasons.length === 0) return [];
	const signs = { ok: '·', unknown: '?', warning: '!', critical: '!!' } as const;
	const lines = health.reasons.flatMap(({ severity, sentence }) =>
		paragraph(`${signs[severity]} ${sentence}`, severity === 'ok' ? 'plain' : severityTones[severity], columns),
	);
	return [{ kind: 'text', title: 'Health', lines }];
}

/** A text from outside, wrapped into lines. */
export function paragraph(text: string, tone: Tone, columns: number): readonly Line[] {
	return text === '' ? [] : wrapText(sanitise(text), Math.max(1, columns)).map((part) => [{ text: part, tone }]);
}

/** The advice of a problem, without a first sentence that repeats the message. */
function adviceOf({ advice, message }: Problem): string {
	return advice === message ? '' : advice;
}
