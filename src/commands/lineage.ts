import { latest } from '../store/datum.ts';
import { goTo, open } from '../store/nav.ts';
import { toast } from '../store/toast.ts';
import type { Command } from './command.ts';
import { selection } from './selection.ts';

/** What copies what. */
export const lineageCommands: readonly Command[] = [
	{
		id: 'go.lineage',
		title: 'Show mirrors and sources',
		more: 'as a tree, also across domains and accounts',
		keys: [],
		scopes: ['everywhere'],
		group: 'go',
		aliases: ['lineage', 'graph'],
		argument: '[STREAM]',
		completes: ['stream'],
		run: ({ deck, state }, argument = '') => {
			const stream = argument.trim();
			const names = latest(state.streamNames);
			if (stream === '') deck.store.setState(goTo(state, { kind: 'lineage' }));
			else if (names?.includes(stream) === false) toast(deck.store, 'warn', `There is no stream ${stream}.`);
			else deck.store.setState(open(state, { kind: 'lineage', stream }));
		},
	},
	{
		id: 'stream.lineage',
		title: 'Show stream lineage',
		more: 'what it copies and what copies it',
		keys: ['o'],
		scopes: ['streams', 'stream-text', 'buckets', 'bucket'],
		group: 'go',
		disabled: ({ state }) => (selection(state).stream === undefined ? 'No stream is selected.' : undefined),
		run: ({ deck, state }) => {
			const { stream } = selection(state);
			if (stream !== undefined) deck.store.setState(open(state, { kind: 'lineage', stream }));
		},
	},
	{
		id: 'lineage.open',
		title: 'Open the stream',
		short: 'open',
		keys: ['enter', 'l', 'right', 'd'],
		scopes: ['lineage'],
		group: 'go',
		rank: 100,
		disabled: ({ state }) =>
			selection(state).stream === undefined
				? 'It is in another domain or account: open it with a context of that.'
				: undefined,
		run: ({ deck, state }) => {
			const { stream } = selection(state);
			if (stream !== undefined) deck.store.setState(open(state, { kind: 'stream', stream, pane: 'overview' }));
		},
	},
];
