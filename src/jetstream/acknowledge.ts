import type { Link, LinkProblem, RequestOptions } from '../nats/link.ts';
import { type Answer, type Problem, readOnlyProblem } from './problem.ts';
import { isPublishAck } from './publish-ack.ts';

/** An acknowledgement of a delivered message. */
export interface Acknowledgement {
	/** The reply subject that the message came with. */
	readonly reply: string;
	/** `+ACK`, `-NAK {"delay":…}`, `+TERM reason`, `+WPI`. */
	readonly payload: string;
}

/** Where servers take acknowledgements; this door reaches nothing else. */
const ackSubject = /^\$JS\.ACK\.[^\s]+$/;

/**
 * Sends an acknowledgement and waits for the empty message that confirms it (all versions). The confirmation says that the
 * consumer has taken it, not that the message was still its to acknowledge.
 */
export async function acknowledge(
	link: Link,
	readOnly: boolean,
	{ reply, payload }: Acknowledgement,
	options: Pick<RequestOptions, 'timeoutMs' | 'signal'> = {},
): Promise<Answer<undefined>> {
	if (readOnly) return unsent(readOnlyProblem(reply));
	if (!ackSubject.test(reply)) return unsent(notAcknowledgeable(reply));
	const answer = await link.request(reply, payload, { ...options, isForeign: isPublishAck });
	if (answer.ok) return { ok: true, value: undefined, at: Date.now(), ms: answer.ms };
	return { ok: false, problem: problemOf(reply, answer.problem), at: Date.now(), ms: answer.ms };
}

/** An acknowledgement that was not sent. */
export function unsent(problem: Problem): Answer<never> {
	return { ok: false, problem, at: Date.now(), ms: 0 };
}

/** A message that no consumer delivered has no acknowledgement subject. */
export function notAcknowledgeable(subject: string): Problem {
	return {
		kind: 'bad-input',
		subject,
		message: 'This message cannot be acknowledged: it has no reply subject.',
		advice: 'Nothing was sent. Its consumer has ack_policy none, or no consumer delivered it.',
	};
}

const advices: Readonly<Partial<Record<LinkProblem['kind'], string>>> = {
	timeout: 'The consumer may be gone, or its leader may not answer: look at the consumer before you try again.',
	'no-responders': 'The consumer is gone, or this account cannot reach it.',
	'permission-publish': 'Ask for the permission to publish to $JS.ACK.> of this stream.',
	disconnected: 'jetdeck keeps trying to reconnect.',
};

function problemOf(subject: string, { kind, message }: LinkProblem): Problem {
	return { kind, subject, message, advice: advices[kind] ?? 'Look at the consumer before you try again.' };
}
