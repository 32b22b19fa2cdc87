import { changeList, closeOverlay, currentList, showOverlay } from '../store/nav.ts';
import type { Choice } from '../store/overlay.ts';
import { toast, toastWhile } from '../store/toast.ts';
import type { Command, CommandContext } from './command.ts';

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
		title: 'Type a command or a name',
		short: 'command',
		keys: [':'],
		scopes: ['everywhere', 'console-empty'],
		group: 'deck',
		rank: 65,
		run: ({ deck }) => deck.store.setState(showOverlay({ kind: 'palette', text: '', index: 0 })),
	},
	{
		id: 'deck.help',
		title: 'Every key that works here; enter runs one',
		short: 'help',
		keys: ['?'],
		scopes: ['everywhere', 'form-choice', 'form-review', 'console-empty'],
		group: 'deck',
		rank: 11,
		aliases: ['help'],
		// The first row is a heading.
		run: ({ deck }) => deck.store.setState(showOverlay({ kind: 'help', index: 1 })),
	},
	{
		id: 'deck.context',
		title: 'Switch to another context of the nats CLI, or to the demo',
		keys: ['ctrl+k'],
		scopes: ['everywhere'],
		group: 'deck',
		aliases: ['context', 'ctx'],
		argument: '[NAME]',
		run: (context, argument) => void (argument ? openContext(context, argument.trim()) : pickContext(context)),
	},
	{
		id: 'deck.demo',
		title: 'Open the demo: an embedded server with sample data',
		keys: [],
		scopes: ['everywhere'],
		group: 'deck',
		aliases: ['demo'],
		run: (context) => void report(context, 'Starting the demo server…', context.host.openDemo),
	},
	{
		id: 'deck.repaint',
		title: 'Draw the screen again',
		keys: ['ctrl+l'],
		scopes: ['everywhere'],
		group: 'deck',
		run: ({ host }) => host.repaint(),
	},
	{
		id: 'deck.suspend',
		title: 'Back to the shell; fg returns',
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
		run: ({ host }) => host.quit(),
	},
	{
		id: 'deck.quit-anywhere',
		title: 'Quit, also while typing',
		keys: ['ctrl+c'],
		// In the console it first stops what is under way, as in a shell.
		scopes: anywhere.filter((scope) => scope !== 'console-line' && scope !== 'console-search'),
		group: 'deck',
		run: ({ host }) => host.quit(),
	},
];

async function pickContext(context: CommandContext): Promise<void> {
	const { deck, host } = context;
	const entries = await host.contexts();
	const contexts = entries.map(
		(entry): Choice => ({
			id: entry.name,
			label: entry.production ? `${entry.name} (production)` : entry.name,
			detail: entry.detail,
			current: entry.current,
			...(entry.production && { tone: 'bad' }),
			...(entry.problem !== undefined && { disabled: entry.problem }),
			pick: () => {
				deck.store.setState(closeOverlay());
				void openContext(context, entry.name);
			},
		}),
	);
	const demo: Choice = {
		id: '',
		label: 'demo',
		detail: 'an embedded server with sample data',
		pick: () => {
			deck.store.setState(closeOverlay());
			void report(context, 'Starting the demo server…', host.openDemo);
		},
	};
	const choices = [...contexts, demo];
	const index = Math.max(
		0,
		choices.findIndex((choice) => choice.current),
	);
	deck.store.setState(showOverlay({ kind: 'choice', title: 'Contexts', choices, index }));
}

function openContext(context: CommandContext, name: string): Promise<void> {
	return report(context, `Opening context ${name}…`, () => context.host.openContext(name));
}

/** Says what goes on until it is over, and then why it could not be done. */
async function report(
	{ deck }: CommandContext,
	doing: string,
	work: (say: (text: string) => void) => Promise<string | undefined>,
): Promise<void> {
	const problem = await toastWhile(deck.store, doing, work);
	if (problem !== undefined) toast(deck.store, 'bad', problem);
}

/** Filters the list in view as one types. */
export function typeFilter({ deck }: Pick<CommandContext, 'deck'>, text: string): void {
	const state = deck.store.getState();
	if (state.overlay?.kind !== 'filter') return;
	const filtered = changeList(state, currentList(state), { filter: text, offset: 0, index: 0 });
	deck.store.setState({ ...filtered, overlay: { ...state.overlay, text } });
}
