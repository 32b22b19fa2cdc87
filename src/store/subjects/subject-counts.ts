import type { Sort } from '../list.ts';

/** Which subjects of a stream are asked for, and which of them come first. */
export interface SubjectAsk {
	/** As in the `/` line; empty for all. */
	readonly filter: string;
	readonly sort: Sort;
}

/** Message counts by subject, as far as they were read. */
export interface SubjectCounts {
	/** The first in the order that was asked for, `mostHeld` at most. By name. */
	readonly counts: readonly (readonly [subject: string, messages: number])[];
	/** How many of those that were read match the filter. */
	readonly matching: number;
	/** How many were read, `mostRead` at most and the first by name. */
	readonly read: number;
	/** How many there were to read; with `subject:orders.>` the server leaves out all others. */
	readonly total: number;
	readonly ask: SubjectAsk;
	/** Milliseconds that the reading took. */
	readonly ms: number;
	/** The others are being read. */
	readonly reading?: true;
}

/** Most subjects that jetdeck keeps of one stream: nobody looks through more. */
export const mostHeld = 10_000;

/** Most subjects in one reply, 2.9 to 2.15. */
export const subjectsAPage = 100_000;

/** Most subjects searched for those to keep. */
export const mostRead = 5 * subjectsAPage;

/** The subjects with the most messages: every subject, if jetdeck can keep all. */
export const everySubject: SubjectAsk = { filter: '', sort: { column: 'messages', descending: true } };

export function isSameAsk(one: SubjectAsk, other: SubjectAsk): boolean {
	return (
		one.filter === other.filter &&
		one.sort.column === other.sort.column &&
		one.sort.descending === other.sort.descending
	);
}

/** Whether every subject of the stream is in it. */
export function isWhole({ counts, total, ask }: SubjectCounts): boolean {
	return ask.filter === '' && counts.length >= total;
}
