import { least, minus, plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { stringifyJson } from '../../format/json.ts';
import { payloadStart } from '../../format/payload.ts';
import { type Deleted, gapsOf, removedOf } from '../../jetstream/messages/deleted.ts';
import type { MessageWindow } from '../../jetstream/messages/read-window.ts';
import type { StoredEntry } from '../../jetstream/messages/stored-entry.ts';
import type { StreamState, Timestamp } from '../../jetstream/wire.ts';
import type { Datum } from '../../store/datum.ts';

/** Where a person wants to look into a stream. */
export interface MessagesWish {
	/** `last` follows what comes. */
	readonly from: { readonly seq: Integer } | { readonly time: Timestamp } | 'first' | 'last';
	/** Only messages of this subject; wildcards are allowed. */
	readonly subject?: string;
}

/** Of all subjects without one. */
export function newest(subject?: string): MessagesWish {
	return subject === undefined ? { from: 'last' } : { from: 'last', subject };
}

/** The same for equal wishes. */
export const wishKey = (wish: MessagesWish): string => stringifyJson(wish);

/** Messages that are read at a time: more than a screen has rows. */
export const PAGE = 100;

/** A message as a row of a list: without its payload, which may be large. */
export interface ListedMessage {
	readonly seq: Integer;
	readonly subject: string;
	readonly time: Timestamp;
	readonly size: number;
	/** How many headers. */
	readonly headers: number;
	/** The beginning of the payload, in one line. */
	readonly start: string;
	/** It was there when the stream had lost so many messages (`removedOf`); absent where somebody wants it read again. */
	readonly seenAt?: Integer | undefined;
}

/** A stretch of a stream without holes but for what is deleted, or is of other subjects. */
export interface MessagePage {
	/** In the order of the stream. */
	readonly entries: readonly ListedMessage[];
	/** No older ones are there. */
	readonly atStart: boolean;
	/** Newer ones are followed as they come. */
	readonly atEnd: boolean;
	/** The last sequence of the stream when its end was read; of a rare subject the last entry may be far before it. */
	readonly upTo: Integer;
	/** The leader agrees that what is not between the messages is deleted. */
	readonly confirmed: boolean;
}

/** What is known of the messages of a stream, or of one subject of it. */
export interface StreamMessages {
	readonly wish: MessagesWish;
	readonly page: Datum<MessagePage>;
}

const listed =
	(seenAt: Integer) =>
	({ seq, subject, time, size, headers, payload }: StoredEntry): ListedMessage => ({
		seq,
		subject,
		time,
		size,
		headers: headers.length,
		start: payloadStart(payload),
		seenAt,
	});

/** A window as it was read, before anything is added to it. */
export function pageOf({ entries, atStart, atEnd }: MessageWindow, state: StreamState): MessagePage {
	return {
		entries: entries.map(listed(removedOf(state))),
		atStart,
		atEnd,
		upTo: state.last_seq,
		confirmed: true,
	};
}

/** Rows that are held; what is far from the cursor is let go, and read again when somebody comes back to it. */
const MOST_ROWS = 1_000;

/** With older messages before it. */
export function withOlder(page: MessagePage, window: MessageWindow, state: StreamState): MessagePage {
	const entries = [...window.entries.map(listed(removedOf(state))), ...page.entries];
	const cut = entries.length > MOST_ROWS;
	return { ...page, entries: entries.slice(0, MOST_ROWS), atStart: window.atStart, atEnd: page.atEnd && !cut };
}

/** With newer messages after it. */
export function withNewer(page: MessagePage, window: MessageWindow, state: StreamState): MessagePage {
	const upTo = state.last_seq;
	if (window.entries.length === 0 && page.atEnd === window.atEnd && page.upTo === upTo) return page;
	const entries = [...page.entries, ...window.entries.map(listed(removedOf(state)))];
	const cut = entries.length > MOST_ROWS;
	return { ...page, entries: entries.slice(-MOST_ROWS), atEnd: window.atEnd, upTo, atStart: page.atStart && !cut };
}

/** A part of a page. */
export interface Part {
	readonly from: Integer;
	readonly upTo: Integer;
}

/** With the messages of a part of it as they are now: what was deleted leaves. */
export function withReread(
	page: MessagePage,
	{ from, upTo }: Part,
	window: MessageWindow,
	state: StreamState,
): MessagePage {
	const now = window.entries.filter(({ seq }) => seq >= from && seq <= upTo).map(listed(removedOf(state)));
	const entries = [
		...page.entries.filter(({ seq }) => seq < from),
		...now,
		...page.entries.filter(({ seq }) => seq > upTo),
	];
	return { ...page, entries };
}

/** Without what the leader lists as deleted. */
export function withoutDeleted(page: MessagePage, { sequences, state }: Deleted): MessagePage {
	const seenAt = removedOf(state);
	const entries = page.entries
		.filter(({ seq }) => !sequences.has(seq))
		// What came after that moment is newer than the list.
		.map((entry) => (entry.seq > state.last_seq || entry.seenAt === undefined ? entry : { ...entry, seenAt }));
	return { ...page, entries };
}

/** Without what the stream has let go of at its beginning. */
export function fromFirst(page: MessagePage, first: Integer): MessagePage {
	if ((page.entries[0]?.seq ?? first) >= first) return page;
	return { ...page, entries: page.entries.filter(({ seq }) => seq >= first), atStart: true };
}

/**
 * Whether the server counts as many deleted sequences as a page lacks messages. What it could not read, and what a copy that is
 * behind does not have yet, it does not count.
 */
export function agreesWith({ entries, atStart, atEnd, upTo }: MessagePage, state: StreamState): boolean {
	const { first_seq: first, last_seq: last } = state;
	const there = entries.filter(({ seq }) => seq >= first && seq <= last);
	const begin = atStart ? first : (there[0]?.seq ?? first);
	const end = atEnd ? least(upTo, last) : (there.at(-1)?.seq ?? minus(begin, 1));
	return minus(plus(minus(end, begin), 1), there.length) <= gapsOf(state);
}

/** With the ends open where messages are missing, so that they are read again. */
export function reopened(page: MessagePage, { first_seq: first }: StreamState): MessagePage {
	const begins = page.entries[0]?.seq ?? first;
	return { ...page, atStart: page.atStart && begins <= first, upTo: page.entries.at(-1)?.seq ?? page.upTo };
}

/** All of it to be read again: somebody asked for it. */
export function outdated(page: MessagePage): MessagePage {
	return { ...page, entries: page.entries.map((entry) => ({ ...entry, seenAt: undefined })) };
}
