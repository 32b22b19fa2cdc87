import type { Trouble } from './troubles.ts';

/** `unknown`: it could not be looked at (yet), which is not the same as being well. */
export type Severity = 'ok' | 'unknown' | 'warning' | 'critical';

interface Said {
	/** Two or three words for a column. */
	readonly short: string;
	readonly sentence: string;
	/** Where it speaks for several consumers: how many. */
	readonly many?: number;
}

/** One thing worth saying of a stream or consumer. What is wrong counts as something in the figure of the account. */
export type Verdict = (Said & { readonly severity: 'ok' | 'unknown'; readonly trouble?: Trouble }) | Wrong;
export type Wrong = Said & { readonly severity: 'warning' | 'critical'; readonly trouble: Trouble };

export function isWrong(verdict: Verdict): verdict is Wrong {
	return verdict.severity === 'warning' || verdict.severity === 'critical';
}

export interface Health {
	readonly severity: Severity;
	/** Says what is wrong without a colour; ends in ✓ when nothing is. */
	readonly short: string;
	/** The worst first. */
	readonly reasons: readonly Verdict[];
}

/** One rule: what it looks at, and what it says when it applies. */
export type Rule<Subject> = (subject: Subject) => readonly Verdict[] | Verdict | undefined;

/** For ordering, the worst last. */
export const severityWeights: Readonly<Record<Severity, number>> = { ok: 0, unknown: 1, warning: 2, critical: 3 };

/**
 * Orders rows by health; larger is worse. What cannot be read comes before all that can: whatever was known of it is over.
 * Undefined while nothing is known.
 */
export function urgency(health: Health | undefined, unread: boolean): number | undefined {
	if (unread) return severityWeights.critical + 1;
	return health && severityWeights[health.severity];
}

/** Applies every rule. The worst verdict is the health; of two as bad the earlier rule's. `fine` is said when no rule spoke. */
export function judge<Subject>(rules: readonly Rule<Subject>[], subject: Subject, fine: string): Health {
	const reasons = rules
		.flatMap((rule) => rule(subject) ?? [])
		.toSorted((a, b) => severityWeights[b.severity] - severityWeights[a.severity]);
	const worst = reasons[0];
	return { severity: worst?.severity ?? 'ok', short: worst?.short ?? fine, reasons };
}
