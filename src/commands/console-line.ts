import {
	beginLine,
	endSearch,
	recall,
	searchFor,
	searchOn,
	takeOffers,
	typeLine,
	withConsole,
} from '../console/edit.ts';
import { type Exchange, type TypedLine, textOf } from '../console/state.ts';
import { faultProblem } from '../store/fault.ts';
import { goTo, leavePlace } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { wheelDown, wheelUp } from '../terminal/key-name.ts';
import { enterReplies, leaveReplies, scrollTranscript, scrollTranscriptBy, underWay } from '../views/console/browse.ts';
import { consoleLayout } from '../views/console/layout.ts';
import { bodyInView } from '../views/places.ts';
import type { Command, CommandContext } from './command.ts';
import { complete, offerOn } from './console-complete.ts';
import { editPayload } from './console-editor.ts';
import { say } from './console-payload.ts';
import { send } from './console-send.ts';
import type { Deck } from './deck-handle.ts';

/** What the keys do where a line of the console is typed. */
export const consoleLineCommands: readonly Command[] = [
	{
		id: 'go.console',
		title: 'Open the console',
		short: 'console',
		keys: ['4'],
		scopes: ['everywhere'],
		group: 'go',
		aliases: ['console', 'api', 'req'],
		argument: '[LINE]',
		run: ({ deck, state }, argument = '') => {
			const change = bodyInView(state) === 'console' ? {} : goTo(state, { kind: 'console' });
			deck.store.setState({ ...change, ...leaveReplies(state) });
			if (argument !== '') deck.store.setState((now) => withConsole(now, beginLine(argument)));
		},
	},
	{
		id: 'console.send',
		title: 'Send the line',
		more: 'changes ask first; pub does not',
		short: 'send',
		keys: ['enter'],
		scopes: ['console-line'],
		group: 'change',
		rank: 50,
		run: (context) => {
			void send(context).catch((fault) => say(context.deck, { message: faultProblem('', fault).message }));
		},
	},
	{
		id: 'console.complete',
		title: 'Complete the word',
		more: 'after a subject insert its payload',
		short: 'complete',
		keys: ['tab'],
		scopes: ['console-line'],
		group: 'change',
		rank: 48,
		run: (context) => void complete(context),
	},
	{
		...simple('console.complete-back', 'Previous completion', 'shift+tab', ({ deck }) =>
			deck.store.setState((state) => withConsole(state, takeOffers(undefined, -1))),
		),
	},
	{
		...simple('console.older', 'Previous history line', 'up', (context) => vertical(context, -1)),
		short: ({ console: { history } }) => (history.length === 0 ? '' : 'earlier lines'),
		rank: 40,
	},
	simple('console.newer', 'Next history line', 'down', (context) => vertical(context, 1)),
	{
		...simple('console.search', 'Search the history', 'ctrl+r', ({ deck }) =>
			deck.store.setState((state) => withConsole(state, searchOn)),
		),
		short: ({ console: { history } }) => (history.length === 0 ? '' : 'search lines'),
		scopes: ['console-line', 'console-search'],
		rank: 38,
	},
	{
		id: 'console.search-take',
		title: 'Accept the found line',
		short: 'accept',
		keys: ['enter', 'tab', 'right', 'left', 'home', 'end'],
		scopes: ['console-search'],
		group: 'change',
		rank: 50,
		run: ({ deck }) => deck.store.setState((state) => withConsole(state, endSearch(true))),
	},
	{
		id: 'console.search-drop',
		title: 'Restore the typed line',
		short: 'restore',
		keys: ['esc'],
		scopes: ['console-search'],
		group: 'change',
		rank: 49,
		run: ({ deck }) => deck.store.setState((state) => withConsole(state, endSearch(false))),
	},
	{
		...simple('console.editor', 'Edit the payload', 'ctrl+g', (context) => void editPayload(context)),
		more: 'opens $EDITOR',
		short: '$EDITOR',
		rank: 36,
	},
	{
		...simple('console.leave', 'Stop the request', 'esc', leave),
		more: 'without one go to the replies, or back',
		short: leaving,
		rank: 42,
	},
	{
		...simple('console.interrupt', 'Stop or quit', 'ctrl+c', ({ deck, host, state }) => {
			if (!deck.console.stop(underWay(state)?.id)) host.quit();
		}),
		more: 'stop the request; without one, quit',
		// Among the replies x says it.
		short: (state) => (underWay(state) === undefined || state.console.mode === 'replies' ? '' : 'stop'),
		rank: 45,
		scopes: ['console-line', 'console-search', 'console-replies'],
	},
	{
		...simple('console.page-up', 'Scroll the replies up', 'pageup', ({ deck, state }) =>
			deck.store.setState(scrollTranscript(state, -0.9)),
		),
		short: (state) => (isLong(state) ? 'scroll' : ''),
		rank: 20,
	},
	simple('console.page-down', 'Scroll the replies down', 'pagedown', ({ deck, state }) =>
		deck.store.setState(scrollTranscript(state, 0.9)),
	),
	wheel('console.wheel-up', 'Scroll the replies up', wheelUp, -1),
	wheel('console.wheel-down', 'Scroll the replies down', wheelDown, 1),
];

