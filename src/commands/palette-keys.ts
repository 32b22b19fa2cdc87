import { closeOverlay } from '../store/nav.ts';
import type { Palette } from '../store/overlay.ts';
import { toast } from '../store/toast.ts';
import type { Command, CommandContext } from './command.ts';
import { completedPath } from './complete-path.ts';
import { isGuarded, type Match, paletteMatches, selectedMatch } from './palette.ts';
import { arrows, stepTo } from './picker-keys.ts';
import { run } from './run.ts';

/** What keys do while a command or a name is typed. Typed text goes to the line, not here. */
export const paletteCommands: readonly Command[] = [
	...arrows('palette', moved),
	{
		id: 'palette.complete',
		title: 'Complete the name',
		short: 'complete',
		keys: ['tab'],
		scopes: ['palette'],
		group: 'deck',
		rank: 1,
		run: (context) => {
			const shown = shownPalette(context);
			const match = shown?.selected ?? shown?.matches[0];
			if (shown === undefined || match === undefined || match.completion === '') return;
			const { burst } = context.state;
			if (takesPath(match, shown.palette.text)) return void completeArgument(context, shown.palette);
			context.deck.store.setState({ overlay: { kind: 'palette', text: match.completion, burst } });
		},
	},
	{
		id: 'palette.run',
		title: 'Run the selected command',
		short: 'run',
		keys: ['enter'],
		scopes: ['palette'],
		group: 'deck',
		rank: 2,
		run: runSelected,
	},
];

function runSelected(context: CommandContext): void {
	const { deck, state } = context;
	const shown = shownPalette(context);
	const [first] = shown?.matches ?? [];
	if (shown === undefined || first === undefined) return;
	const { selected } = shown;
	if (selected === undefined) toast(deck.store, 'warn', wholeNameOf(first));
	// Typed whole, it was meant; what tab or the cursor put there in the same burst of keys nobody saw.
	else if (isGuarded(selected.command) && shown.palette.burst === state.burst)
		toast(deck.store, 'warn', `${selected.label} was not on the screen yet: press enter again.`);
	else if (selected.disabled !== undefined) toast(deck.store, 'warn', selected.disabled);
	else {
		deck.store.setState(closeOverlay());
		run(selected.command, { ...context, state: deck.store.getState() }, selected.argument);
	}
}

/** A path follows the command's name, typed or required. */
const takesPath = ({ command }: Match, text: string): boolean =>
	/^\[?(FILE|FOLDER)/.test(command.argument ?? '') && /^\s*\S+\s/.test(text);

async function completeArgument({ deck, host, state }: CommandContext, palette: Palette): Promise<void> {
	const [, name = '', argument = ''] = /^(\s*\S+\s+)(.*)$/s.exec(palette.text) ?? [];
	const { text, offered } = await completedPath(host, argument, 'words');
	// Somebody may have gone on typing.
	if (deck.store.getState().overlay !== palette) return;
	deck.store.setState({ overlay: { kind: 'palette', text: `${name}${text}`, burst: state.burst } });
	if (offered !== '') toast(deck.store, 'info', offered);
}

function wholeNameOf({ completion }: Match): string {
	const name = completion.trim();
	return name === ''
		? 'Type more of it, or choose it with the arrow keys.'
		: `Type ${name} in full, or choose it with the arrow keys.`;
}

function moved(context: CommandContext, step: number): Palette | undefined {
	const shown = shownPalette(context);
	if (shown === undefined) return undefined;
	const { palette, matches } = shown;
	const chosen = matches[stepTo(matches.length, selectedMatch(matches, palette), step)];
	return { ...palette, chosen: chosen?.id, burst: context.state.burst };
}

function shownPalette(context: CommandContext) {
	const { overlay } = context.state;
	if (overlay?.kind !== 'palette') return undefined;
	const matches = paletteMatches(context, overlay.text);
	return { palette: overlay, matches, selected: matches[selectedMatch(matches, overlay)] };
}
