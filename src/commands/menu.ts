import { closeOverlay } from '../store/nav.ts';
import { keyLabel } from '../terminal/key-name.ts';
import { choose } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { disabledReason, run } from './run.ts';
import { scopesOf } from './scopes.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		command: { readonly id: string };
	}
}

/** Everything that can be changed here, also what has no key of its own. */
export const menuCommands: readonly Command[] = [
	{
		id: 'change.menu',
		title: 'List possible changes',
		short: 'change',
		keys: ['x'],
		scopes: [
			'streams',
			'stream-text',
			'subjects',
			'messages',
			'message',
			'fetched',
			'consumers',
			'consumer',
			'lag',
			'meta',
			'buckets',
			'bucket',
			'keys',
			'key',
			'objects',
			'object',
		],
		group: 'change',
		rank: 78,
		aliases: ['change'],
		run: (context) => {
			const scopes = scopesOf(context.state);
			const here = context.commands.filter(
				({ group, id, scopes: its }) =>
					group === 'change' && id !== 'change.menu' && its.some((scope) => scopes.includes(scope)),
			);
			choose(
				context,
				'Change',
				here.map((command) => {
					const disabled = disabledReason(command, context);
					const [key] = command.keys;
					return {
						label: key === undefined ? `:${command.aliases?.[0] ?? ''}` : keyLabel(key),
						detail: command.title,
						...(disabled !== undefined && { disabled: `${command.title}: ${disabled}` }),
						pick: { kind: 'command' as const, id: command.id },
					};
				}),
			);
		},
	},
];

export function runPicked(context: CommandContext, id: string): void {
	const { deck, commands } = context;
	deck.store.setState(closeOverlay());
	const command = commands.find((each) => each.id === id);
	if (command !== undefined) run(command, { ...context, state: deck.store.getState() });
}
