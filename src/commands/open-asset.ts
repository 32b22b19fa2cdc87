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
		scopes: ['streams', 'stream-text', 'subjects', 'messages', 'buckets', 'bucket'],
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
		scopes: ['streams', 'stream-text', 'subjects', 'consumers', 'consumer', 'lag', 'buckets', 'bucket'],
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
		scopes: ['streams', 'stream-text', 'subjects', 'messages', 'buckets', 'bucket'],
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
		scopes: ['streams', 'stream-text', 'subjects', 'messages', 'buckets', 'bucket'],
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
];

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
