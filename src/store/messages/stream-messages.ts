import { payloadStart } from '../../format/payload.ts';
import type { MessageWindow } from '../../jetstream/messages/read-window.ts';
import type { StoredEntry } from '../../jetstream/messages/stored-entry.ts';
import type { StreamState, Timestamp } from '../../jetstream/wire.ts';
import type { Datum } from '../datum.ts';

/** Where a person wants to look into a stream. */
export interface MessagesWish {
	/** `last` follows what comes. */
	readonly from: { readonly seq: number } | { readonly time: Timestamp } | 'first' | 'last';
	/** Only messages of this subject; wildcards are allowed. */
	readonly subject?: string | undefined;
}

export const newest: MessagesWish = { from: 'last' };

/** A message as a row of a list: without its payload, of which there may be any amount. */
export interface ListedMessage {
	readonly seq: number;
	readonly subject: string;
	readonly time: Timestamp;
	readonly size: number;
	/** How many headers. */
	readonly headers: number;
	/** The beginning of the payload, in one line. */
	readonly start: string;
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
	readonly upTo: number;
	/** Sequences without a message in the whole stream when this was read: another number means that some were deleted. */
	readonly gaps: number;
}

/** What is known of the messages of one stream. */
export interface StreamMessages {
	readonly wish: MessagesWish;
	readonly page: Datum<MessagePage>;
}

function listed({ seq, subject, time, size, headers, payload }: StoredEntry): ListedMessage {
	return { seq, subject, time, size, headers: headers.length, start: payloadStart(payload) };
}

export function gapsOf({ messages, first_seq: first, last_seq: last }: StreamState): number {
	return Math.max(0, last - first + 1 - messages);
}

/** A window as it was read, before anything is added to it. */
export function pageOf({ entries, atStart, atEnd }: MessageWindow, state: StreamState): MessagePage {
	return { entries: entries.map(listed), atStart, atEnd, upTo: state.last_seq, gaps: gapsOf(state) };
}

/** Rows that are held; what is far from the cursor is let go, and read again when somebody comes back to it. */
const MOST_ROWS = 1_000;

/** With older messages before it. */
export function withOlder(page: MessagePage, window: MessageWindow): MessagePage {
	const entries = [...window.entries.map(listed), ...page.entries];
	const cut = entries.length > MOST_ROWS;
	return { ...page, entries: entries.slice(0, MOST_ROWS), atStart: window.atStart, atEnd: page.atEnd && !cut };
}

/** With newer messages behind it. `upTo`: the last sequence of the stream. */
export function withNewer(page: MessagePage, window: MessageWindow, upTo: number): MessagePage {
	if (window.entries.length === 0 && page.atEnd === window.atEnd && page.upTo === upTo) return page;
	const entries = [...page.entries, ...window.entries.map(listed)];
	const cut = entries.length > MOST_ROWS;
	return { ...page, entries: entries.slice(-MOST_ROWS), atEnd: window.atEnd, upTo, atStart: page.atStart && !cut };
}

/** With the messages of a part of it as they are now: what was deleted leaves. */
export function withReread(page: MessagePage, from: number, upTo: number, window: MessageWindow): MessagePage {
	const now = window.entries.map(listed);
	const entries = [
		...page.entries.filter(({ seq }) => seq < from),
		...now,
		...page.entries.filter(({ seq }) => seq > upTo),
	];
	return { ...page, entries };
}

/** Without what the stream has let go of at its beginning. */
export function sinceFirst(page: MessagePage, first: number): MessagePage {
	if ((page.entries[0]?.seq ?? first) >= first) return page;
	return { ...page, entries: page.entries.filter(({ seq }) => seq >= first), atStart: true };
}
