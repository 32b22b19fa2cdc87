import { currentView, replaceView } from '../store/nav.ts';
import { consumerPanes, streamPanes, type View } from '../store/view.ts';
import type { Command } from './command.ts';

/** From one pane of a stream or consumer to the next. */
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
		scopes: ['stream', 'consumer'],
		group: 'go',
		run: ({ deck, state }) => {
			const view = paneBeside(currentView(state), by);
			if (view !== undefined) deck.store.setState(replaceView(state, view));
		},
	};
}

function paneBeside(view: View, by: 1 | -1): View | undefined {
	switch (view.kind) {
		case 'stream':
			return { kind: 'stream', stream: view.stream, pane: step(streamPanes, view.pane, by) };
		case 'consumer':
			return { ...view, pane: step(consumerPanes, view.pane, by) };
		default:
			return undefined;
	}
}

function step<T>(panes: readonly T[], pane: T, by: 1 | -1): T {
	return panes[(panes.indexOf(pane) + by + panes.length) % panes.length] ?? pane;
}
