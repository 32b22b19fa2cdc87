import { textOf } from '../console/state.ts';
import { formPlace } from '../forms/current.ts';
import { currentView } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import type { View } from '../store/view.ts';
import type { Scope } from './command.ts';

/** Where the keys of now are looked up, the most particular first. */
export function scopesOf(state: DeckState): readonly Scope[] {
	const { overlay } = state;
	if (overlay === undefined) return scopesOfView(state);
	if (overlay.kind === 'confirm' && overlay.run === undefined && overlay.proposal.typed !== undefined)
		return ['confirm-typed'];
	return [overlay.kind];
}

export function scopesOfView(state: DeckState): readonly Scope[] {
	const view = currentView(state);
	switch (view.kind) {
		case 'account':
			return ['text', 'everywhere'];
		case 'streams':
			return ['streams', 'list', 'everywhere'];
		case 'stream':
			return streamScopes[view.pane];
		case 'fetched':
			return ['fetched', 'list', 'everywhere'];
		case 'message':
			return ['message', 'text', 'everywhere'];
		case 'consumers':
			return view.stream === undefined
				? ['consumers', 'list', 'everywhere']
				: ['consumers', 'consumers-of-stream', 'list', 'everywhere'];
		case 'consumer':
			return ['consumer', 'text', 'everywhere'];
		case 'lag':
			return ['lag', 'list', 'everywhere'];
		case 'journal':
			return ['journal', 'list', 'everywhere'];
		case 'journal-entry':
			return ['journal-entry', 'text', 'everywhere'];
		case 'form':
			return [formPlace(state)];
		case 'console':
			return consoleScopes(state.console);
		default:
			return view satisfies never;
	}
}

function consoleScopes({ mode, search, typed }: DeckState['console']): readonly Scope[] {
	if (mode === 'replies') return ['console-replies', 'everywhere'];
	if (search !== undefined) return ['console-search'];
	return textOf(typed) === '' ? ['console-line', 'console-empty'] : ['console-line'];
}

const streamScopes: Readonly<Record<Extract<View, { kind: 'stream' }>['pane'], readonly Scope[]>> = {
	overview: ['stream-text', 'stream', 'text', 'everywhere'],
	consumers: ['consumers', 'consumers-of-stream', 'stream', 'list', 'everywhere'],
	messages: ['messages', 'stream', 'list', 'everywhere'],
	subjects: ['subjects', 'stream', 'list', 'everywhere'],
	json: ['stream-text', 'stream', 'text', 'everywhere'],
};
