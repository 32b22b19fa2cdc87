import type { Answer, Problem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { Link, Message } from '../nats/link.ts';
import type { Progress, StepResult } from './run.ts';
import type { TransferWire } from './wire.ts';

/** The context of a sender. */
export interface Sending {
	readonly api: Api;
	readonly link: Link;
	/** Whether there was a connection to send it on. */
	readonly connected: boolean;
	/** Aborted when somebody stops it, for steps that can stop midway. */
	readonly signal: AbortSignal;
	readonly onProgress: (progress: Progress) => void;
	/** How a transfer is sent. */
	readonly transferOf: (endpoint: TransferWire['endpoint']) => Transfer | undefined;
}

/** How a transfer is carried out. */
export interface Transfer {
	/** It changes nothing on the server: --read-only permits it, and there is nothing to undo. */
	readonly reads?: true;
	/** Sends the whole of it, or cleans up after a stop or failure and reports what is left. Never rejects. */
	readonly send: (wire: TransferWire, around: Sending) => Promise<StepResult>;
	/** Why the nats CLI has no line for it, where its row has none. */
	readonly noLine?: string;
}

/** What came of a request. */
export function answered(answer: Answer<unknown>, connected: boolean, came: readonly Message[]): StepResult {
	const ms = Math.round(answer.ms);
	return answer.ok
		? { kind: 'done', reply: answer.value, ms, came }
		: failedBy(answer.problem, connected, { ms, came });
}

/** The outcome that a problem means. */
const fates: Readonly<Record<Problem['kind'], 'refused' | 'not-sent' | 'unknown'>> = {
	api: 'refused',
	'permission-publish': 'refused',
	'no-responders': 'refused',
	'permission-subscribe': 'unknown',
	timeout: 'unknown',
	disconnected: 'unknown',
	cancelled: 'unknown',
	malformed: 'unknown',
	other: 'unknown',
	'read-only': 'not-sent',
	unsupported: 'not-sent',
	'bad-input': 'not-sent',
	unkept: 'not-sent',
	'bad-subject': 'not-sent',
	'bad-header': 'not-sent',
	'too-large': 'not-sent',
};

/** What came of a transfer that a problem ended: nobody but the server refuses. */
export const endedBy = (problem: Problem, ms: number): StepResult =>
	fates[problem.kind] === 'refused' ? { kind: 'refused', problem, ms, came: [] } : { kind: 'failed', problem, ms };

export function failedBy(
	problem: Problem,
	connected: boolean,
	brought: { readonly ms: number; readonly came: readonly Message[] } = { ms: 0, came: [] },
): StepResult {
	if (problem.kind === 'disconnected' && !connected)
		return { kind: 'not-sent', problem: { ...problem, message: `Nothing was sent. ${problem.message}` } };
	const kind = problem.unsent ? 'not-sent' : fates[problem.kind];
	return kind === 'refused' ? { kind, problem, ...brought } : { kind, problem };
}
