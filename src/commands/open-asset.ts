import type { ConsumerPane, StreamPane } from '../store/view.ts';
import type { Command, CommandContext } from './command.ts';
import { needsVersion } from './needs-version.ts';
import { showPane } from './panes.ts';
import { selection } from './selection.ts';

/** Opens the selected stream or consumer, in one of its panes. */
export const openAssetCommands: readonly Command[] = [
	{
		id: 'open.stream',
		title: 'Open the stream',
		short: 'open',
		keys: ['enter', 'l', 'right'],
		scopes: ['streams'],
		rank: 100,
		...streamPane('overview'),
	},
	{
		id: 'open.consumer',
		title: 'Open the consumer',
		short: 'open',
		keys: ['enter', 'd'],
		scopes: ['consumers', 'lag'],
		rank: 100,
		...consumerPane('overview'),
	},
	{
		id: 'stream.describe',
		title: 'Show the stream',
		more: 'configuration and state',
		short: 'describe',
		keys: ['d'],
		scopes: ['streams', 'stream-text', 'subjects', 'messages'],
		rank: 40,
		...streamPane('overview'),
	},
	{
		id: 'stream.consumers',
		title: 'Show stream consumers',
		short: 'consumers',
		keys: ['u'],
		scopes: ['streams', 'stream-text', 'subjects', 'messages', 'buckets', 'bucket'],
		rank: 90,
		needs: ['consumer.names', 'consumer.list'],
		...streamPane('consumers'),
	},
	{
		id: 'stream.subjects',
		title: 'Show stream subjects',
		more: 'with message counts',
		short: 'subjects',
		keys: ['s'],
		scopes: ['streams', 'stream-text', 'messages', 'consumers-of-stream'],
		rank: 60,
		needs: ['stream.info'],
		...streamPane('subjects'),
		disabled: (context) => needsStream(context) ?? needsVersion(context.state, '2.9', 'Counting by subject'),
	},
	{
		id: 'stream.messages',
		title: 'Show stream messages',
		more: 'the newest last',
		short: 'messages',
		keys: ['m'],
		scopes: ['streams', 'stream-text', 'subjects', 'consumers', 'consumer', 'lag', 'buckets', 'bucket'],
		rank: 88,
		needs: ['stream.msg.get', 'direct.get'],
		...streamPane('messages'),
	},
	{
		id: 'stream.json',
		title: 'Show stream JSON',
		short: 'JSON',
		keys: ['y'],
		scopes: ['streams', 'stream-text', 'subjects', 'messages', 'buckets', 'bucket'],
		rank: 50,
		...streamPane('json'),
	},
	{
		id: 'consumer.json',
		title: 'Show consumer JSON',
		short: 'JSON',
		keys: ['y'],
		scopes: ['consumers', 'lag', 'consumer'],
		rank: 50,
		...consumerPane('json'),
	},
	{
		id: 'stream.code',
		title: 'Show stream as code',
		more: 'with its consumers, as Terraform and NACK',
		keys: ['Y'],
		scopes: ['streams', 'stream-text', 'subjects', 'messages', 'buckets', 'bucket'],
		aliases: ['terraform', 'nack'],
		...streamPane('code'),
	},
	{
		id: 'consumer.code',
		title: 'Show consumer as code',
		more: 'as Terraform and NACK',
		keys: ['Y'],
		scopes: ['consumers', 'lag', 'consumer'],
		aliases: ['terraform-consumer', 'nack-consumer'],
		...consumerPane('code'),
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
		rank: 40,
		...streamPane('overview'),
	},
];

type Opens = Pick<Command, 'group' | 'disabled' | 'run'>;

function streamPane(pane: StreamPane): Opens {
	return { group: 'go', disabled: needsStream, run: (context) => openStream(context, pane) };
}

function consumerPane(pane: ConsumerPane): Opens {
	return { group: 'go', disabled: needsConsumer, run: (context) => openConsumer(context, pane) };
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
