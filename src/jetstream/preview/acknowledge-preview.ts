import type { Link } from '../../nats/link.ts';
import { type Acknowledgement, notAcknowledgeable, unsent } from '../acknowledge.ts';
import { type Answer, type Problem, readOnlyProblem } from '../problem.ts';
import { rawProblem } from '../raw-door.ts';

/** Acknowledgements of today, and how the preview had them. What is not here it ignored; nothing is an acknowledgement. */
const words: Readonly<Record<string, string>> = { '': '', '+ACK': '+OK', '+OK': '+OK', '-NAK': '-NAK', '+WPI': '+WPI' };

/** An acknowledgement in the words of the preview, or why it has none. */
export type AckWritten =
	| { readonly ok: true; readonly subject: string; readonly payload: string }
	| { readonly ok: false; readonly problem: Problem };

/** An acknowledgement of today as a preview server takes it. It knows no `+TERM`, and no delay of a `-NAK`. */
export function ackToPreview({ reply, payload }: Acknowledgement): AckWritten {
	const word = words[payload];
	if (word !== undefined) return { ok: true, subject: reply, payload: word };
	const [said = payload, ...more] = payload.split(' ');
	const message =
		more.length > 0 && said in words
			? `The technical preview of 2020 has ${said} alone, with nothing behind it.`
			: `The technical preview of 2020 has no ${said}.`;
	const advice = 'Nothing was sent. It knows to acknowledge, to give back and to ask for more time.';
	return { ok: false, problem: { kind: 'unsupported', subject: reply, message, advice } };
}

/** Seven tokens: stream, consumer, deliveries, and the two sequences. */
const ackSubject = /^\$JS\.ACK(\.[^.\s]+){5}$/;

/** Says to a preview server what becomes of a message. It answers nothing: that it was sent is all that can be known. */
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
