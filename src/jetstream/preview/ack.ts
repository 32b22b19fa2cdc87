const old = /^\$JS\.ACK\.[^.]+\.[^.]+\.\d+\.\d+\.\d+$/;

/**
 * The reply subject of a delivery as the technical preview wrote it, seven tokens, translated into the nine tokens of current servers:
 * the time and the pending count are not used. Undefined for any other subject.
 */
export function ackFromPreview(subject: string): string | undefined {
	return old.test(subject) ? `${subject}.0.0` : undefined;
}

const either = /^(\$JS\.ACK\.[^.]+\.[^.]+\.\d+\.\d+\.\d+)(?:\.\d+\.\d+)?$/;

/** The seven tokens of an acknowledgement for a preview server, from an old or a current subject; undefined for any other. */
export function ackSubjectThen(subject: string): string | undefined {
	return either.exec(subject)?.[1];
}

/** Acknowledges and requests the next message: the only acknowledgement that a preview server replies to. */
export const ackAndNext = '+NXT';
