import type { Link } from '../../nats/link.ts';
import { type Acknowledgement, notAcknowledgeable, unsent } from '../acknowledge.ts';
import { type Answer, type Problem, readOnlyProblem } from '../problem.ts';
import { rawProblem } from '../raw-door.ts';

/** Current acknowledgements, and those of the preview. It ignored all others; an empty payload acknowledges. */
const words: Readonly<Record<string, string>> = { '': '', '+ACK': '+OK', '+OK': '+OK', '-NAK': '-NAK', '+WPI': '+WPI' };

/** An acknowledgement for the preview, or why it has none. */
export type AckWritten =
	| { readonly ok: true; readonly subject: string; readonly payload: string }
	| { readonly ok: false; readonly problem: Problem };

/** Translates an acknowledgement for a preview server, which knows neither `+TERM` nor a delay of `-NAK`. */
export function ackToPreview({ reply, payload }: Acknowledgement): AckWritten {
	const word = words[payload];
	if (word !== undefined) return { ok: true, subject: reply, payload: word };
	const [said = payload, ...more] = payload.split(' ');
	const message =
		more.length > 0 && said in words
			? `The technical preview of 2020 supports ${said} only without a value.`
			: `The technical preview of 2020 does not support ${said}.`;
	const advice = 'Nothing was sent. It supports +ACK, -NAK and +WPI.';
	return { ok: false, problem: { kind: 'unsupported', subject: reply, message, advice } };
}

/** Seven tokens: stream, consumer, deliveries, and the two sequences. */
const ackSubject = /^\$JS\.ACK(\.[^.\s]+){5}$/;

/** Acknowledges to a preview server, which does not reply: the outcome stays unknown. */
export async function acknowledgePreview(
	link: Link,
	readOnly: boolean,
	acknowledgement: Acknowledgement,
): Promise<Answer<undefined>> {
	const { reply } = acknowledgement;
	if (readOnly) return unsent(readOnlyProblem(reply));
	if (!ackSubject.test(reply)) return unsent(notAcknowledgeable(reply));
	const written = ackToPreview(acknowledgement);
	if (!written.ok) return unsent(written.problem);
	const problem = link.publish(reply, written.payload);
	if (problem !== undefined) return unsent(rawProblem(reply, problem));
	return { ok: true, value: undefined, at: Date.now(), ms: 0 };
}
