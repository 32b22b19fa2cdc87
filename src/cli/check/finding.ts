import type { Integer } from '../../format/integer.ts';
import { isRefusal, type Problem } from '../../jetstream/problem.ts';
import { isAbsence } from '../../store/collect.ts';
import { type Health, severityWeights, type Verdict } from '../../views/health/verdict.ts';

/** What a finding is about. `check`: the check itself, whatever it is of. */
export type Subject =
	| { readonly kind: 'account' | 'cluster' | 'check' }
	| { readonly kind: 'server'; readonly name: string }
	| { readonly kind: 'stream'; readonly stream: string }
	| { readonly kind: 'consumer'; readonly stream: string; readonly consumer: string };

/** Something that a check found: wrong, or not known. */
export interface Finding {
	readonly about: Subject;
	readonly severity: Exclude<Verdict['severity'], 'ok'>;
	readonly short: string;
	readonly sentence: string;
}

/** The values of a figure that are not wrong. */
export interface Range {
	readonly least?: Integer;
	readonly most?: Integer;
}

/** A figure, for graphs. */
export interface Measure {
	readonly label: string;
	/** A `time` is in milliseconds, and so are its ranges. */
	readonly value: Integer;
	readonly kind: 'count' | 'bytes' | 'time';
	readonly warning?: Range;
	readonly critical?: Range;
}

/** What a check found out. */
export interface Checked {
	/** What was checked. */
	readonly about: Subject;
	/** What was looked at, after `nothing wrong`. */
	readonly seen: string;
	readonly findings: readonly Finding[];
	readonly measures: readonly Measure[];
}

/** In words, as in `stream ORDERS`. */
export function subjectInWords(about: Subject): string {
	switch (about.kind) {
		case 'stream':
			return `stream ${about.stream}`;
		case 'consumer':
			return `consumer ${about.stream} > ${about.consumer}`;
		case 'server':
			return `server ${about.name}`;
		case 'account':
		case 'cluster':
		case 'check':
			return about.kind;
		default:
			return about satisfies never;
	}
}

export function findingsOf(about: Subject, reasons: Health['reasons']): readonly Finding[] {
	return reasons.flatMap((verdict) => {
		const { severity, short, sentence } = verdict;
		return severity === 'ok' ? [] : [{ about, severity, short, sentence }];
	});
}

/**
 * It could not be read. That is critical if the server itself says what is wrong with it. A reply that does not come in time may be due
 * to a slow network or a busy server, and then nothing is known.
 */
export function unreadFinding(about: Subject, problem: Problem, signal: AbortSignal): Finding {
	const isSaid = (problem.kind === 'api' && !isAbsence(problem)) || problem.missing === true;
	return { ...unknownFinding(about, problem, signal), severity: isSaid ? 'critical' : 'unknown' };
}

/** Nothing about it is known. */
export function unknownFinding(about: Subject, problem: Problem, signal: AbortSignal): Finding {
	return unknownOf(about, problemSaid(problem, signal), problem.short);
}

export function unknownOf(about: Subject, sentence: string, short = 'unreadable'): Finding {
	return { about, severity: 'unknown', short, sentence };
}

export function nothingKnown(about: Subject, sentence: string): Checked {
	return { about, seen: '', findings: [unknownOf(about, sentence)], measures: [] };
}

/** What happened and what to do, for a check, which asks once and has no keys. The errors of a server end without a full stop. */
export function problemSaid(problem: Problem, signal: AbortSignal): string {
	const { kind, message } = problem;
	if (kind === 'cancelled') return lateSaid(signal, 'the server had replied');
	const sentence = /[.!?…]$/.test(message) ? message : `${message}.`;
	const advice =
		kind === 'timeout' && problem.missing !== true
			? 'Raise --timeout, or find out why the server is slow.'
			: kind === 'api' || isRefusal(problem) || kind === 'no-responders'
				? problem.advice
				: '';
	return `${sentence} ${advice}`.trim();
}

/** The end of the check came first. Whoever aborts it says why. */
export function lateSaid(signal: AbortSignal, before: string): string {
	const end = typeof signal.reason === 'string' ? signal.reason : 'The check ended';
	return `${end} before ${before}.`;
}

/** The worst first; otherwise in their order. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
	return findings.toSorted((a, b) => weightOf(b) - weightOf(a));
}

/** As monitoring plugins order them: what is wrong for certain outweighs what is not known. */
const weightOf = (finding: Pick<Finding, 'severity'>): number => severityWeights[finding.severity];
