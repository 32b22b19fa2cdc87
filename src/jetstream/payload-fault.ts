/** What is wrong at a place of a payload. */
export interface PayloadFault {
	readonly ok: false;
	/** Sentences, with the place. */
	readonly message: string;
	/** The message itself contains the place in the payload. */
	readonly isPlaced: true;
}

/** @param clause without its full stop */
export function payloadFault(
	{ line, column }: { readonly line: number; readonly column: number },
	clause: string,
): PayloadFault {
	return { ok: false, message: `The payload, line ${line}, column ${column}: ${clause}.`, isPlaced: true };
}
