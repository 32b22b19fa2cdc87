import { keyFilterFault } from '../jetstream/kv/key.ts';
import { open, replaceView, viewAt } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import { askLine } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { streamNames } from './names.ts';

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
		run: ({ deck, state }, argument = '') => {
			const [bucket = '', pattern] = argument.trim().split(/\s+/);
			const stream = streamOf(state, bucket);
			if (stream === undefined)
				toast(
					deck.store,
					'warn',
					bucket === '' ? 'Which bucket? For example :keys SETTINGS.' : `There is no bucket ${bucket}.`,
				);
			else deck.store.setState(open(state, { kind: 'keys', stream, ...(pattern !== undefined && { pattern }) }));
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
			if (view === undefined) return;
			const deletedShown = new Set(state.deletedShown);
			if (!deletedShown.delete(view.stream)) deletedShown.add(view.stream);
			deck.store.setState({ deletedShown });
		},
	},
];

/** By the name of a bucket, or of its stream. */
function streamOf(state: DeckState, bucket: string): string | undefined {
	const names = streamNames(state);
	return [`KV_${bucket}`, bucket].find((name) => names.includes(name));
}

/** @returns what is wrong with the pattern, as a sentence */
export function showPattern({ deck }: Pick<CommandContext, 'deck'>, pattern: string): string | undefined {
	const state = deck.store.getState();
	const view = viewAt(state, 'keys');
	if (view === undefined) return undefined;
	const fault = pattern === '' ? undefined : keyFilterFault(pattern);
	if (fault !== undefined) return `“${pattern}” ${fault}.`;
	const { stream } = view;
	const next = { kind: 'keys', stream, ...(pattern !== '' && { pattern }) } as const;
	// Keys that match a pattern are one step deeper, and `esc` comes back.
	const change = view.pattern === undefined ? open(state, next) : replaceView(state, next);
	deck.store.setState({ ...change, overlay: undefined });
	return undefined;
}
