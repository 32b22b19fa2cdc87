import { keyLabel } from '../terminal/key-name.ts';
import { type Command, type CommandContext, groups } from './command.ts';
import { disabledReason } from './run.ts';
import { scopesOfView } from './scopes.ts';

/** One row of the help: a heading, or a command. */
export interface HelpRow {
	readonly heading?: string;
	readonly command?: Command;
	readonly keys: string;
	readonly title: string;
	readonly disabled?: string;
}

const headings: Readonly<Record<(typeof groups)[number], string>> = {
	go: 'Go',
	list: 'List',
	move: 'Move',
	take: 'Take away',
	change: 'Change',
	look: 'Look',
	deck: 'Deck',
};

/** The keys of the view under the help, by group; also those that cannot run now, with the reason. */
export function helpRows(context: CommandContext): readonly HelpRow[] {
	const here = commandsOfView(context);
	return groups.flatMap((group) => {
		const rows = here.filter((command) => command.group === group && (command.keys.length > 0 || group === 'change'));
		if (rows.length === 0) return [];
		return [
			{ heading: headings[group], keys: '', title: headings[group] },
			...rows.map((command) => rowOf(command, context)),
		];
	});
}

function commandsOfView({ state, commands }: CommandContext): readonly Command[] {
	const scopes = scopesOfView(state);
	return commands.filter((command) => command.scopes.some((scope) => scopes.includes(scope)));
}

function rowOf(command: Command, context: CommandContext): HelpRow {
	const disabled = disabledReason(command, context);
	return {
		command,
		keys: command.keys.map(keyLabel).join(' ') || `:${command.aliases?.[0] ?? ''}`,
		title: command.title,
		...(disabled !== undefined && { disabled }),
	};
}
