import { currentForm, formPlace } from '../forms/current.ts';
import { closeOverlay } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import { beginFind, dropFind, findNext, findOf, forgetFind, isOnMatch } from '../views/find.ts';
import type { Scope } from '../views/scope.ts';
import type { Command, CommandContext } from './command.ts';

/** Where `/` looks for a text. A list is filtered by it. */
const places: readonly Scope[] = ['text', 'console-replies', 'form-choice', 'form-review'];

/** Looking for a text in whatever is read or written. */
export const findCommands: readonly Command[] = [
	{ ...begin('find.begin', 'Find a text', ['/'], places), more: 'in a form a field; n and N go on' },
	// Where letters are text, so is that sign.
	{
		...begin('find.field', 'Find a field', ['ctrl+f'], ['form-text', 'form-choice', 'form-review']),
		short: (state) => (formPlace(state) === 'form-text' ? 'find' : ''),
	},
	again('find.next', 'Find next', 'n', 1),
	again('find.previous', 'Find previous', 'N', -1),
	{
		id: 'find.keep',
		title: 'Go to the match',
		short: ({ overlay }) => (overlay?.kind === 'find' && overlay.isPrefilled ? 'find again' : 'find'),
		keys: ['enter'],
		scopes: ['find'],
		group: 'look',
		rank: 3,
		run: keep,
	},
	step('find.down', 'Find next', ['down', 'ctrl+n'], 1, 'next'),
	step('find.up', 'Find previous', ['up', 'ctrl+p'], -1),
	{
		id: 'find.drop',
		title: 'Go back',
		short: 'back',
		keys: ['esc'],
		scopes: ['find'],
		group: 'look',
		rank: 1,
		run: ({ deck, state }) => deck.store.setState(dropFind(state)),
	},
];

function begin(id: string, title: string, keys: readonly string[], scopes: readonly Scope[]): Command {
	return {
		id,
		title,
		short: 'find',
		keys,
		scopes,
		group: 'look',
		rank: 41,
		run: ({ deck, state }) => deck.store.setState(beginFind(state)),
	};
}

/** In a form only from a match: its other steps have nothing to do with what was looked for. */
function goesOn(state: DeckState): boolean {
	return currentForm(state) === undefined ? findOf(state) !== undefined : isOnMatch(state);
}

function again(id: string, title: string, key: string, by: 1 | -1): Command {
	return {
		id,
		title,
		...(by === 1 && { short: (state) => (goesOn(state) ? 'find next' : ''), rank: 96 }),
		keys: [key],
		scopes: places,
		group: 'look',
		disabled: ({ state }) => (findOf(state) === undefined ? 'There is no search yet: press / to search.' : undefined),
		run: (context) => goOn(context, findOf(context.state)?.text ?? '', by),
	};
}

/** While it is typed. */
function step(id: string, title: string, keys: readonly string[], by: 1 | -1, short?: string): Command {
	return {
		id,
		title,
		...(short !== undefined && { short, rank: 2 }),
		keys,
		scopes: ['find'],
		group: 'look',
		run: ({ deck, state }) => {
			const { overlay } = state;
			if (overlay?.kind === 'find' && overlay.text !== '') deck.store.setState(findNext(state, overlay.text, by) ?? {});
		},
	};
}

function goOn({ deck, state }: CommandContext, text: string, by: 1 | -1): void {
	const found = findNext(state, text, by);
	if (found === undefined) toast(deck.store, 'info', `“${text}” was not found.`);
	else deck.store.setState(found);
}

/** A cheap search has run while typing; the same search again moves on. */
function keep({ deck, state }: CommandContext): void {
	const { overlay } = state;
	if (overlay?.kind !== 'find') return;
	const { text, isPrefilled } = overlay;
	const find = findOf(state);
	const isFound = !isPrefilled && find?.text === text && find.found !== undefined;
	const found = text === '' ? forgetFind(state) : isFound ? {} : findNext(state, text, 1);
	deck.store.setState(found === undefined ? { overlay: { ...overlay, none: true } } : { ...found, ...closeOverlay() });
}
