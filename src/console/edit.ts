import type { DeckState } from '../store/state.ts';
import { findLine, withLine } from './history.ts';
import { type ConsoleState, type Offers, type TypedLine, textOf } from './state.ts';

/** Changes of the line, as pure functions from the console to the console. */
export type ConsoleChange = (console: ConsoleState) => ConsoleState;

/** The state with another console. */
export function withConsole(state: DeckState, change: ConsoleChange): Pick<DeckState, 'console'> {
	return { console: change(state.console) };
}

/** An edit of the line. An edited line of the history becomes a new line. */
export function typeLine(typed: TypedLine): ConsoleChange {
	return (console) => {
		const same = textOf(typed) === textOf(console.typed);
		const { offers: _, fault, recalled, ...rest } = console;
		return { ...rest, typed, ...(same && { fault, recalled }) };
	};
}

/** Replaces the line by a text, with the cursor at its end. */
export function writeLine(text: string): ConsoleChange {
	return (console) => ({ ...typeLine({ before: text, after: '' })(console), mode: 'line', search: undefined });
}

/** Replaces the line and puts the unsent one into the history, where up finds it. */
export function beginLine(text: string): ConsoleChange {
	return (console) => {
		const left = textOf(console.typed).trim();
		const history = left === '' || left === text.trim() ? console.history : withLine(console.history, left);
		return writeLine(text)({ ...console, history });
	};
}

/** Inserts a text at the cursor. */
export function insert(text: string): ConsoleChange {
	return (console) => typeLine({ before: console.typed.before + text, after: console.typed.after })(console);
}

/** Moves back in the history, or forward again to the typed line. */
export function recall(by: -1 | 1): ConsoleChange {
	return (console) => {
		const { history, recalled, typed } = console;
		const from = recalled?.at ?? history.length;
		const at = from + by;
		const begun = recalled?.typed ?? typed;
		if (at < 0 || at > history.length || (by === 1 && recalled === undefined)) return console;
		if (at === history.length) return { ...typeLine(begun)(console), recalled: undefined };
		return { ...typeLine({ before: history[at] ?? '', after: '' })(console), recalled: { at, typed: begun } };
	};
}

/** Starts a search of the history; again, moves to the next older match. */
export function searchOn(console: ConsoleState): ConsoleState {
	const { search, history, typed } = console;
	if (search === undefined) return { ...console, search: { text: '', typed }, offers: undefined, fault: undefined };
	const at = findLine(history, search.text, search.at ?? history.length);
	return at === undefined ? console : found(console, search.text, at);
}

/** Searches for another text, from the latest line on. */
export function searchFor(text: string): ConsoleChange {
	return (console) =>
		found(console, text, text === '' ? undefined : findLine(console.history, text, console.history.length));
}

function found(console: ConsoleState, text: string, at: number | undefined): ConsoleState {
	const { search, history } = console;
	if (search === undefined) return console;
	const typed = at === undefined ? search.typed : { before: history[at] ?? '', after: '' };
	return { ...console, typed, search: { text, at, typed: search.typed } };
}

/** Accepts the found line, or with `false` restores the typed one. */
export function endSearch(take: boolean): ConsoleChange {
	return (console) => {
		const { search, ...rest } = console;
		return search === undefined || take ? rest : { ...rest, typed: search.typed };
	};
}

/** Inserts the only completion; of several their common start, and then one after the other. */
export function takeOffers(offers: Offers | undefined, by: 1 | -1 = 1): ConsoleChange {
	return (console) => {
		const shown = console.offers;
		if (shown?.items.length === 1) return { ...putOffer(console, shown, 0), offers: undefined };
		if (shown !== undefined && shown.items.length > 0)
			return putOffer(
				console,
				shown,
				(shown.index + by + shown.items.length + (shown.index < 0 && by < 0 ? 1 : 0)) % shown.items.length,
			);
		const [only, ...more] = offers?.items ?? [];
		if (offers === undefined || only === undefined) return console;
		if (more.length === 0) return { ...putOffer(console, offers, 0), offers: undefined };
		const text = textOf(console.typed);
		const common = commonStart(offers.items.map((item) => item.text));
		const given = text.slice(offers.from, offers.to);
		const grown = common.length > given.length && common.startsWith(given) ? common : given;
		const typed = { before: text.slice(0, offers.from) + grown, after: text.slice(offers.to) };
		return { ...console, typed, offers: { ...offers, to: offers.from + grown.length, index: -1 } };
	};
}

function putOffer(console: ConsoleState, offers: Offers, index: number): ConsoleState {
	const text = textOf(console.typed);
	const item = offers.items[index]?.text ?? '';
	const typed = { before: text.slice(0, offers.from) + item, after: text.slice(offers.to) };
	const { fault: _, recalled: __, ...rest } = console;
	return { ...rest, typed, offers: { ...offers, to: offers.from + item.length, index } };
}

function commonStart(texts: readonly string[]): string {
	const [first = '', ...rest] = texts;
	let length = first.length;
	for (const text of rest) {
		while (!text.startsWith(first.slice(0, length))) length -= 1;
	}
	return first.slice(0, length);
}
