import type { Trouble } from './troubles.ts';

/** `unknown`: not read (yet), which is not the same as healthy. */
export type Severity = 'ok' | 'unknown' | 'warning' | 'critical';

interface Finding {
	/** Two or three words for a column. */
	readonly short: string;
	readonly sentence: string;
	/** The number of consumers, if it concerns several. */
	readonly many?: number;
	/** Their names; absent where it concerns all of a stream. */
	readonly names?: readonly string[];
}

/** One remark about a stream or consumer. A warning or critical verdict also counts in the account's figure. */
export type Verdict = (Finding & { readonly severity: 'ok' | 'unknown'; readonly trouble?: Trouble }) | Wrong;
export type Wrong = Finding & { readonly severity: 'warning' | 'critical'; readonly trouble: Trouble };

export function isWrong(verdict: Verdict): verdict is Wrong {
	return verdict.severity === 'warning' || verdict.severity === 'critical';
}

export interface Health {
	readonly severity: Severity;
	/** Says what is wrong without colour; ends in ✓ if nothing is. */
	readonly short: string;
	/** The worst first. */
	readonly reasons: readonly Verdict[];
}

/** One rule: its input, and its verdicts when it applies. */
export type Rule<Subject> = (subject: Subject) => readonly Verdict[] | Verdict | undefined;

/** For ordering, the worst last. */
export const severityWeights: Readonly<Record<Severity, number>> = { ok: 0, unknown: 1, warning: 2, critical: 3 };

/**
 * Orders rows by health; larger is worse. Unreadable rows come first: what was known about them no longer counts. Undefined while
 * nothing is known.
 */
export function urgency(health: Health | undefined, unread: boolean): number | undefined {
	if (unread) return severityWeights.critical + 1;
	return health && severityWeights[health.severity];
}

/**
 * Applies every rule. The worst verdict is the health; of two equally bad ones the earlier rule's. `fine` applies if no rule has
 * a verdict.
 */
export function judge<Subject>(rules: readonly Rule<Subject>[], subject: Subject, fine: string): Health {
	const reasons = rules
		.flatMap((rule) => rule(subject) ?? [])
		.toSorted((a, b) => severityWeights[b.severity] - severityWeights[a.severity]);
	const worst = reasons[0];
	return { severity: worst?.severity ?? 'ok', short: worst?.short ?? fine, reasons };
}
