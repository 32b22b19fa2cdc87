import fuzzysort from 'fuzzysort';

import { keyLabel } from '../terminal/key-name.ts';
import type { Command, CommandContext, Scope } from './command.ts';
import { streamNames } from './names.ts';
import { disabledReason } from './run.ts';
import { scopesOfView } from './scopes.ts';

/** One row of the palette. */
export interface Match {
	readonly command: Command;
	readonly argument?: string;
	/** What is drawn: `:streams [/FILTER]`, `ORDERS`. */
	readonly label: string;
	readonly hint: string;
	readonly keys: string;
	/** What `tab` makes of the line. */
	readonly completion: string;
	readonly disabled?: string;
}

const mostMatches = 50;

/**
 * What the palette offers for a line: commands of where one is and of everywhere, by alias and title, the best first; then
 * streams of that name. `streams /log` is the command `streams` with `/log`.
 */
export function paletteMatches(context: CommandContext, line: string): readonly Match[] {
	const text = line.trimStart();
	const [word = '', ...rest] = text.split(/\s+/);
	const argument = rest.join(' ').trim();
	const exact = runnable(context).find((command) => command.aliases?.includes(word));
	if (exact !== undefined && text.length > word.length) return withArgument(context, exact, word, argument);
	const found = byText(context, text.trim());
	const first = exact === undefined ? [] : [matchOf(context, exact)];
	const others = found.filter((match) => match.command !== exact);
	return [...first, ...others, ...byStreamName(context, text.trim())].slice(0, mostMatches);
}

function runnable({ state, commands }: CommandContext): readonly Command[] {
	// Also where most keys are text.
	const scopes: readonly Scope[] = [...scopesOfView(state), 'everywhere'];
	return commands.filter(
		(command) =>
			command.group !== 'move' &&
			command.id !== 'deck.palette' &&
			command.scopes.some((scope) => scopes.includes(scope)),
	);
}

function matchOf(context: CommandContext, command: Command, argument?: string): Match {
	const alias = command.aliases?.[0];
	const disabled = disabledReason(command, context);
	return {
		command,
		...(argument !== undefined && { argument }),
		label: alias === undefined ? command.title : `:${alias}${command.argument ? ` ${command.argument}` : ''}`,
		hint: alias === undefined ? '' : command.title,
		keys: command.keys.map(keyLabel).join(' '),
		completion: alias === undefined ? '' : `${alias} `,
		...(disabled !== undefined && { disabled }),
	};
}

function byText(context: CommandContext, text: string): readonly Match[] {
	const candidates = runnable(context).map((command) => ({
		match: matchOf(context, command),
		aliases: command.aliases?.join(' ') ?? '',
		title: command.title,
	}));
	if (text === '') return candidates.map(({ match }) => match).toSorted(ableFirst);
	const found = fuzzysort.go(text, candidates, { keys: ['aliases', 'title'], threshold: 0.3 });
	return found.map((result) => result.obj.match);
}

/** What cannot run now is offered too, with the reason, but last. */
function ableFirst(a: Match, b: Match): number {
	return Number(a.disabled !== undefined) - Number(b.disabled !== undefined);
}

/** With an argument begun, only its completions: names for a stream, the line itself for the rest. */
function withArgument(context: CommandContext, command: Command, word: string, argument: string): readonly Match[] {
	const asTyped: Match = {
		...matchOf(context, command, argument),
		label: `:${word} ${argument}`,
		completion: `${word} ${argument}`,
	};
	if (!command.argument?.startsWith('STREAM') || argument.includes(' ')) return [asTyped];
	const names = matchingNames(context, argument).map((name): Match => {
		const wanted = command.argument === 'STREAM' ? '' : ' ';
		return { ...matchOf(context, command, name), label: `:${word} ${name}`, completion: `${word} ${name}${wanted}` };
	});
	return names.length > 0 ? names : [asTyped];
}

function byStreamName(context: CommandContext, text: string): readonly Match[] {
	const open = context.commands.find((command) => command.id === 'name.stream');
	if (text === '' || open === undefined) return [];
	return matchingNames(context, text)
		.slice(0, 8)
		.map((name) => ({
			...matchOf(context, open, name),
			label: name,
			hint: 'Open the stream',
			completion: `stream ${name}`,
		}));
}

function matchingNames({ state }: CommandContext, text: string): readonly string[] {
	const names = streamNames(state);
	if (text === '') return names.slice(0, mostMatches);
	return fuzzysort.go(text, names as string[], { limit: mostMatches, threshold: 0.3 }).map((result) => result.target);
}