/** There is more than is in view. */
function isLong(state: DeckState): boolean {
	const { transcript, height } = consoleLayout(state);
	return transcript.rows > height;
}

/** By a line. Arrow keys go through what was sent, which nobody means by the wheel. */
function wheel(id: string, title: string, key: string, lines: 1 | -1): Command {
	return simple(id, title, key, ({ deck, state }) => deck.store.setState(scrollTranscriptBy(state, lines)));
}

function simple(id: string, title: string, key: string, run: Command['run']): Command {
	return { id, title, keys: [key], scopes: ['console-line'], group: 'change', run };
}

/** Changes what is typed; where the history is searched, the text that is looked for. */
export function typeInConsole(deck: Deck, edit: (typed: TypedLine) => TypedLine): void {
	deck.store.setState((state) => {
		const { mode, search } = state.console;
		if (mode !== 'line') return {};
		if (search === undefined) {
			const typed = withConsole(state, typeLine(edit(state.console.typed)));
			return { touchedAt: Date.now(), ...withConsole({ ...state, ...typed }, offerOn(deck, state)) };
		}
		const text = textOf(edit({ before: search.text, after: '' }));
		return { touchedAt: Date.now(), ...withConsole(state, searchFor(text)) };
	});
}

/** Moves through the typed lines if there are several; otherwise through the history. */
function vertical({ deck, state }: CommandContext, by: -1 | 1): void {
	const { typed, offers } = state.console;
	if (offers !== undefined) {
		deck.store.setState((now) => withConsole(now, takeOffers(undefined, by)));
		return;
	}
	const moved = moveLine(typed, by);
	deck.store.setState((now) => withConsole(now, moved === undefined ? recall(by) : typeLine(moved)));
}

/** The cursor a line up or down; undefined if there is none. */
function moveLine({ before, after }: TypedLine, by: -1 | 1): TypedLine | undefined {
	const text = before + after;
	const start = before.lastIndexOf('\n') + 1;
	const column = before.length - start;
	if (by === -1) {
		if (start === 0) return undefined;
		const above = text.lastIndexOf('\n', start - 2) + 1;
		return cut(text, Math.min(above + column, start - 1));
	}
	const end = text.indexOf('\n', before.length);
	if (end < 0) return undefined;
	const next = text.indexOf('\n', end + 1);
	return cut(text, Math.min(end + 1 + column, next < 0 ? text.length : next));
}

function cut(text: string, at: number): TypedLine {
	return { before: text.slice(0, at), after: text.slice(at) };
}

/** What it means now, in a word. */
function leaving({ console: { offers, exchanges } }: DeckState): string {
	if (offers !== undefined) return 'close';
	if (waiting(exchanges) !== undefined) return 'stop';
	return exchanges.length > 0 ? 'replies' : 'back';
}

/** A request that waits for its reply. Subscriptions and watches run on while their replies are read. */
function waiting(exchanges: readonly Exchange[]): Exchange | undefined {
	return exchanges.findLast(({ phase }) => phase === 'asking');
}

function leave({ deck, state }: CommandContext): void {
	const { offers, exchanges } = state.console;
	const asked = waiting(exchanges);
	if (offers !== undefined) deck.store.setState(({ console: { offers: _, ...rest } }) => ({ console: rest }));
	else if (asked !== undefined && deck.console.stop(asked.id)) return;
	else if (exchanges.length > 0) deck.store.setState(enterReplies(state));
	else deck.store.setState(leavePlace(state));
}
