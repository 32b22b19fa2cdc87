import { changeList, closeOverlay } from '../store/nav.ts';
import type { Overlay } from '../store/overlay.ts';
import { toast } from '../store/toast.ts';
import { currentList } from '../views/places.ts';
import type { Command, CommandContext } from './command.ts';
import { changeFilter } from './filter.ts';
import { helpRows } from './help.ts';
import { isGuarded } from './palette.ts';
import { arrows } from './picker-keys.ts';
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
	close('help.close', 'help', ['?', 'q']),
	...arrows('help', movedHelp, ['k', 'ctrl+p'], ['j', 'ctrl+n']),
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
			if (isGuarded(row.command) && overlay.burst === context.state.burst) {
				toast(context.deck.store, 'warn', `Enter came before “${row.title}” was on the screen: press it again.`);
				return;
			}
			context.deck.store.setState(closeOverlay());
			run(row.command, { ...context, state: context.deck.store.getState() });
		},
	},
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

function movedHelp(context: CommandContext, step: number): Overlay | undefined {
	const { overlay, burst } = context.state;
	if (overlay?.kind !== 'help') return undefined;
	const rows = helpRows(context).map(({ heading }) => heading === undefined);
	return { ...overlay, index: selectable(rows, overlay.index, step), burst };
}

/** The row that `step` leads to: headings cannot be run, so they are passed over. Stays where there is none. */
function selectable(rows: readonly boolean[], from: number, step: number): number {
	const to = Math.min(Math.max(0, from + step), rows.length - 1);
	const direction = Math.sign(step);
	for (let at = to; at >= 0 && at < rows.length; at += direction) if (rows[at]) return at;
	for (let at = to; at >= 0 && at < rows.length; at -= direction) if (rows[at]) return at;
	return from;
}
