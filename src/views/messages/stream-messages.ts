import { least, minus, plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { stringifyJson } from '../../format/json.ts';
import { payloadStart } from '../../format/payload.ts';
import { type KvEntry, operationOf } from '../../jetstream/kv/entry.ts';
import { type Deleted, gapsOf, removedOf } from '../../jetstream/messages/deleted.ts';
import type { MessageWindow } from '../../jetstream/messages/read-window.ts';
import type { StoredEntry } from '../../jetstream/messages/stored-entry.ts';
import type { StreamState, Timestamp } from '../../jetstream/wire.ts';
import type { Datum } from '../../store/datum.ts';

/** The place in a stream that the person wants to see. */
export interface MessagesWish {
	/** `last` follows new messages. */
	readonly from: { readonly seq: Integer } | { readonly time: Timestamp } | 'first' | 'last';
	/** Only messages of this subject; wildcards are allowed. */
	readonly subject?: string;
}

/** Without a subject all messages. */
export function newest(subject?: string): MessagesWish {
	return subject === undefined ? { from: 'last' } : { from: 'last', subject };
}

/** Equal for equal wishes. */
export const wishKey = (wish: MessagesWish): string => stringifyJson(wish);

/** Messages read at a time: more than a screen has rows. */
export const PAGE = 100;

/** A message as a row of a list: without its payload, which may be large. */
export interface ListedMessage {
	readonly seq: Integer;
	readonly subject: string;
	readonly time: Timestamp;
	readonly size: number;
	/** Bytes of the payload alone. */
	readonly payload: number;
	/** Number of headers. */
	readonly headers: number;
	/** The beginning of the payload, in one line. */
	readonly start: string;
	/** It removes a value, where its stream is a key-value bucket. */
	readonly removes?: Pick<KvEntry, 'operation' | 'reason'>;
	/** How many messages the stream had lost (`removedOf`) when this one was last seen; absent if it must be read again. */
	readonly seenAt?: Integer | undefined;
}

/** A stretch of a stream that lacks only deleted messages and those of other subjects. */
export interface MessagePage {
	/** In the order of the stream. */
	readonly entries: readonly ListedMessage[];
	/** There are no older messages. */
	readonly atStart: boolean;
	/** Newer messages are read as they come. */
	readonly atEnd: boolean;
	/** The last sequence of the stream when its end was read; for a rare subject the last entry may be far before it. */
	readonly upTo: Integer;
	/** The leader confirms that what is missing between the messages is deleted. */
	readonly confirmed: boolean;
}

/** The known messages of a stream, or of one subject of it. */
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
		payload: payload.length,
		headers: headers.length,
		start: payloadStart(payload),
		...removal(headers),
		seenAt,
	});

function removal(headers: StoredEntry['headers']): Pick<ListedMessage, 'removes'> {
	const removes = operationOf(headers);
	return removes.operation === 'put' ? {} : { removes };
}

/** The first page, as it was read. */
export function pageOf({ entries, atStart, atEnd }: MessageWindow, state: StreamState): MessagePage {
	return {
		entries: entries.map(listed(removedOf(state))),
		atStart,
		atEnd,
		upTo: state.last_seq,
		confirmed: true,
	};
}

/** Most rows that are kept; rows far from the cursor are dropped, and read again when the cursor returns. */
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

/** Replaces a part of the page by what was read again: deleted messages are removed. */
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
		// Messages stored after that moment are newer than the list.
		.map((entry) => (entry.seq > state.last_seq || entry.seenAt === undefined ? entry : { ...entry, seenAt }));
	return { ...page, entries };
}

/** Without the messages that the stream has dropped at its beginning. */
export function fromFirst(page: MessagePage, first: Integer): MessagePage {
	if ((page.entries[0]?.seq ?? first) >= first) return page;
	return { ...page, entries: page.entries.filter(({ seq }) => seq >= first), atStart: true };
}

/**
 * Whether the server counts as many deleted sequences as the page lacks messages. It does not count messages that it could not
 * read, or that a lagging replica does not have yet.
 */
export function agreesWith({ entries, atStart, atEnd, upTo }: MessagePage, state: StreamState): boolean {
	const { first_seq: first, last_seq: last } = state;
	const there = entries.filter(({ seq }) => seq >= first && seq <= last);
	const begin = atStart ? first : (there[0]?.seq ?? first);
	const end = atEnd ? least(upTo, last) : (there.at(-1)?.seq ?? minus(begin, 1));
	return minus(plus(minus(end, begin), 1), there.length) <= gapsOf(state);
}

/** With its ends open where messages are missing, so that they are read again. */
export function reopened(page: MessagePage, { first_seq: first }: StreamState): MessagePage {
	const begins = page.entries[0]?.seq ?? first;
	return { ...page, atStart: page.atStart && begins <= first, upTo: page.entries.at(-1)?.seq ?? page.upTo };
}

/** Marks the whole page for reading again: the person asked for it. */
export function outdated(page: MessagePage): MessagePage {
	return { ...page, entries: page.entries.map((entry) => ({ ...entry, seenAt: undefined })) };
}
