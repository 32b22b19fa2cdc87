const old = /^\$JS\.ACK\.[^.]+\.[^.]+\.\d+\.\d+\.\d+$/;

/**
 * The reply subject of a delivery as the technical preview wrote it, seven tokens, as the one of nine that servers of today take
 * acknowledgements under: the time and what is pending are not read. Undefined for any other subject.
 */
export function ackFromPreview(subject: string): string | undefined {
	return old.test(subject) ? `${subject}.0.0` : undefined;
}
