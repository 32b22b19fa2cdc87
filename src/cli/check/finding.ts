import type { Problem } from '../../jetstream/problem.ts';
import { type Health, severityWeights, type Verdict } from '../../views/health/verdict.ts';
import { saysSomething } from '../../views/watch/judge.ts';

/** What a finding is about. */
export type Subject =
	| { readonly kind: 'account' | 'cluster' }
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

/** A figure, for graphs. */
export interface Measure {
	readonly label: string;
	readonly value: string;
	/** As monitoring plugins write it: `s` and `B`; none for counts. */
	readonly unit?: 's' | 'B';
	readonly warning?: string | undefined;
	readonly critical?: string | undefined;
}

/** What a check found out. */
export interface Checked {
	/** What was checked. */
	readonly about: Subject;
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
 * It could not be read. As on the screens that is critical for a single stream or consumer, unless the reason says nothing about it,
 * such as a missing permission.
 */
export function unreadFinding(about: Subject, problem: Problem): Finding {
	const severity = saysSomething(problem) ? 'critical' : 'unknown';
	return { about, severity, short: problem.short ?? 'unreadable', sentence: sentenceOf(problem) };
}

/** Nothing about it is known. */
export function unknownFinding(about: Subject, problem: Pick<Problem, 'message'>): Finding {
	return { about, severity: 'unknown', short: 'unreadable', sentence: sentenceOf(problem) };
}

/** The errors of a server end without a full stop. */
const sentenceOf = ({ message }: Pick<Problem, 'message'>): string =>
	/[.!?…]$/.test(message) ? message : `${message}.`;

/** The worst first; otherwise in their order. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
	return findings.toSorted((a, b) => weightOf(b) - weightOf(a));
}

/** As monitoring plugins order them: what is wrong for certain outweighs what is not known. */
const weightOf = (finding: Pick<Finding, 'severity'>): number => severityWeights[finding.severity];
