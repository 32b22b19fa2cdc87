import { back, changeList, goPrevious, goTo, listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { type ConsumerPane, home, type StreamPane, type View } from '../store/view.ts';
import { forgetFind } from '../views/find.ts';
import { listRowOf } from '../views/lists.ts';
import { currentList } from '../views/places.ts';
import type { Command, CommandContext } from './command.ts';
import { changeFilter } from './filter.ts';
import { needsVersion } from './needs-version.ts';
import { paneCommands, showPane } from './panes.ts';
import { selection } from './selection.ts';

/** From place to place. */
export const goCommands: readonly Command[] = [
	place('go.account', 'Show the account', 'account', '1', ['account', 'acc'], { kind: 'account' }),
	{
		...place('go.streams', 'Show the streams', 'streams', '2', ['streams', 'str'], home),
		argument: '[/FILTER]',
		run: (context, argument) => showList(context, home, argument),
	},
	{
		...place('go.consumers', 'Show all consumers', 'consumers', '3', ['consumers', 'con'], {
			kind: 'consumers',
		}),
		argument: '[/FILTER]',
		run: (context, argument) => showList(context, { kind: 'consumers' }, argument),
	},
	{
		...place('go.lag', 'Show consumers by lag', 'lag', '5', ['lag', 'stuck'], { kind: 'lag' }),
		more: 'stuck and lagging ones first',
		argument: '[/FILTER]',
		run: (context, argument) => showList(context, { kind: 'lag' }, argument),
	},
	{
		id: 'open.stream',
		title: 'Open the stream',
		short: 'open',
		keys: ['enter', 'l', 'right'],
		scopes: ['streams'],
		group: 'go',
		rank: 100,
		disabled: needsStream,
		run: (context) => openStream(context, 'overview'),
	},
	{
		id: 'open.consumer',
		title: 'Open the consumer',
		short: 'open',
		keys: ['enter', 'd'],
		scopes: ['consumers', 'lag'],
		group: 'go',
		rank: 100,
		disabled: needsConsumer,
		run: (context) => openConsumer(context, 'overview'),
	},
	{
		id: 'stream.describe',
		title: 'Show the stream',
		more: 'configuration and state',
		short: 'describe',
		keys: ['d'],
		scopes: ['streams', 'stream-text', 'subjects', 'messages'],
		group: 'go',
		rank: 40,
		disabled: needsStream,
		run: (context) => openStream(context, 'overview'),
	},
	{
		id: 'stream.consumers',
		title: 'Show stream consumers',
		short: 'consumers',
		keys: ['u'],
		scopes: ['streams', 'stream-text', 'subjects', 'messages'],
		group: 'go',
		rank: 90,
		needs: ['consumer.names', 'consumer.list'],
		disabled: needsStream,
		run: (context) => openStream(context, 'consumers'),
	},
	{
		id: 'stream.subjects',
		title: 'Show stream subjects',
		more: 'with message counts',
		short: 'subjects',
		keys: ['s'],
		scopes: ['streams', 'stream-text', 'messages', 'consumers-of-stream'],
		group: 'go',
		rank: 60,
		needs: ['stream.info'],
		disabled: (context) => needsStream(context) ?? needsVersion(context.state, '2.9', 'Counting by subject'),
		run: (context) => openStream(context, 'subjects'),
	},
	{
		id: 'stream.messages',
		title: 'Show stream messages',
		more: 'the newest last',
		short: 'messages',
		keys: ['m'],
		scopes: ['streams', 'stream-text', 'subjects', 'consumers', 'consumer', 'lag'],
		group: 'go',
		rank: 88,
		needs: ['stream.msg.get', 'direct.get'],
		disabled: needsStream,
		run: (context) => openStream(context, 'messages'),
	},
	{
		id: 'stream.json',
		title: 'Show stream JSON',
		short: 'JSON',
		keys: ['y'],
		scopes: ['streams', 'stream-text', 'subjects', 'messages'],
		group: 'go',
		rank: 50,
		disabled: needsStream,
		run: (context) => openStream(context, 'json'),
	},
	{
		id: 'consumer.json',
		title: 'Show consumer JSON',
		short: 'JSON',
		keys: ['y'],
		scopes: ['consumers', 'lag', 'consumer'],
		group: 'go',
		rank: 50,
		disabled: needsConsumer,
		run: (context) => openConsumer(context, 'json'),
	},
	{
		id: 'stream.code',
		title: 'Show stream as code',
		more: 'with its consumers, as Terraform and NACK',
		keys: ['Y'],
		scopes: ['streams', 'stream-text', 'subjects', 'messages'],
		group: 'go',
		aliases: ['terraform', 'nack'],
		disabled: needsStream,
		run: (context) => openStream(context, 'code'),
	},
	{
		id: 'consumer.code',
		title: 'Show consumer as code',
		more: 'as Terraform and NACK',
		keys: ['Y'],
		scopes: ['consumers', 'lag', 'consumer'],
		group: 'go',
		aliases: ['terraform-consumer', 'nack-consumer'],
		disabled: needsConsumer,
		run: (context) => openConsumer(context, 'code'),
	},
	{
		id: 'consumer.describe',
		title: 'Show the consumer',
		more: 'configuration and state',
		keys: ['d'],
		scopes: ['consumer'],
		group: 'go',
		run: (context) => openConsumer(context, 'overview'),
	},
	{
		id: 'consumer.stream',
		title: 'Open stream of consumer',
		short: 'stream',
		keys: ['t'],
		scopes: ['consumer', 'lag', 'consumers'],
		group: 'go',
		rank: 40,
		disabled: needsStream,
		run: (context) => openStream(context, 'overview'),
	},
	...paneCommands,
	{
		id: 'go.back',
		title: 'Go back',
		more: 'first clear the filter or search, or stop a sweep',
		short: (state) => (isOutermost(state) ? '' : 'back'),
		keys: ['esc', 'h', 'left'],
		scopes: ['everywhere'],
		group: 'go',
		rank: 30,
		run: (context) => leave(context),
	},
	{
		id: 'go.previous',
		title: 'Go to previous place',
		keys: ['ctrl+o', 'backspace'],
		scopes: ['everywhere'],
		group: 'go',
		aliases: ['previous'],
		disabled: ({ state }) => (state.previous === undefined ? 'There is no previous place yet.' : undefined),
		run: ({ deck, state }) => deck.store.setState(goPrevious(state)),
	},
];

function place(id: string, title: string, short: string, key: string, aliases: readonly string[], view: View): Command {
	return {
		id,
		title,
		short,
		keys: [key],
		scopes: ['everywhere'],
		group: 'go',
		aliases,
		run: ({ deck, state }) => deck.store.setState(goTo(state, view)),
	};
}

/** A list of the whole account, filtered by what follows the command. */
export function showList({ deck, state }: CommandContext, view: View, argument = ''): void {
	deck.store.setState(goTo(state, view));
	const filter = argument.replace(/^\//, '');
	if (filter !== '') {
		const now = deck.store.getState();
		deck.store.setState(changeList(now, currentList(now), { filter, offset: 0 }));
	}
}

function needsStream({ state }: CommandContext): string | undefined {
	return selection(state).stream === undefined ? 'No stream is selected.' : undefined;
}

function needsConsumer({ state }: CommandContext): string | undefined {
	return selection(state).consumer === undefined ? 'No consumer is selected.' : undefined;
}

function openStream({ deck, state }: CommandContext, pane: StreamPane): void {
	const { stream } = selection(state);
	if (stream === undefined) return;
	deck.store.setState(showPane(state, { kind: 'stream', stream, pane }));
}

function openConsumer({ deck, state }: CommandContext, pane: ConsumerPane): void {
	const { stream, consumer } = selection(state);
	if (stream === undefined || consumer === undefined) return;
	deck.store.setState(showPane(state, { kind: 'consumer', stream, consumer, pane }));
}

/** There is no step out, and nothing in the way. */
function isOutermost(state: DeckState): boolean {
	const { filter, find, marked } = listState(state, currentList(state));
	return state.views.length === 1 && state.sweep === undefined && filter === '' && !find && marked.size === 0;
}

/** Closes one thing after the other: a running sweep, a filter, then the view. */
function leave({ deck, state }: CommandContext): void {
	const id = currentList(state);
	const { filter, find, marked } = listState(state, id);
	if (state.sweep !== undefined) deck.cancelSweep();
	else if (find !== undefined && listRowOf(id) === undefined) deck.store.setState(forgetFind(state));
	else if (filter !== '') deck.store.setState(changeFilter(state, { filter: '' }));
	else if (marked.size > 0) deck.store.setState(changeList(state, id, { marked: new Set() }));
	else deck.store.setState(back(state));
}
