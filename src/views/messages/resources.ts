import { minus, plus } from '../../format/exact.ts';
import { readWindow, type WindowWish } from '../../jetstream/messages/read-window.ts';
import type { MessageSource } from '../../jetstream/messages/source.ts';
import type { Answer } from '../../jetstream/problem.ts';
import { latest, unknown } from '../../store/datum.ts';
import { listState } from '../../store/nav.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { listId, messagesKey } from '../../store/view.ts';
import { rowsOf, windowFor } from '../rows.ts';
import { isConfirmed, missesAll } from './confirm.ts';
import { followResource } from './follow.ts';
import { type Change, changePage, cursorAt, type Shown, writePage } from './page-patch.ts';
import { failedToRead, keyOf, readFrom, sourceOf } from './source.ts';
import { type MessagePage, type MessagesWish, newest, PAGE, pageOf, withNewer, withOlder } from './stream-messages.ts';

/** What the deck must request to show the messages around the cursor, and new ones. */
export function messageResources(
	state: DeckState,
	{ stream, subject }: { readonly stream: string; readonly subject?: string },
	height: number,
): readonly Resource[] {
	const known = state.messages.entries.get(messagesKey(stream, subject)) ?? { wish: newest(subject), page: unknown };
	const page = latest(known.page);
	if (page === undefined || isLost(state, stream, known.wish, page)) return [startResource(state, stream, known.wish)];
	const shown = { stream, wish: known.wish, height };
	return [followResource(state, shown, page), ...edges(state, shown, page)];
}

/** Everything known was deleted, or the stream has messages where none were found: start over. */
function isLost(state: DeckState, stream: string, { subject }: MessagesWish, { entries, atEnd }: MessagePage): boolean {
	if (entries.length > 0) return false;
	const entry = state.streams.entries.get(stream);
	const counted = (entry && latest(entry.info))?.state.messages ?? 0;
	return !atEnd || (subject === undefined && counted > 0);
}

/** Reads older and newer messages as the cursor comes near the first or last known one. */
function edges(state: DeckState, shown: Shown, page: MessagePage): readonly Resource[] {
	const { stream, wish, height } = shown;
	const id = listId('messages', messagesKey(stream, wish.subject));
	// A filter only covers known messages: it does not read on through the stream.
	if (listState(state, id).filter.trim() !== '') return [];
	const { offset, count } = windowFor(state, id, height);
	const first = page.entries[0]?.seq;
	const last = page.entries.at(-1)?.seq;
	const older = !page.atStart && first !== undefined && offset < PAGE / 2;
	const newer = !page.atEnd && last !== undefined && offset + count > rowsOf(state, id).length - PAGE / 2;
	return [
		...(older ? [edgeResource(state, shown, 'older', page)] : []),
		...(newer ? [edgeResource(state, shown, 'newer', page)] : []),
	];
}

function startResource({ features }: DeckState, stream: string, wish: MessagesWish): Resource {
	return {
		key: keyOf(stream, wish, 'start'),
		every: 1,
		fetch: async (api, { signal }) => {
			const source = await sourceOf(api, stream, features, signal);
			if (!source.ok) return failedToRead(stream, wish, source.problem);
			const start = await readStart(source.value, wish);
			if (!start.ok) return failedToRead(stream, wish, start.problem);
			const { page, cursor } = start.value;
			return readFrom(source, (state) => {
				const change = writePage(state, stream, wish, () => ({ phase: 'ready', value: page, at: start.at }));
				return { ...change, ...cursorAt({ ...state, ...change }, messagesKey(stream, wish.subject), cursor) };
			});
		},
	};
}

interface Start {
	readonly page: MessagePage;
	/** The row on which the cursor starts. */
	readonly cursor: 'first' | 'last';
}

async function readStart(source: MessageSource, wish: MessagesWish): Promise<Answer<Start>> {
	const asked = await readWindow(source, windowAt(wish));
	// If no message follows the wanted place, the messages before it are read.
	const isBehind = wish.from !== 'last' && asked.ok && asked.value.entries.length === 0;
	const window = isBehind ? await readWindow(source, windowAt({ ...wish, from: 'last' })) : asked;
	if (!window.ok) return window;
	const page = pageOf(window.value, source.info.state);
	const problem = await missesAll(source, wish, page);
	if (problem !== undefined) return { ok: false, problem, at: Date.now(), ms: window.ms };
	const confirmed = await isConfirmed(source, wish, page);
	return {
		...window,
		value: { page: { ...page, confirmed }, cursor: isBehind || wish.from === 'last' ? 'last' : 'first' },
	};
}

const windowAt = ({ from, subject }: MessagesWish): WindowWish => ({
	from,
	subject,
	count: PAGE,
	direction: from === 'last' ? 'backward' : 'forward',
});

function edgeResource({ features }: DeckState, shown: Shown, side: 'older' | 'newer', before: MessagePage): Resource {
	const { stream, wish } = shown;
	const edgeOf = ({ entries }: MessagePage) => (side === 'older' ? entries[0] : entries.at(-1))?.seq;
	const seq = edgeOf(before) ?? 0;
	const direction = side === 'older' ? 'backward' : 'forward';
	const from = { seq: side === 'older' ? minus(seq, 1) : plus(seq, 1) };
	return {
		key: keyOf(stream, wish, `${side} ${seq}`),
		every: 1,
		fetch: async (api, { signal }) => {
			const source = await sourceOf(api, stream, features, signal);
			if (!source.ok) return failedToRead(stream, wish, source.problem);
			const answer = await readWindow(source.value, { from, subject: wish.subject, count: PAGE, direction });
			if (!answer.ok) return failedToRead(stream, wish, answer.problem);
			const { state: now } = source.value.info;
			const add = (page: MessagePage): MessagePage =>
				side === 'older' ? withOlder(page, answer.value, now) : withNewer(page, answer.value, now);
			const confirmed = await isConfirmed(source.value, wish, add(before));
			const change: Change = (page) =>
				edgeOf(page) === seq ? { ...add(page), confirmed: page.confirmed && confirmed } : page;
			return readFrom(source, (state) => changePage(state, shown, change));
		},
	};
}
