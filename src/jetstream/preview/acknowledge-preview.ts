import type { Link } from '../../nats/link.ts';
import { type Acknowledgement, notAcknowledgeable, unsent } from '../acknowledge.ts';
import { type Answer, readOnlyProblem } from '../problem.ts';
import { rawProblem } from '../raw-door.ts';

/** Acknowledgements of today, and how the preview had them. What is not here it ignored. */
const words: Readonly<Record<string, string>> = { '+ACK': '+OK', '-NAK': '-NAK', '+WPI': '+WPI' };

/** Seven tokens: stream, consumer, deliveries, and the two sequences. */
const ackSubject = /^\$JS\.ACK(\.[^.\s]+){5}$/;

/**
 * Says to a preview server what becomes of a message. It answers nothing: that it was sent is all that can be known. It knows
 * no +TERM, and no delay of a -NAK.
 */
export async function acknowledgePreview(
	link: Link,
	readOnly: boolean,
	{ reply, payload }: Acknowledgement,
): Promise<Answer<undefined>> {
	if (readOnly) return unsent(readOnlyProblem(reply));
	if (!ackSubject.test(reply)) return unsent(notAcknowledgeable(reply));
	const word = words[payload];
	if (word === undefined)
		return unsent({
			kind: 'unsupported',
			subject: reply,
			message: `The technical preview of 2020 has no ${payload}.`,
			advice: 'Nothing was sent. It knows to acknowledge, to give back and to ask for more time.',
		});
	const problem = link.publish(reply, word);
	if (problem !== undefined) return unsent(rawProblem(reply, problem));
	return { ok: true, value: undefined, at: Date.now(), ms: 0 };
}
