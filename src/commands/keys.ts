import { keyFilterFault, storedSubject } from '../jetstream/kv/key.ts';
import { open, replaceView, viewAt } from '../store/nav.ts';
import { toast } from '../store/toast.ts';
import type { KeyPane } from '../store/view.ts';
import { kvBucketIn } from '../views/keys/key-list.ts';
import { toggleDeleted } from '../views/keys/write-values.ts';
import { askLine } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { noKey } from './key-targets.ts';
import { kvStreamOf } from './names.ts';
import { showPane } from './panes.ts';
import { selection } from './selection.ts';

declare module '../store/overlay.ts' {
	interface Questions {
		'keys-pattern': object;
	}
}

/** Reading the keys of a bucket. */
export const keysCommands: readonly Command[] = [
	{
		id: 'name.keys',
		title: 'Open bucket keys',
		more: 'by the name of the bucket',
		keys: [],
		scopes: ['everywhere'],
		group: 'go',
		aliases: ['keys'],
		argument: 'BUCKET [PATTERN]',
		completes: ['bucket'],
		run: ({ deck, state }, argument = '') => {
			const [bucket = '', pattern] = argument.trim().split(/\s+/);
			const stream = bucket === '' ? undefined : kvStreamOf(state, bucket);
			const fault = pattern === undefined ? undefined : patternFault(pattern);
			if (stream === undefined)
				toast(
					deck.store,
					'warn',
					bucket === '' ? 'Which bucket? For example :keys SETTINGS.' : `There is no bucket ${bucket}.`,
				);
			else if (fault !== undefined) toast(deck.store, 'warn', fault);
			else deck.store.setState(open(state, { kind: 'keys', stream, ...(pattern !== undefined && { pattern }) }));
		},
	},
	{
		id: 'keys.open',
		title: 'Open the key',
		short: 'open',
		keys: ['enter', 'l', 'right'],
		scopes: ['keys'],
		group: 'go',
		rank: 100,
		disabled: noKey,
		run: (context) => openKey(context, 'value'),
	},
	{
		id: 'key.history',
		title: 'Show key history',
		more: 'its revisions, the newest last',
		short: 'history',
		keys: ['H'],
		scopes: ['keys', 'key-value'],
		group: 'go',
		rank: 90,
		disabled: noKey,
		run: (context) => openKey(context, 'history'),
	},
	{
		id: 'key.revision',
		title: 'Open the revision',
		more: 'with what it changed',
		short: 'open',
		keys: ['enter', 'l', 'right'],
		scopes: ['key-history'],
		group: 'go',
		rank: 100,
		disabled: ({ state }) => (selection(state).message === undefined ? 'No revision is selected.' : undefined),
		run: ({ deck, state }) => {
			const view = viewAt(state, 'key');
			const revision = selection(state).message;
			if (view !== undefined && revision !== undefined)
				deck.store.setState(open(state, { ...view, pane: 'value', revision }));
		},
	},
	{
		id: 'keys.watch',
		title: 'Watch the bucket',
		more: 'every change of its keys, as it comes',
		short: 'watch',
		keys: ['w'],
		scopes: ['keys'],
		group: 'go',
		rank: 50,
		run: ({ deck, state }) => {
			const view = viewAt(state, 'keys');
			const bucket = view && kvBucketIn(state, view.stream);
			if (bucket === undefined) return;
			const subject = storedSubject(bucket, view?.pattern ?? '>');
			deck.store.setState(open(state, { kind: 'stream', stream: bucket.stream, pane: 'messages', subject }));
		},
	},
	{
		id: 'keys.pattern',
		title: 'Filter by key pattern',
		more: 'on the server; empty for all',
		short: 'pattern',
		keys: ['f'],
		scopes: ['keys'],
		group: 'list',
		rank: 55,
		aliases: ['pattern'],
		argument: '[PATTERN]',
		run: (context, argument) => {
			const help = 'Such as users.*.name or users.>: * stands for one token, > for all that follow. Empty: all keys.';
			const text = argument?.trim() ?? viewAt(context.state, 'keys')?.pattern ?? '';
			if (argument === undefined || showPattern(context, argument.trim()) !== undefined)
				askLine(context, { title: 'Filter by key pattern', help, text }, { kind: 'keys-pattern' });
		},
	},
	{
		id: 'keys.deleted',
		title: 'Show deleted keys',
		more: 'or hide them again',
		keys: ['X'],
		scopes: ['keys'],
		group: 'list',
		run: ({ deck, state }) => {
			const view = viewAt(state, 'keys');
			if (view !== undefined) deck.store.setState(toggleDeleted(state, view.stream));
		},
	},
];

function openKey({ deck, state }: CommandContext, pane: KeyPane): void {
	const { stream, key } = selection(state);
	const bucket = stream === undefined ? undefined : kvBucketIn(state, stream);
	if (stream === undefined || key === undefined || bucket === undefined) return;
	const subject = storedSubject(bucket, key);
	deck.store.setState(showPane(state, { kind: 'key', stream, key, subject, pane, as: 'auto' }));
}

/** What is wrong with a pattern, as a sentence. */
function patternFault(pattern: string): string | undefined {
	const fault = keyFilterFault(pattern);
	return fault === undefined ? undefined : `“${pattern}” ${fault}; / filters by text.`;
}

/** @returns what is wrong with the pattern, as a sentence */
export function showPattern({ deck }: Pick<CommandContext, 'deck'>, pattern: string): string | undefined {
	const state = deck.store.getState();
	const view = viewAt(state, 'keys');
	if (view === undefined) return undefined;
	const fault = pattern === '' ? undefined : patternFault(pattern);
	if (fault !== undefined) return fault;
	const { stream } = view;
	const next = { kind: 'keys', stream, ...(pattern !== '' && { pattern }) } as const;
	// Keys that match a pattern are one step deeper, and `esc` comes back.
	const change = view.pattern === undefined ? open(state, next) : replaceView(state, next);
	deck.store.setState({ ...change, overlay: undefined });
	return undefined;
}
