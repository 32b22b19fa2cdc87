import type { ConsoleReply, ConsoleState, Exchange } from '../../console/state.ts';
import { withExchange } from '../../console/state.ts';
import type { DeckState } from '../../store/state.ts';
import type { Searched } from '../find/searched.ts';
import { consoleLayout } from './layout.ts';
import type { TranscriptHit } from './transcript.ts';

/** Moves through the replies, as pure functions from the state to its changes. */
type Change = Partial<Pick<DeckState, 'console'>>;

function changed(state: DeckState, change: Partial<ConsoleState>): Change {
	return { console: { ...state.console, ...change } };
}

/** Scrolls the transcript by a fraction of its height. */
export function scrollTranscript(state: DeckState, pages: number): Change {
	return scrollTranscriptBy(state, Math.round(pages * consoleLayout(state).height));
}

export function scrollTranscriptBy(state: DeckState, lines: number): Change {
	const { transcript, top, height } = consoleLayout(state);
	const last = Math.max(0, transcript.rows - height);
	const to = Math.min(last, Math.max(0, top + lines));
	return changed(state, { top: to >= last ? undefined : transcript.place(to) });
}

/** Moves the focus from the line to the replies: the cursor goes to the latest exchange in view. */
export function enterReplies(state: DeckState): Change {
	const { transcript, top, height } = consoleLayout(state);
	const latest = state.console.exchanges.at(-1);
	if (latest === undefined) return {};
	const [from, to] = transcript.span(latest.id);
	const at = from < top + height && to > top ? Math.max(from, top) : top;
	return changed(state, {
		mode: 'replies',
		cursor: transcript.place(at),
		top: transcript.place(top),
		offers: undefined,
	});
}

/** Moves the focus back to the line. */
export function leaveReplies(state: DeckState): Change {
	return changed(state, { mode: 'line', cursor: undefined });
}

/** Moves the cursor by lines of the transcript; an infinite number goes to an end. */
export function moveAmongReplies(state: DeckState, by: number): Change {
	const { transcript, cursor = 0 } = consoleLayout(state);
	return goToRow(state, Math.min(transcript.rows - 1, Math.max(0, cursor + by)));
}

/** Goes to the exchange before or after the one under the cursor. */
export function moveByExchange(state: DeckState, by: 1 | -1): Change {
	const { transcript } = consoleLayout(state);
	const { exchanges, cursor } = state.console;
	const at = exchanges.findIndex(({ id }) => id === cursor?.exchange);
	const inside = by === -1 && (cursor?.row ?? 0) > 0 ? 0 : by;
	const next = exchanges[Math.min(exchanges.length - 1, Math.max(0, at + inside))];
	return next === undefined ? {} : goToRow(state, transcript.span(next.id)[0], true);
}

/** Goes to the beginning of an exchange. */
export function goToExchange(state: DeckState, id: number): Change {
	const at = { exchange: id, row: 0 };
	return changed(state, { mode: 'replies', cursor: at, top: at, offers: undefined });
}

function goToRow(state: DeckState, row: number, atTop = false): Change {
	const { transcript, top, height } = consoleLayout(state);
	const first = atTop ? row : row < top ? row : row >= top + height ? row - height + 1 : top;
	return changed(state, { cursor: transcript.place(row), top: transcript.place(first) });
}

/** Folds or unfolds the value under the cursor. */
export function toggleFold(state: DeckState): Change {
	const { transcript, cursor, top } = consoleLayout(state);
	const fold = cursor === undefined ? undefined : transcript.fold(cursor);
	if (fold === undefined) return {};
	const kept = { ...state, ...changed(state, { top: transcript.place(top) }) };
	return withRoomBelow({ ...kept, ...toggled(kept, fold.exchange, [fold.name]) });
}

/** What unfolds at the end of the screen would be out of view: the cursor moves to the upper third. */
function withRoomBelow(state: DeckState): Change {
	const { transcript, cursor = 0, top, height } = consoleLayout(state);
	const end = Math.max(0, transcript.rows - height);
	const first = Math.min(end, cursor - Math.floor(height / 3));
	return changed(state, cursor - top > (height * 2) / 3 && first > top ? { top: transcript.place(first) } : {});
}

/** Shows the replies of the exchange under the cursor in the spelling of the technical preview, or as they came. */
export function togglePreview(state: DeckState): Change {
	const exchange = selectedExchange(state);
	if (exchange === undefined) return {};
	const other = { ...exchange, asPreview: exchange.asPreview !== true };
	return changed(state, { exchanges: withExchange(state.console.exchanges, other) });
}

function toggled(state: DeckState, id: number, names: readonly string[]): Change {
	const exchange = state.console.exchanges.find((each) => each.id === id);
	if (exchange === undefined || names.length === 0) return changed(state, {});
	const next = new Set(exchange.toggled);
	for (const name of names) if (!next.delete(name)) next.add(name);
	return changed(state, { exchanges: withExchange(state.console.exchanges, { ...exchange, toggled: next }) });
}

/** Searches the replies. One may have hundreds of thousands of lines: the search waits for enter. */
export const searchedReplies: Searched<TranscriptHit> = {
	unit: 'reply',
	live: false,
	hits: (state, text) => consoleLayout(state).transcript.hits(text),
	at: (state) => consoleLayout(state).cursor ?? 0,
	show: (state, hit, nth, text) => {
		const opened = { ...state, ...toggled(state, hit.exchange, hit.unfold) };
		const row = hit.unfold.length === 0 ? hit.row : (consoleLayout(opened).transcript.hits(text)[nth]?.row ?? hit.row);
		const { console = opened.console } = goToRow(opened, row);
		return { console: { ...console, mode: 'replies' } };
	},
	mark: ({ console: { cursor } }) => `${cursor?.exchange} ${cursor?.row}`,
};

/** What a stop stops: the exchange under the cursor if it is running, else the latest one running. */
export function underWay({ console }: Pick<DeckState, 'console'>): Exchange | undefined {
	const { cursor, exchanges } = console;
	const running = exchanges.filter(({ phase }) => phase !== 'over');
	return running.find(({ id }) => id === cursor?.exchange) ?? running.at(-1);
}

/** The exchange under the cursor; without a cursor the latest. */
export function selectedExchange({ console }: Pick<DeckState, 'console'>): Exchange | undefined {
	const { cursor, exchanges } = console;
	return exchanges.find(({ id }) => id === cursor?.exchange) ?? exchanges.at(-1);
}

/** The reply under the cursor; else the latest of the exchange. */
export function selectedReply(
	state: DeckState,
): { readonly exchange: Exchange; readonly reply: ConsoleReply } | undefined {
	const exchange = selectedExchange(state);
	if (exchange === undefined) return undefined;
	const { transcript, cursor } = consoleLayout(state);
	const found = (cursor === undefined ? undefined : transcript.reply(cursor)) ?? exchange.replies.at(-1);
	return found && { exchange, reply: found };
}

/** Whether the cursor is on the head of an exchange, above its replies. */
export function isOnHead(state: DeckState): boolean {
	const { transcript, cursor } = consoleLayout(state);
	return cursor !== undefined && transcript.reply(cursor) === undefined;
}
