import type { LinkProblem } from '../nats/link.ts';

/** Why an API call gave no value. Shown next to what it concerns; never thrown. */
export interface Problem {
	readonly kind: LinkProblem['kind'] | 'api' | 'malformed' | 'read-only' | 'unsupported' | 'bad-input' | 'unkept';
	/** The full request subject. */
	readonly subject: string;
	/** One sentence: what happened. For `api` the server's own description. */
	readonly message: string;
	/** The same in two or three words, for a column of a list. */
	readonly short?: string;
	/** One sentence: what it means and what to do next. */
	readonly advice: string;
	/** `code` of an API error, HTTP-like. */
	readonly code?: number;
	/** `err_code` of an API error; stable across versions. */
	readonly errCode?: number;
	/** Nothing was sent. */
	readonly unsent?: true;
	/** Another stream stored the message; whether the right one did is unknown. */
	readonly elsewhere?: true;
	/** A list of the server names it as missing: the server waited for its leader. */
	readonly missing?: true;
}

/** `at` is the local time of the answer, ms since the epoch; `ms` is how long it took. */
export type Answer<T> =
	| { readonly ok: true; readonly value: T; readonly at: number; readonly ms: number }
	| { readonly ok: false; readonly problem: Problem; readonly at: number; readonly ms: number };

export type Failure = Extract<Answer<never>, { ok: false }>;

export const failed = (problem: Problem, ms: number): Failure => ({ ok: false, problem, at: Date.now(), ms });

/** The door's refusal of every request that changes something, with --read-only. */
export function readOnlyProblem(subject: string): Problem {
	return {
		kind: 'read-only',
		subject,
		message: `${subject} was not sent: this jetdeck is read-only.`,
		advice: 'Start jetdeck without --read-only to change anything.',
	};
}

/** What happened and what to do, as sentences: the errors of a server end without a full stop. */
export function inSentences({ message, advice }: Pick<Problem, 'message' | 'advice'>): string {
	return `${message}${/[.!?…]$/.test(message) ? '' : '.'} ${advice}`.trim();
}

/** JetStream is off for the account (err_code 10039) or on the server (10076), or nobody subscribes to its API. */
export function isWithoutJetStream({ kind, errCode }: Pick<Problem, 'kind' | 'errCode'>): boolean {
	return errCode === 10039 || errCode === 10076 || kind === 'no-responders';
}

/** The user lacks a permission: something else may be permitted in its place. */
export function isRefusal({ kind }: Pick<Problem, 'kind'>): boolean {
	return kind === 'permission-publish' || kind === 'permission-subscribe';
}

const unsure: ReadonlySet<Problem['kind']> = new Set([
	'timeout',
	'disconnected',
	'cancelled',
	'malformed',
	'other',
	'permission-subscribe',
]);

/** Whether a message whose sending failed may have been stored all the same. */
export const mayBeStored = ({ kind, unsent }: Pick<Problem, 'kind' | 'unsent'>): boolean =>
	unsent !== true && unsure.has(kind);
