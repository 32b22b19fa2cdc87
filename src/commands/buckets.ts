import { type BucketKind, bucketOf } from '../jetstream/buckets/bucket.ts';
import { changeList, listState, open } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import type { View } from '../store/view.ts';
import { bucketStreams } from '../views/buckets/row.ts';
import type { Command, CommandContext } from './command.ts';
import { showing, showList } from './go.ts';
import { openObjectCheck } from './objects.ts';
import { showPane } from './panes.ts';
import { selection, streamInfo } from './selection.ts';

const buckets: View = { kind: 'buckets' };

/** What `enter` opens, by kind. */
const contents: Readonly<Record<BucketKind, (stream: string) => View>> = {
	kv: (stream) => ({ kind: 'keys', stream }),
	objects: (stream) => ({ kind: 'objects', stream }),
};

/** Key-value buckets and object stores. */
export const bucketCommands: readonly Command[] = [
	{
		id: 'go.buckets',
		title: 'Show the buckets',
		more: 'key-value buckets and object stores',
		short: 'buckets',
		keys: ['8'],
		aliases: ['buckets'],
		...showing(buckets),
	},
	ofKind('kv', 'Show key-value buckets', 'kv'),
	ofKind('objects', 'Show object stores', 'objects', { check: openObjectCheck }),
	{
		id: 'bucket.open',
		title: 'Open the bucket',
		short: 'open',
		keys: ['enter', 'l', 'right'],
		scopes: ['buckets', 'bucket'],
		group: 'go',
		rank: 100,
		disabled: noBucket,
		run: (context) => openContent(context),
	},
	{
		id: 'bucket.describe',
		title: 'Show the bucket',
		more: 'configuration and state',
		short: 'describe',
		keys: ['d'],
		scopes: ['buckets', 'keys', 'objects'],
		group: 'go',
		rank: 40,
		disabled: noBucket,
		run: ({ deck, state }) => {
			const { stream } = selection(state);
			if (stream !== undefined) deck.store.setState(open(state, { kind: 'bucket', stream }));
		},
	},
	{
		id: 'bucket.stream',
		title: 'Open stream of bucket',
		short: 'stream',
		keys: ['t'],
		scopes: ['buckets', 'bucket', 'keys', 'objects'],
		group: 'go',
		rank: 45,
		disabled: noBucket,
		run: ({ deck, state }) => {
			const { stream } = selection(state);
			if (stream !== undefined) deck.store.setState(showPane(state, { kind: 'stream', stream, pane: 'overview' }));
		},
	},
	{
		id: 'stream.bucket',
		title: 'Open bucket of stream',
		keys: ['b'],
		scopes: ['streams', 'stream-text', 'subjects', 'messages'],
		group: 'go',
		disabled: ({ state }) => {
			const { stream } = selection(state);
			const config = stream === undefined ? undefined : streamInfo(state, stream)?.config;
			return config !== undefined && bucketOf(config) !== undefined ? undefined : 'This stream is no bucket.';
		},
		run: (context) => openContent(context),
	},
	{
		id: 'streams.buckets',
		title: 'Hide bucket streams',
		more: 'or show them again, until jetdeck ends',
		keys: ['.'],
		scopes: ['streams'],
		group: 'list',
		run: ({ deck }) => deck.store.setState(toggled),
	},
];

/** @param words what else than a filter may follow the alias */
function ofKind(
	kind: BucketKind,
	title: string,
	alias: string,
	words: Readonly<Record<string, (context: CommandContext) => void>> = {},
): Command {
	return {
		id: `go.${alias}`,
		title,
		keys: [],
		scopes: ['everywhere'],
		group: 'go',
		aliases: [alias],
		argument: ['[/FILTER]', ...Object.keys(words)].join('|'),
		run: (context, argument = '') => {
			const word = words[argument.trim()];
			if (word !== undefined) return word(context);
			return showList(context, buckets, `kind:${kind} ${argument.replace(/^\//, '')}`.trim());
		},
	};
}

/** What is not shown is not marked either: a change would be about it. */
function toggled(state: DeckState): Partial<DeckState> {
	if (state.bucketStreams === 'hidden') return { bucketStreams: 'shown' };
	const marked = [...listState(state, 'streams').marked].filter((stream) => !bucketStreams(state).includes(stream));
	return { bucketStreams: 'hidden', ...changeList(state, 'streams', { marked: new Set(marked) }) };
}

function noBucket({ state }: CommandContext): string | undefined {
	return selection(state).stream === undefined ? 'No bucket is selected.' : undefined;
}

function openContent({ deck, state }: CommandContext): void {
	const { stream } = selection(state);
	const config = stream === undefined ? undefined : streamInfo(state, stream)?.config;
	const bucket = config && bucketOf(config);
	if (stream !== undefined)
		deck.store.setState(open(state, bucket === undefined ? { kind: 'bucket', stream } : contents[bucket.kind](stream)));
}
