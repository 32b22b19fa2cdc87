import { serverOfLevel } from '../jetstream/required-level.ts';
import { apiLevels, levelOf } from '../jetstream/server-features.ts';
import { open } from '../store/nav.ts';
import type { Picks } from '../store/overlay.ts';
import { toast } from '../store/toast.ts';
import { choose } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { selection } from './selection.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		downgrade: { readonly level: number };
	}
}

/** What an older server could not open. */
export const downgradeCommands: readonly Command[] = [
	{
		id: 'go.downgrade',
		title: 'Check for a downgrade',
		more: 'what needs a newer server',
		keys: [],
		scopes: ['everywhere'],
		group: 'go',
		aliases: ['downgrade'],
		argument: '[LEVEL]',
		run: (context, argument = '') => {
			const level = levelIn(argument.trim());
			if (argument.trim() === '') offerLevels(context);
			else if (level !== undefined) showDowngrade(context, { level });
			else
				toast(
					context.deck.store,
					'warn',
					`“${argument.trim()}” is neither an API level such as 1 nor a version such as 2.11.`,
				);
		},
	},
	{
		id: 'downgrade.open',
		title: 'Open stream or consumer',
		short: 'open',
		keys: ['enter', 'l', 'right', 'd'],
		scopes: ['downgrade'],
		group: 'go',
		rank: 100,
		disabled: ({ state }) => (selection(state).stream === undefined ? 'The list is empty.' : undefined),
		run: ({ deck, state }) => {
			const { stream, consumer } = selection(state);
			if (stream === undefined) return;
			const pane = 'overview';
			deck.store.setState(
				open(
					state,
					consumer === undefined ? { kind: 'stream', stream, pane } : { kind: 'consumer', stream, consumer, pane },
				),
			);
		},
	},
];

export function showDowngrade({ deck, state }: CommandContext, { level }: Picks['downgrade']): void {
	deck.store.setState(open(state, { kind: 'downgrade', level }));
}

/** An API level, or that of a version. */
function levelIn(text: string): number | undefined {
	if (/^\d{1,3}$/.test(text)) return Number(text);
	return /^v?\d+\.\d+(\.\d+)?$/.test(text) ? levelOf(text) : undefined;
}

function offerLevels(context: CommandContext): void {
	const { apiLevel = apiLevels.at(-1) ?? 0 } = context.state.features;
	const older = apiLevels.filter((level) => level < apiLevel || level === 0).toReversed();
	choose(
		context,
		'Downgrade to which API level?',
		older.map((level) => ({ label: String(level), detail: serverOfLevel(level), pick: { kind: 'downgrade', level } })),
	);
}
