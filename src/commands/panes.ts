import { currentView, open, replaceView } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import type { View } from '../store/view.ts';
import { placeOf } from '../views/places.ts';
import type { Command } from './command.ts';

/** From one pane of a stream, consumer, server or key to the next. */
export const paneCommands: readonly Command[] = [
	pane('pane.next', 'Next pane', 'tab', 1),
	pane('pane.previous', 'Previous pane', 'shift+tab', -1),
];

function pane(id: string, title: string, key: string, by: 1 | -1): Command {
	return {
		id,
		title,
		...(by === 1 && { short: 'panes', rank: 80 }),
		keys: [key],
		scopes: ['stream', 'consumer', 'server', 'key'],
		group: 'go',
		run: ({ deck, state }) => {
			const view = paneBeside(currentView(state), by);
			if (view !== undefined) deck.store.setState(replaceView(state, view));
		},
	};
}

/** Beside the pane in view, where it is another one of the same; else one step deeper. */
export function showPane(state: DeckState, view: View): Partial<DeckState> {
	const here = currentView(state);
	const isBeside = placeOf(view).panes(view).map(placeOf).includes(placeOf(here));
	return isBeside ? replaceView(state, view) : open(state, view);
}

function paneBeside(here: View, by: 1 | -1): View | undefined {
	const place = placeOf(here);
	const panes = place.panes(here);
	const at = panes.findIndex((pane) => placeOf(pane) === place);
	return panes[(at + by + panes.length) % panes.length];
}
