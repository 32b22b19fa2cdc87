import { changeList, closeOverlay } from '../store/nav.ts';
import type { Overlay } from '../store/overlay.ts';
import { currentList } from '../views/places.ts';
import type { Command } from './command.ts';
import { changeFilter } from './filter.ts';

/** What keys do while an overlay is open. Typed text goes to its line, not here. */
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
		title: 'Restore the filter',
		short: 'restore',
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
	close('help.close', 'help'),
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
