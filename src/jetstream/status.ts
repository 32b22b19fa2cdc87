import { silenceRows, statusRows } from './status-rows.ts';

/** A status in place of a message. */
export interface Status {
	readonly code: number;
	readonly description: string;
}

/** The meaning of a status as the reply to a request; undefined if unknown. */
export function meaningOf(subject: string, { code, description }: Status): string | undefined {
	return rowOf(subject, { code, description })?.meaning;
}

/** Whether a status says that a request failed: not that a batch or a wait is over. */
export function isFailure(subject: string, status: Status): boolean {
	return status.code >= 400 && rowOf(subject, status)?.end !== true;
}

function rowOf(subject: string, { code, description }: Status) {
	return statusRows.find(
		({ of, code: wanted, says }) =>
			wanted === code && of.test(subject) && (says === undefined || says.test(description)),
	);
}

/** Why nobody replies on a subject, if known. */
export function silenceOf(subject: string): string | undefined {
	return silenceRows.find(([of]) => of.test(subject))?.[1];
}
