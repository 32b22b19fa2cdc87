import fuzzysort from 'fuzzysort';
import { lineParts } from '../console/syntax.ts';
import { keyLabel } from '../terminal/key-name.ts';
import type { Scope } from '../views/scope.ts';
import { type Command, type CommandContext, groups, titleInFull } from './command.ts';
import { commandIn, type KeyIndex, keyIndex } from './key-index.ts';
import { threshold } from './known-names.ts';
import { disabledReason } from './run.ts';
import { scopesOfView } from './scopes.ts';

/** One row of the help: a heading, a command, or something that can be typed. */
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
	take: 'Copy and save',
	change: 'Change',
	look: 'Look',
	deck: 'Deck',
};

/**
 * The keys of the view under the help, by group; also those that cannot run now, with the reason. A key that a more
 * particular command took over is left out; a command that has none left is called by its name.
 */
export function helpRows(context: CommandContext): readonly HelpRow[] {
	const scopes = scopesOfView(context.state);
	const index = keyIndex(context.commands);
	const here = context.commands.filter((command) => command.scopes.some((scope) => scopes.includes(scope)));
	const typed = scopes.includes('console-line') ? lineRows : [];
	const keys = groups.flatMap((group) => {
		const rows = here.flatMap((command) => {
			if (command.group !== group) return [];
			const calls = callsOf(command, index, scopes);
			return calls === '' ? [] : [rowOf(command, calls, context)];
		});
		return rows.length === 0 ? [] : [{ heading: headings[group], keys: '', title: headings[group] }, ...rows];
	});
	return [...typed, ...keys];
}

/** Rows that match a text, the best first: by key, or by title. Without a text all, with their headings. */
export function matchingHelp(rows: readonly HelpRow[], text: string): readonly HelpRow[] {
	const typed = text.trim();
	if (typed === '') return rows;
	const begun = typed.toLowerCase();
	const those = rows.filter(({ heading }) => heading === undefined);
	const scores = new Map(fuzzysort.go(typed, those, { key: 'title', threshold }).map(({ obj, score }) => [obj, score]));
	return those
		.flatMap((row) => {
			const { keys, title } = row;
			const score = scores.get(row) ?? 0;
			if (keys.split(' ').includes(typed)) return [{ row, rank: 0, score }];
			if (`${keys} ${title}`.toLowerCase().includes(begun)) return [{ row, rank: 1, score }];
			return scores.has(row) ? [{ row, rank: 2, score }] : [];
		})
		.toSorted((a, b) => a.rank - b.rank || b.score - a.score)
		.map(({ row }) => row);
}

/** The parts of a console line, which no key lists. */
const lineRows: readonly HelpRow[] = [
	{ heading: 'The line', keys: '', title: 'The line' },
	...lineParts.map(({ typed, means }): HelpRow => ({ keys: typed, title: means })),
];

/** How a command is called in these scopes: its keys, or else its name, where it ever had a key or changes something. */
function callsOf({ id, keys, group, aliases }: Command, index: KeyIndex, scopes: readonly Scope[]): string {
	const own = keys.filter((key) => commandIn(index, scopes, key)?.id === id);
	if (own.length > 0) return own.map(keyLabel).join(' ');
	const name = aliases?.[0];
	return name !== undefined && (keys.length > 0 || group === 'change') ? `:${name}` : '';
}

function rowOf(command: Command, keys: string, context: CommandContext): HelpRow {
	const disabled = disabledReason(command, context);
	return { command, keys, title: titleInFull(command), ...(disabled !== undefined && { disabled }) };
}
