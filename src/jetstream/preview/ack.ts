const old = /^\$JS\.ACK\.[^.]+\.[^.]+\.\d+\.\d+\.\d+$/;

/**
 * The reply subject of a delivery as the technical preview wrote it, seven tokens, as the one of nine that servers of today take
 * acknowledgements under: the time and what is pending are not read. Undefined for any other subject.
 */
export function ackFromPreview(subject: string): string | undefined {
	return old.test(subject) ? `${subject}.0.0` : undefined;
}

const either = /^(\$JS\.ACK\.[^.]+\.[^.]+\.\d+\.\d+\.\d+)(?:\.\d+\.\d+)?$/;

/** The seven tokens under which a preview server takes acknowledgements, of a subject of then or of today; undefined for any other. */
export function ackSubjectThen(subject: string): string | undefined {
	return either.exec(subject)?.[1];
}

/** Acknowledges, and asks for the next message: the one word that a preview server answers. */
export const ackAndNext = '+NXT';
