import type { Integer } from '../../format/integer.ts';
import { latest, mapKnown, unknown } from '../../store/datum.ts';
import { changeList, listState } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import { writeTable } from '../../store/table.ts';
import { listId, type MessagesKey, messagesKey } from '../../store/view.ts';
import { windowFor } from '../rows.ts';
import { messageRows, seqOf } from './rows.ts';
import {
	type MessagePage,
	type MessagesWish,
	newest,
	outdated,
	type StreamMessages,
	wishKey,
} from './stream-messages.ts';

export type Change = (page: MessagePage) => MessagePage;

/** Goes elsewhere among the messages of a stream or subject, and drops those that were read. */
export function wishMessages(state: DeckState, stream: string, wish: MessagesWish): Partial<DeckState> {
	const key = messagesKey(stream, wish.subject);
	const messages = writeTable(state.messages, (entries) => entries.set(key, { wish, page: { phase: 'loading' } }));
	return {
		messages,
		...changeList(state, listId('messages', key), { cursor: undefined, index: 0, offset: 0, filter: '' }),
	};
}

/** Writes what was read of a stream's messages; nothing if the person has gone elsewhere meanwhile. */
export function writePage(
	state: DeckState,
	stream: string,
	wish: MessagesWish,
	change: (page: StreamMessages['page']) => StreamMessages['page'],
): Partial<DeckState> {
	const key = messagesKey(stream, wish.subject);
	const before = state.messages.entries.get(key);
	if (before !== undefined && wishKey(before.wish) !== wishKey(wish)) return {};
	const page = change(before?.page ?? unknown);
	return { messages: writeTable(state.messages, (entries) => entries.set(key, { wish, page })) };
}

/** Drops a page that is no longer true, unless another has replaced it: reading starts over. */
export function dropPage(
	state: DeckState,
	stream: string,
	{ subject }: MessagesWish,
	page: MessagePage,
): Partial<DeckState> {
	const known = state.messages.entries.get(messagesKey(stream, subject));
	return known === undefined || latest(known.page) !== page ? {} : wishMessages(state, stream, newest(subject));
}

/** Reads the messages in view again, even if the stream looks unchanged: the person asked for it. */
export function outdateMessages(state: DeckState, stream: string, subject?: string): Partial<DeckState> {
	const known = state.messages.entries.get(messagesKey(stream, subject));
	if (known === undefined) return {};
	const isEmpty = latest(known.page)?.entries.length === 0;
	return writePage(state, stream, known.wish, (page) => (isEmpty ? unknown : mapKnown(page, outdated)));
}

/** Messages on a screen with room for so many rows. */
export interface Shown {
	readonly stream: string;
	readonly wish: MessagesWish;
	readonly height: number;
}

/** What is in view before a change: the table itself is written in place. */
interface Place {
	readonly rows: readonly string[];
	/** The first visible row. */
	readonly top: string | undefined;
}

/** Changes what is known and keeps rows in their place on the screen; at the end of the stream the cursor follows. */
export function changePage(state: DeckState, { stream, wish, height }: Shown, change: Change): Partial<DeckState> {
	const key = messagesKey(stream, wish.subject);
	const datum = state.messages.entries.get(key)?.page;
	const page = datum && latest(datum);
	if (page === undefined) return {};
	const rows = messageRows(state, key).ids;
	const place: Place = { rows, top: rows[windowFor(state, listId('messages', key), height).offset] };
	const value = change(page);
	const written = writePage(state, stream, wish, () => ({ phase: 'ready', value, at: Date.now() }));
	if (value === page) return written;
	const kept = withoutMarks({ ...state, ...written }, key, value);
	return { ...written, ...kept, ...keepPlace({ ...state, ...written, ...kept }, key, value, place) };
}

/** Drops marks of deleted messages; messages that jetdeck merely stopped keeping stay marked. */
function withoutMarks(state: DeckState, key: MessagesKey, page: MessagePage): Partial<DeckState> {
	const id = `messages:${key}` as const;
	const { marked } = listState(state, id);
	const { byId } = messageRows(state, key);
	const left = [...marked].filter((row) => byId.has(row) || !isWithin(page, seqOf(row)));
	return left.length === marked.size ? {} : changeList(state, id, { marked: new Set(left) });
}

/** Whether the page would contain a message of this sequence if it existed. */
function isWithin({ entries, atStart, atEnd, upTo, confirmed }: MessagePage, seq: Integer | undefined): boolean {
	if (seq === undefined || !confirmed) return false;
	const from = atStart ? 0 : entries[0]?.seq;
	const last = atEnd ? upTo : entries.at(-1)?.seq;
	return from !== undefined && last !== undefined && seq >= from && seq <= last;
}

function keepPlace(state: DeckState, key: MessagesKey, page: MessagePage, { rows, top }: Place): Partial<DeckState> {
	const id = listId('messages', key);
	const list = listState(state, id);
	const after = messageRows(state, key).ids;
	const atLast = rows.length > 0 && list.cursor === rows.at(-1);
	if (atLast && page.atEnd && after.at(-1) !== rows.at(-1)) return cursorAt(state, key, 'last');
	const offset = top === undefined ? -1 : after.indexOf(top);
	if (offset < 0 || rows[0] === after[0]) return {};
	const at = list.cursor === undefined ? -1 : after.indexOf(list.cursor);
	return changeList(state, id, { offset, index: at < 0 ? list.index : at });
}

/** Moves the cursor to the first or the last row, and scrolls there. */
export function cursorAt(state: DeckState, key: MessagesKey, end: 'first' | 'last'): Partial<DeckState> {
	const { ids } = messageRows(state, key);
	const index = end === 'first' ? 0 : ids.length - 1;
	return ids.length === 0
		? {}
		: changeList(state, listId('messages', key), { cursor: ids[index], index, offset: index });
}
