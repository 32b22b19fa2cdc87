import { changeList, closeOverlay, currentList } from '../store/nav.ts';
import type { Overlay } from '../store/overlay.ts';
import type { Command, CommandContext, Scope } from './command.ts';
import { changeFilter } from './filter.ts';
import { helpRows } from './help.ts';
import { paletteMatches } from './palette.ts';
import { run } from './run.ts';

/** What the keys do while something lies over the screen. Text that is typed goes to the line, not here. */
export const overlayCommands: readonly Command[] = [
	{
		id: 'filter.keep',
		title: 'Keep the filter',
		short: 'keep',
		keys: ['enter', 'down'],
		scopes: ['filter'],
		group: 'list',
		rank: 2,
		// What is selected stays so, whatever comes to match.
		run: ({ deck, state }) => deck.store.setState({ ...changeFilter(state, {}), ...closeOverlay() }),
	},
	{
		id: 'filter.drop',
		title: 'Put the filter back as it was',
		short: 'as before',
		keys: ['esc'],
		scopes: ['filter'],
		group: 'list',
		rank: 1,
		run: ({ deck, state }) => {
			if (state.overlay?.kind !== 'filter') return;
			deck.store.setState({ ...changeList(state, currentList(state), state.overlay.before), ...closeOverlay() });
		},
	},
	close('palette.close', 'palette'),
	...arrows('palette', (context) => paletteMatches(context, textOf(context)).map(() => true), ['ctrl+p'], ['ctrl+n']),
	{
		id: 'palette.complete',
		title: 'Take over the selected name',
		short: 'complete',
		keys: ['tab'],
		scopes: ['palette'],
		group: 'deck',
		rank: 1,
		run: (context) => {
			const match = selectedMatch(context);
			if (match === undefined) return;
			context.deck.store.setState({ overlay: { kind: 'palette', text: match.completion, index: 0 } });
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
		run: (context) => {
			const match = selectedMatch(context);
			if (match === undefined) return;
			context.deck.store.setState(closeOverlay());
			const now = { ...context, state: context.deck.store.getState() };
			run(match.command, now, match.argument);
		},
	},
	close('help.close', 'help', ['?', 'q']),
	...arrows(
		'help',
		(context) => helpRows(context).map(({ heading }) => heading === undefined),
		['k', 'ctrl+p'],
		['j', 'ctrl+n'],
	),
	{
		id: 'help.run',
		title: 'Run the selected command',
		short: 'run',
		keys: ['enter'],
		scopes: ['help'],
		group: 'deck',
		rank: 2,
		run: (context) => {
			const { overlay } = context.state;
			if (overlay?.kind !== 'help') return;
			const row = helpRows(context)[overlay.index];
			if (row?.command === undefined) return;
			context.deck.store.setState(closeOverlay());
			run(row.command, { ...context, state: context.deck.store.getState() });
		},
	},
	close('choice.close', 'choice', ['q']),
	close('prompt.close', 'prompt'),
	close('fault.close', 'fault', ['q']),
];

function close(id: string, scope: Overlay['kind'], more: readonly string[] = []): Command {
	return {
		id,
		title: 'Close',
		short: 'close',
		keys: ['esc', ...more],
		scopes: [scope],
		group: 'deck',
		rank: 0,
		run: ({ deck }) => deck.store.setState(closeOverlay()),
	};
}

/** Up and down through the rows of an overlay that keeps an `index`. */
function arrows(
	scope: 'palette' | 'help',
	rows: (context: CommandContext) => readonly boolean[],
	up: readonly string[],
	down: readonly string[],
): readonly Command[] {
	const by = (context: CommandContext, step: number): void => {
		const { overlay } = context.state;
		if (overlay?.kind !== scope) return;
		context.deck.store.setState({ overlay: { ...overlay, index: selectable(rows(context), overlay.index, step) } });
	};
	const scopes: readonly Scope[] = [scope];
	return [
		{ id: `${scope}.up`, title: 'Up', keys: ['up', ...up], scopes, group: 'move', run: (context) => by(context, -1) },
		{
			id: `${scope}.down`,
			title: 'Down',
			keys: ['down', ...down],
			scopes,
			group: 'move',
			run: (context) => by(context, 1),
		},
		{
			id: `${scope}.page-up`,
			title: 'One page up',
			keys: ['pageup'],
			scopes,
			group: 'move',
			run: (context) => by(context, -10),
		},
		{
			id: `${scope}.page-down`,
			title: 'One page down',
			keys: ['pagedown'],
			scopes,
			group: 'move',
			run: (context) => by(context, 10),
		},
	];
}

/** The row that `step` leads to: headings cannot be run, so they are passed over. Stays where there is none. */
function selectable(rows: readonly boolean[], from: number, step: number): number {
	const to = Math.min(Math.max(0, from + step), rows.length - 1);
	const direction = Math.sign(step);
	for (let at = to; at >= 0 && at < rows.length; at += direction) if (rows[at]) return at;
	for (let at = to; at >= 0 && at < rows.length; at -= direction) if (rows[at]) return at;
	return from;
}

function textOf({ state }: CommandContext): string {
	return state.overlay?.kind === 'palette' ? state.overlay.text : '';
}

function selectedMatch(context: CommandContext) {
	const { overlay } = context.state;
	return overlay?.kind === 'palette' ? paletteMatches(context, overlay.text)[overlay.index] : undefined;
}
