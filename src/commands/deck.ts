import { changeList, showOverlay } from '../store/nav.ts';
import { currentList } from '../views/places.ts';
import type { Command, CommandContext } from './command.ts';
import { openDemo, pickContext } from './contexts.ts';

/** Also over an overlay. */
const anywhere = [
	'form-text',
	'form-choice',
	'form-review',
	'console-line',
	'console-search',
	'everywhere',
	'filter',
	'palette',
	'help',
	'choice',
	'prompt',
	'wait',
	'confirm',
	'confirm-typed',
] as const;

/** The deck itself: help, palette, contexts, leaving. */
export const deckCommands: readonly Command[] = [
	{
		id: 'deck.palette',
		title: 'Open the palette',
		more: 'commands and names',
		short: 'command',
		keys: [':'],
		scopes: ['everywhere', 'console-empty'],
		group: 'deck',
		rank: 65,
		run: ({ deck }) => deck.store.setState(showOverlay({ kind: 'palette', text: '' })),
	},
	{
		id: 'deck.help',
		title: 'List the keys',
		more: 'those that work here',
		short: 'help',
		keys: ['?'],
		scopes: ['everywhere', 'form-choice', 'form-review', 'console-empty'],
		group: 'deck',
		rank: 11,
		aliases: ['help'],
		run: ({ deck, state: { burst } }) => deck.store.setState(showOverlay({ kind: 'help', text: '', burst })),
	},
	{
		id: 'deck.context',
		title: 'Switch the context',
		more: 'one of the nats CLI',
		keys: ['ctrl+k'],
		scopes: ['everywhere'],
		group: 'deck',
		aliases: ['context', 'ctx'],
		argument: '[NAME]',
		run: (context, argument = '') => void pickContext(context, argument.trim()),
	},
	{
		id: 'deck.demo',
		title: 'Open the demo',
		more: 'a server with sample data',
		keys: [],
		scopes: ['everywhere'],
		group: 'deck',
		aliases: ['demo'],
		wholeName: true,
		run: openDemo,
	},
	{
		id: 'deck.repaint',
		title: 'Redraw the screen',
		keys: ['ctrl+l'],
		scopes: ['everywhere'],
		group: 'deck',
		run: ({ host }) => host.repaint(),
	},
	{
		id: 'deck.suspend',
		title: 'Suspend to the shell',
		more: 'fg returns',
		keys: ['ctrl+z'],
		scopes: anywhere,
		group: 'deck',
		run: ({ host }) => host.suspend(),
	},
	{
		id: 'deck.quit',
		title: 'Quit',
		short: 'quit',
		keys: ['q'],
		scopes: ['everywhere'],
		group: 'deck',
		rank: 10,
		aliases: ['q', 'quit', 'exit'],
		wholeName: true,
		run: ({ host }) => host.quit(),
	},
	{
		id: 'deck.quit-anywhere',
		title: 'Quit',
		keys: ['ctrl+c'],
		// In the console it first stops what is running, as in a shell.
		scopes: anywhere.filter((scope) => scope !== 'console-line' && scope !== 'console-search'),
		group: 'deck',
		run: ({ host }) => host.quit(),
	},
];

/** Filters the list in view as one types. */
export function typeFilter({ deck }: Pick<CommandContext, 'deck'>, text: string): void {
	const state = deck.store.getState();
	if (state.overlay?.kind !== 'filter') return;
	const filtered = changeList(state, currentList(state), { filter: text, offset: 0, index: 0 });
	const { isPrefilled: _, ...overlay } = state.overlay;
	deck.store.setState({ ...filtered, overlay: { ...overlay, text } });
}
