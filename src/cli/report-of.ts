import { plural } from '../format/integer.ts';
import { sanitise } from '../format/sanitise.ts';
import { inSentences, isRefusal, type Problem } from '../jetstream/problem.ts';
import { isAbsence } from '../store/collect.ts';
import type { ReportName } from '../views/reports.ts';
import { exitCodeOf } from './exit-codes.ts';

export interface ReportChoices {
	readonly what: ReportName;
	/** Stream of `report stream`, and optional for `report consumers`. */
	readonly stream?: string;
	readonly json: boolean;
}

/** What to print: data to stdout, errors to stderr. */
export interface Report {
	readonly text?: string;
	/** In place of a text: to be written as JSON. */
	readonly value?: unknown;
	/** In sentences. */
	readonly complaints: readonly string[];
	/** See exit-codes.ts. */
	readonly code: number;
}

/** Something was unreadable. */
export const unread = 1;
const absent = 6;

/** `err_code`s of assets that exist but do not answer: no leader, offline, or of a newer server. */
const unreachable: ReadonlySet<number> = new Set([10008, 10118, 10119, 10194, 10195]);

/** If nothing was readable; `stream`: the one that was asked for. */
export function failed(problem: Problem, stream?: string): Report {
	const sentences = inSentences(problem);
	return { complaints: [stream === undefined ? sentences : `${stream}: ${sentences}`], code: codeOf(problem) };
}

function codeOf(problem: Problem): number {
	if (isAbsence(problem)) return absent;
	return unreachable.has(problem.errCode ?? 0) ? unread : exitCodeOf(problem);
}

/** The lines below a table for unreadable names; those without permission share one line. */
export function unreadLines(problems: ReadonlyMap<string, Problem>): readonly string[] {
	const refused = [...problems].filter(([, problem]) => isRefusal(problem));
	const others = [...problems].filter(([, problem]) => !isRefusal(problem));
	const [first] = refused;
	const lines = others.map(([name, problem]) => `! ${name}: ${inSentences(problem)}`);
	if (first !== undefined) {
		const most = refused.slice(0, mostNamed).map(([name]) => name);
		const more = refused.length > most.length ? ` and ${refused.length - most.length} more` : '';
		lines.push(`! ${most.join(', ')}${more}: ${inSentences(first[1])}`);
	}
	return lines.map((line) => sanitise(line));
}

const mostNamed = 5;

/** For stderr, where the data is JSON. */
export function unreadComplaints(problems: ReadonlyMap<string, Problem>, what: string): readonly string[] {
	if (problems.size === 0) return [];
	return [`jetdeck could not read ${plural(problems.size, what)}.`, ...unreadLines(problems)];
}
