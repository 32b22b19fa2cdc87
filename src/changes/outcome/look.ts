import { isRefusal, type Problem } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import type { Found } from '../expectation.ts';
import type { Meaning, Step } from '../proposal.ts';

/** What jetdeck finds out about a request without a reply. */
export type Finding =
	| { readonly kind: 'applied' }
	/** Nothing changed. */
	| { readonly kind: 'not applied' }
	/** Not yet known: worth another look. */
	| { readonly kind: 'unclear' }
	/** Nothing readable shows it. `why`: a sentence, with what to look at instead. */
	| { readonly kind: 'cannot tell'; readonly why: string };

/** What was read right before the request was sent. */
export interface BeforeSending {
	/** Absent if the request concerns no stream or consumer. */
	readonly found?: Found;
	/** What the row read besides. */
	readonly noted?: unknown;
}

export interface LookContext {
	readonly api: Api;
	readonly step: Step;
	/** The request of the API, even if it was typed. */
	readonly meaning: Meaning;
	readonly was: BeforeSending;
}

type Seen = Exclude<Found, { kind: 'unclear' }>;

/** How to find out whether a request was carried out. */
export interface Look {
	/** Read right before the request is sent, if INFO is not enough to compare with. */
	readonly note?: (around: Omit<LookContext, 'was'>) => Promise<unknown>;
	/** `now`: the stream or consumer, after no reply came. */
	readonly judge: (now: Seen, around: LookContext) => Finding | Promise<Finding>;
}

export const applied: Finding = { kind: 'applied' };
export const notApplied: Finding = { kind: 'not applied' };
export const unclear: Finding = { kind: 'unclear' };

export const cannotTell = (why: string): Finding => ({ kind: 'cannot tell', why });

/** The state before, if it was readable. */
export function infoBefore<Info>({ was }: Pick<LookContext, 'was'>): Info | undefined {
	return was.found?.kind === 'there' ? (was.found.info as Info) : undefined;
}

/** The finding for an unreadable outcome. Without permission, asking again does not help: the sentence names the permission. */
export function unreadOutcome(problem: Problem): Finding {
	const isDenied = isRefusal(problem) || problem.kind === 'unsupported';
	return isDenied ? cannotTell(`${problem.message} Without that jetdeck cannot check.`) : unclear;
}
