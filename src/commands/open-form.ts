import {
	openConsumerCopy,
	openConsumerEdit,
	openNewConsumer,
	openNewStream,
	openStreamCopy,
	openStreamEdit,
} from '../forms/open.ts';
import { type Answer, inSentences } from '../jetstream/problem.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { toast } from '../store/toast.ts';
import { type ConsumerKey, splitConsumerKey } from '../store/view.ts';
import type { Scope } from '../views/scope.ts';
import type { Command, CommandContext } from './command.ts';
import type { Deck } from './deck-handle.ts';
import { selection } from './selection.ts';
import { consumerTargets, noConsumer, noStream, readOnly, several, streamTargets } from './targets.ts';

/** Where configurations begin to be written. */
export const openFormCommands: readonly Command[] = [
	{
		id: 'stream.new',
		title: 'Create a stream',
		short: 'new',
		keys: ['n'],
		scopes: ['streams'],
		group: 'change',
		rank: 95,
		aliases: ['new', 'create'],
		disabled: ({ state }) => readOnly(state),
		run: ({ deck, state }) => deck.store.setState(openNewStream(state)),
	},
	{
		id: 'stream.duplicate',
		title: 'Duplicate the stream',
		more: 'a new one with its configuration',
		keys: [],
		scopes: ['streams', 'stream-text', 'subjects'],
		group: 'change',
		aliases: ['duplicate'],
		disabled: ({ state }) => readOnly(state) ?? noStream(state) ?? several(streamTargets(state)),
		run: (context) =>
			readStream(context, (info) => context.deck.store.setState((state) => openStreamCopy(state, info))),
	},
	{
		id: 'stream.edit',
		title: 'Edit the stream',
		short: 'edit',
		keys: ['e'],
		scopes: ['streams', 'stream-text', 'subjects'],
		group: 'change',
		rank: 80,
		aliases: ['edit'],
		needs: ['stream.update'],
		disabled: ({ state }) => readOnly(state) ?? noStream(state) ?? several(streamTargets(state)),
		run: (context) =>
			readStream(context, (info) => context.deck.store.setState((state) => openStreamEdit(state, info))),
	},
	{
		...newConsumer('consumer.new', ['consumers-of-stream']),
		keys: ['n'],
		short: 'new',
		rank: 95,
		aliases: ['new-consumer'],
	},
	{ ...newConsumer('consumer.new-beside', ['consumer']), aliases: ['another-consumer'] },
	{
		id: 'consumer.duplicate',
		title: 'Duplicate the consumer',
		more: 'a new one with its configuration',
		keys: [],
		scopes: ['consumers', 'consumer', 'lag'],
		group: 'change',
		aliases: ['duplicate-consumer'],
		disabled: ({ state }) => readOnly(state) ?? noConsumer(state) ?? several(consumerTargets(state)),
		run: (context) =>
			readConsumer(context, (info) => context.deck.store.setState((state) => openConsumerCopy(state, info))),
	},
	{
		id: 'consumer.edit',
		title: 'Edit the consumer',
		short: 'edit',
		keys: ['e'],
		scopes: ['consumers', 'consumer', 'lag'],
		group: 'change',
		rank: 80,
		aliases: ['edit-consumer'],
		disabled: ({ state }) => readOnly(state) ?? noConsumer(state) ?? several(consumerTargets(state)),
		run: (context) =>
			readConsumer(context, (info) => context.deck.store.setState((state) => openConsumerEdit(state, info))),
	},
];

/** Reads the selected stream first: a form is never opened on what a poll saw some time ago. */
export function readStream({ deck, state }: CommandContext, then: (info: StreamInfo) => void): void {
	const [stream = ''] = streamTargets(state);
	readStreamOf(deck, stream, then);
}

export function readStreamOf(deck: Deck, stream: string, then: (info: StreamInfo) => void): void {
	void answered(deck, deck.api().request('stream.info', { stream }), then);
}

export function readConsumer({ deck, state }: CommandContext, then: (info: ConsumerInfo) => void): void {
	const [target = ''] = consumerTargets(state);
	readConsumerOf(deck, target, then);
}

export function readConsumerOf(deck: Deck, key: ConsumerKey, then: (info: ConsumerInfo) => void): void {
	void answered(deck, deck.api().request('consumer.info', splitConsumerKey(key)), then);
}

async function answered<T>({ store }: Deck, asked: Promise<Answer<T>>, then: (value: T) => void): Promise<void> {
	const answer = await asked;
	if (answer.ok) then(answer.value);
	else toast(store, 'bad', inSentences(answer.problem));
}

/** In a stream or one of its consumers. There `n` means the next hit instead. */
function newConsumer(id: string, scopes: readonly Scope[]): Command {
	return {
		id,
		title: 'Create a consumer',
		keys: [],
		scopes,
		group: 'change',
		disabled: ({ state }) =>
			readOnly(state) ?? (selection(state).stream === undefined ? 'Choose a stream first.' : undefined),
		run: ({ deck, state }) => {
			const { stream } = selection(state);
			if (stream !== undefined) deck.store.setState(openNewConsumer(state, stream));
		},
	};
}
