import { latest, unknown } from '../datum.ts';
import { changeList, listState } from '../nav.ts';
import { windowFor } from '../show/rows.ts';
import type { DeckState } from '../state.ts';
import { writeTable } from '../table.ts';
import { messageRows } from './rows.ts';
import type { MessagePage, MessagesWish, StreamMessages } from './stream-messages.ts';

export type Change = (page: MessagePage) => MessagePage;

/** Goes elsewhere in a stream; what was read of it is let go. */
export function wishMessages(state: DeckState, stream: string, wish: MessagesWish): Partial<DeckState> {
	const messages = writeTable(state.messages, (entries) => entries.set(stream, { wish, page: { phase: 'loading' } }));
	return {
		messages,
		...changeList(state, `messages:${stream}`, { cursor: undefined, index: 0, offset: 0, filter: '' }),
	};
}

/** Writes what is known of a stream's messages; nothing where somebody wished to be elsewhere meanwhile. */
export function writePage(
	state: DeckState,
	stream: string,
	wish: MessagesWish,
	change: (page: StreamMessages['page']) => StreamMessages['page'],
): Partial<DeckState> {
	const before = state.messages.entries.get(stream);
	if (before !== undefined && JSON.stringify(before.wish) !== JSON.stringify(wish)) return {};
	const page = change(before?.page ?? unknown);
	return { messages: writeTable(state.messages, (entries) => entries.set(stream, { wish, page })) };
}

/** What is in view before something changes: the table itself is written in place. */
interface Place {
	readonly rows: readonly string[];
	/** The first visible row. */
	readonly top: string | undefined;
}

/** Changes what is known, and keeps rows in their place on the screen; at the end of the stream the cursor goes along. */
export function changePage(state: DeckState, stream: string, wish: MessagesWish, change: Change): Partial<DeckState> {
	const datum = state.messages.entries.get(stream)?.page;
	const page = datum && latest(datum);
	if (page === undefined) return {};
	const id = `messages:${stream}` as const;
	const rows = messageRows(state, stream).ids;
	const place: Place = { rows, top: rows[windowFor(state, id).offset] };
	const value = change(page);
	const written = writePage(state, stream, wish, () => ({ phase: 'ready', value, at: Date.now() }));
	return value === page ? written : { ...written, ...keepPlace({ ...state, ...written }, stream, value, place) };
}

function keepPlace(state: DeckState, stream: string, page: MessagePage, { rows, top }: Place): Partial<DeckState> {
	const id = `messages:${stream}` as const;
	const list = listState(state, id);
	const after = messageRows(state, stream).ids;
	const atLast = rows.length > 0 && list.cursor === rows.at(-1);
	if (atLast && page.atEnd && after.at(-1) !== rows.at(-1)) return cursorAt(state, stream, 'last');
	const offset = top === undefined ? -1 : after.indexOf(top);
	if (offset < 0 || rows[0] === after[0]) return {};
	const at = list.cursor === undefined ? -1 : after.indexOf(list.cursor);
	return changeList(state, id, { offset, index: at < 0 ? list.index : at });
}

/** Puts the cursor on the first or the last row, and scrolls there. */
export function cursorAt(state: DeckState, stream: string, end: 'first' | 'last'): Partial<DeckState> {
	const { ids } = messageRows(state, stream);
	const index = end === 'first' ? 0 : ids.length - 1;
	return ids.length === 0 ? {} : changeList(state, `messages:${stream}`, { cursor: ids[index], index, offset: index });
}
