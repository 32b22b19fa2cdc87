import { duration } from '../format/duration.ts';
import { keyFault } from '../jetstream/kv/key.ts';
import type { Ttl } from '../jetstream/kv/ttl.ts';
import type { Picks } from '../store/overlay.ts';
import { askLine, choose } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { askValue, noTtl, type OneKey, putValue, ttlFrom, ttlHelp } from './key-changes.ts';
import { writeNewValue } from './key-edit.ts';
import { unwritable } from './key-targets.ts';
import { selection } from './selection.ts';

declare module '../store/overlay.ts' {
	interface Questions {
		'new-key': { readonly stream: string };
		/** How long the first value of a key lives. */
		'new-key-ttl': OneKey;
	}
	interface Picks {
		/** How the value of a new key is written. */
		'new-value': OneKey & { readonly how: 'line' | 'editor' | 'empty' | 'ttl' };
	}
}

/** The first value of a key. */
export const newKeyCommands: readonly Command[] = [
	{
		id: 'key.new',
		title: 'Put a new key',
		short: 'new',
		keys: ['n'],
		scopes: ['keys'],
		group: 'change',
		rank: 86,
		aliases: ['new-key'],
		argument: '[KEY]',
		disabled: unwritable,
		run: (context, argument = '') => {
			const { stream = '' } = selection(context.state);
			const help = 'Letters, digits and - _ = / with dots between tokens, such as users.ada.name.';
			const text = argument.trim();
			if (text === '' || newKey(context, { stream }, text) !== undefined)
				askLine(context, { title: 'New key', help, text }, { kind: 'new-key', stream });
		},
	},
];

/** @returns what is wrong with the key, as a sentence */
export function newKey(
	context: CommandContext,
	{ stream }: { readonly stream: string },
	key: string,
): string | undefined {
	const fault = keyFault(key);
	if (fault !== undefined) return `The key “${key}” ${fault}.`;
	chooseValue(context, { stream, key });
	return undefined;
}

function chooseValue(context: CommandContext, one: OneKey): void {
	const { key, ttl } = one;
	const pick = { kind: 'new-value', ...one } as const;
	const disabled = noTtl(context);
	choose(context, ttl === undefined ? `Value of ${key}` : `Value of ${key}, with a TTL of ${ttlInWords(ttl)}`, [
		{ label: 'type', detail: 'in one line', pick: { ...pick, how: 'line' } },
		{ label: 'edit', detail: 'in $EDITOR', pick: { ...pick, how: 'editor' } },
		{ label: 'empty', detail: 'no value at all', pick: { ...pick, how: 'empty' } },
		{
			label: 'TTL',
			detail: ttl === undefined ? 'first set after which time the value expires' : 'set another one',
			...(disabled !== undefined && { disabled }),
			pick: { ...pick, how: 'ttl' },
		},
	]);
}

const ttlInWords = (ttl: Ttl): string => (ttl === 'never' ? ttl : duration(ttl));

const ways: Readonly<Record<Picks['new-value']['how'], (context: CommandContext, one: OneKey) => void>> = {
	line: (context, one) => askValue(context, { ...one, isNew: true }),
	editor: (context, one) => void writeNewValue(context, one),
	empty: (context, one) => putValue(context, { ...one, isNew: true }, ''),
	ttl: (context, one) =>
		askLine(context, { title: `TTL of ${one.key}`, help: ttlHelp }, { kind: 'new-key-ttl', ...one }),
};

/** @returns what is wrong with the duration, as a sentence */
export function newKeyTtl(context: CommandContext, { stream, key }: OneKey, typed: string): string | undefined {
	const ttl = ttlFrom(typed);
	if (typeof ttl === 'object') return ttl.fault;
	chooseValue(context, { stream, key, ttl });
	return undefined;
}

export function newValue(context: CommandContext, { how, stream, key, ttl }: Picks['new-value']): void {
	ways[how](context, { stream, key, ...(ttl !== undefined && { ttl }) });
}
