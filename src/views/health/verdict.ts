export type Level = 'ok' | 'warn' | 'bad';

/** One thing worth saying of a stream or consumer. */
export interface Verdict {
	readonly level: Level;
	/** Two or three words for a column. */
	readonly short: string;
	/** One sentence. */
	readonly text: string;
}

export interface Health {
	readonly level: Level;
	/** Says what is wrong without a colour; ends in ✓ when nothing is. */
	readonly short: string;
	/** The worst first. */
	readonly reasons: readonly Verdict[];
}

/** One rule: what it looks at, and what it says when it applies. */
export type Rule<Subject> = (subject: Subject) => readonly Verdict[] | Verdict | undefined;

const weights: Readonly<Record<Level, number>> = { ok: 0, warn: 1, bad: 2 };

/**
 * Orders rows by health; larger is worse. What cannot be read comes before all that can: whatever was known of it is over.
 * Undefined while nothing is known.
 */
export function urgency(health: Health | undefined, unread: boolean): number | undefined {
	if (unread) return weights.bad + 1;
	return health && weights[health.level];
}

/** Applies every rule. The worst verdict is the health; of two as bad the earlier rule's. `fine` is said when no rule spoke. */
export function judge<Subject>(rules: readonly Rule<Subject>[], subject: Subject, fine: string): Health {
	const reasons = rules.flatMap((rule) => rule(subject) ?? []).toSorted((a, b) => weights[b.level] - weights[a.level]);
	const worst = reasons[0];
	return { level: worst?.level ?? 'ok', short: worst?.short ?? fine, reasons };
}
