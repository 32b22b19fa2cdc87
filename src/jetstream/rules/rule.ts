import type { Version } from '../endpoints/endpoint.ts';
import { type Features, supports } from '../server-features.ts';
import type { ShapeFault } from './shape.ts';
import type { Fault } from './situation.ts';

/** Where a rule is broken, if not at the path of its row; and its code, if not that of its row. */
export type Finding = Fault;

/** One rule of the server about configurations. */
export interface Rule<Case> {
	/** The key it concerns, as in `Fault`. */
	readonly path: string;
	/** The first version with the rule; absent: all have it. */
	readonly since?: Version;
	/** The first version without it. */
	readonly gone?: Version;
	/** The first version that refuses it; older versions accept it, with a result that nobody wants. Absent: all refuse it. */
	readonly refusedSince?: Version;
	/** `err_code` with which a server refuses. */
	readonly errCode?: number;
	/** Whether it is broken; a text is the error sentence, findings are several errors, or errors at other paths. */
	readonly broken: (what: Case) => boolean | string | readonly Finding[] | undefined;
	/** One sentence that names the field and the rule. Needed if `broken` returns none. */
	readonly message?: string;
}

/** Faults of shape and, if all values have their types, of the rules: servers check in this order too. */
export function allFaults(shape: readonly ShapeFault[], rules: () => readonly Fault[]): readonly Fault[] {
	const faults = shape.map(({ mistyped: _, ...fault }) => fault);
	return shape.some(({ mistyped }) => mistyped) ? faults : [...faults, ...rules()];
}

/**
 * The faults of one configuration, in the order of the rules. If the version is unknown, only the rules of all versions apply.
 */
export function checkRules<Case>(rules: readonly Rule<Case>[], what: Case, features: Features): readonly Fault[] {
	return rules
		.filter(({ since, gone }) => isInForce(features, since, gone))
		.flatMap((rule) => {
			const code = rule.errCode === undefined ? {} : { errCode: rule.errCode };
			const isTaken = rule.refusedSince !== undefined && !supports(features, rule.refusedSince);
			return findingsOf(rule, what).map((finding) => ({ ...code, ...(isTaken && { isTaken }), ...finding }));
		});
}

function isInForce(features: Features, since: Version | undefined, gone: Version | undefined): boolean {
	if (features.version === undefined) return since === undefined && gone === undefined;
	return (since === undefined || supports(features, since)) && !(gone !== undefined && supports(features, gone));
}

function findingsOf<Case>({ path, broken, message = '' }: Rule<Case>, what: Case): readonly Finding[] {
	const found = broken(what);
	if (found === undefined || found === false) return [];
	if (found === true) return [{ path, message }];
	return typeof found === 'string' ? [{ path, message: found }] : found;
}
