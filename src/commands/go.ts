import { back, changeList, currentView, goPrevious, goTo, listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { home, type View } from '../store/view.ts';
import { forgetFind } from '../views/find.ts';
import { listRowOf } from '../views/lists.ts';
import { currentList, placeOf } from '../views/places.ts';
import type { Command, CommandContext } from './command.ts';
import { changeFilter } from './filter.ts';
import { openAssetCommands } from './open-asset.ts';
import { paneCommands } from './panes.ts';

/** From place to place. */
export const goCommands: readonly Command[] = [
	place('go.account', 'Show the account', 'account', '1', ['account', 'acc'], { kind: 'account' }),
	{
		...place('go.streams', 'Show the streams', 'streams', '2', ['streams', 'str'], home),
		...showing(home),
	},
	{
		...place('go.consumers', 'Show all consumers', 'consumers', '3', ['consumers', 'con'], {
			kind: 'consumers',
		}),
		...showing({ kind: 'consumers' }),
	},
	{
		...place('go.lag', 'Show consumers by lag', 'lag', '5', ['lag', 'stuck'], { kind: 'lag' }),
		more: 'stuck and lagging ones first',
		...showing({ kind: 'lag' }),
	},
	...openAssetCommands,
	...paneCommands,
	{
		id: 'go.back',
		title: 'Go back',
		more: 'first clear the filter or search, or stop a sweep',
		short: (state) => (isOutermost(state) ? '' : 'back'),
		keys: ['esc', 'h', 'left'],
		scopes: ['everywhere'],
		group: 'go',
		rank: 30,
		run: (context) => leave(context),
	},
	{
		id: 'go.previous',
		title: 'Go to previous place',
		keys: ['ctrl+o', 'backspace'],
		scopes: ['everywhere'],
		group: 'go',
		aliases: ['previous'],
		disabled: ({ state }) => (state.previous === undefined ? 'There is no previous place yet.' : undefined),
		run: ({ deck, state }) => deck.store.setState(goPrevious(state)),
	},
];

function place(id: string, title: string, short: string, key: string, aliases: readonly string[], view: View): Command {
	return {
		id,
		title,
		short,
		keys: [key],
		scopes: ['everywhere'],
		group: 'go',
		aliases,
		run: ({ deck, state }) => deck.store.setState(goTo(state, view)),
	};
}

/** What commands that show a list of the whole account have in common: what follows one filters it. */
export function showing(view: View): Pick<Command, 'scopes' | 'group' | 'argument' | 'run'> {
	return {
		scopes: ['everywhere'],
		group: 'go',
		argument: '[/FILTER]',
		run: (context, argument) => showList(context, view, argument),
	};
}

export function showList({ deck, state }: CommandContext, view: View, argument = ''): void {
	deck.store.setState(goTo(state, view));
	const filter = argument.replace(/^\//, '');
	if (filter !== '') {
		const now = deck.store.getState();
		deck.store.setState(changeList(now, currentList(now), { filter, offset: 0 }));
	}
}

/** There is no step out, and nothing in the way. */
function isOutermost(state: DeckState): boolean {
	const { filter, find, marked } = listState(state, currentList(state));
	return state.views.length === 1 && state.sweep === undefined && filter === '' && !find && marked.size === 0;
}

/** Closes one thing after the other: a running sweep, a filter, then the view. */
function leave({ deck, state }: CommandContext): void {
	const id = currentList(state);
	const { filter, find, marked } = listState(state, id);
	const view = currentView(state);
	const stopped = placeOf(view).stop?.(state, view);
	if (state.sweep !== undefined) deck.cancelSweep();
	else if (stopped !== undefined) deck.store.setState(stopped);
	else if (find !== undefined && listRowOf(id) === undefined) deck.store.setState(forgetFind(state));
	else if (filter !== '') deck.store.setState(changeFilter(state, { filter: '' }));
	else if (marked.size > 0) deck.store.setState(changeList(state, id, { marked: new Set() }));
	else deck.store.setState(back(state));
}
