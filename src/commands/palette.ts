import fuzzysort from 'fuzzysort';
import { count } from '../format/integer.ts';
import type { Palette } from '../store/overlay.ts';
import type { DeckState } from '../store/state.ts';
import { keyLabel } from '../terminal/key-name.ts';
import type { Scope } from '../views/scope.ts';
import { type Command, type CommandContext, titleInFull } from './command.ts';
import {
	bucketsLike,
	consumersCalled,
	type KnownName,
	mostLike,
	namesLike,
	streamsLike,
	threshold,
} from './known-names.ts';
import { streamNames } from './names.ts';
import { disabledReason } from './run.ts';
import { scopesOfView } from './scopes.ts';
import { selection } from './selection.ts';

/** One row of the palette. */
export interface Match {
	/** Unlike that of any other row. */
	readonly id: string;
	readonly command: Command;
	readonly argument?: string;
	/** What is drawn: `:streams [/FILTER]`, `ORDERS`. */
	readonly label: string;
	readonly hint: string;
	readonly keys: string;
	/** What `tab` makes of the line. */
	readonly completion: string;
	readonly disabled?: string;
	/** It runs only by its whole name, or where the cursor was put on it. */
	readonly isGuarded: boolean;
}

interface Ranked {
	readonly match: Match;
	readonly rank: number;
	readonly score: number;
}

/**
 * In this order. A command that is typed whole comes first, also where a stream is called like it: that one is the next row. A part
 * of a name never comes before a whole one; what changes something comes after what does not.
 */
const ranks = { command: 0, stream: 1, name: 2, begin: 3, guardedBegin: 4, like: 5, guarded: 6 } as const;

/** Names among commands: of more, the last row leads to the list of all. */
const mostNames = 8;

/**
 * What the palette offers for a line: commands of where one is and of everywhere, by alias and title, and streams and
 * consumers by name, the best first. `streams /log` is the command `streams` with `/log`.
 */
export function paletteMatches(context: CommandContext, line: string): readonly Match[] {
	const text = line.trimStart();
	const [word = '', ...rest] = text.split(/\s+/);
	const exact = runnable(context).find((command) => command.aliases?.includes(word));
	if (exact !== undefined && text.length > word.length)
		return withArgument(context, exact, word, rest.join(' ').trimStart());
	const found = [...commandsLike(context, text.trim()), ...namedLike(context, text.trim())];
	const matches = found.toSorted((a, b) => a.rank - b.rank || b.score - a.score).map(({ match }) => match);
	return [...matches, ...otherStreams(context, text.trim(), mostNames)];
}

/**
 * Place of the row under the cursor; -1 for none, where what was typed could only begin the name of what changes something.
 */
export function selectedMatch(matches: readonly Match[], { chosen }: Palette): number {
	if (chosen !== undefined) return matches.findIndex(({ id }) => id === chosen);
	return matches[0]?.isGuarded === false ? 0 : -1;
}

/** Whether only its whole name runs it: nobody changes anything by two letters. */
export function isGuarded({ group, wholeName }: Command): boolean {
	return group === 'change' || wholeName === true;
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
		id: `${command.id} ${argument ?? ''}`,
		command,
		...(argument !== undefined && { argument }),
		label: alias === undefined ? command.title : `:${alias}${command.argument ? ` ${command.argument}` : ''}`,
		hint: alias === undefined ? '' : command.title,
		keys: command.keys.map(keyLabel).join(' '),
		completion: alias === undefined ? '' : `${alias} `,
		isGuarded: false,
		...(disabled !== undefined && { disabled }),
	};
}

function commandsLike(context: CommandContext, text: string): readonly Ranked[] {
	const candidates = runnable(context).map((command) => ({
		command,
		match: { ...matchOf(context, command), isGuarded: isGuarded(command) },
		aliases: command.aliases?.join(' ') ?? '',
		title: titleInFull(command),
	}));
	// What cannot run now is offered too, with the reason, but last.
	if (text === '')
		return candidates.map(({ match }) => ({ match, rank: match.disabled === undefined ? 0 : 1, score: 0 }));
	const exact = candidates.filter(({ command }) => command.aliases?.includes(text));
	const begun = text.toLowerCase();
	const found = fuzzysort.go(text, candidates, { keys: ['aliases', 'title'], threshold });
	// fuzzysort does not keep the order of equal matches: the table's order is restored.
	const scores = new Map(found.map(({ obj, score }) => [obj, score]));
	const like = candidates.flatMap((candidate): readonly Ranked[] => {
		const score = scores.get(candidate);
		if (score === undefined || exact.includes(candidate)) return [];
		const { command, match } = candidate;
		const begins = command.aliases?.some((name) => name.startsWith(begun)) ?? false;
		const [free, guarded] = begins ? [ranks.begin, ranks.guardedBegin] : [ranks.like, ranks.guarded];
		return [{ match, rank: match.isGuarded ? guarded : free, score }];
	});
	return [
		...exact.map(({ match }) => ({ match: { ...match, isGuarded: false }, rank: ranks.command, score: 1 })),
		...like,
	];
}

/** Streams, which buckets are too, and consumers. */
function namedLike(context: CommandContext, text: string): readonly Ranked[] {
	if (text === '') return [];
	return namesLike(context.state, text, mostNames).flatMap((known) => {
		const match = nameMatch(context, known);
		return match === undefined ? [] : [{ match, rank: rankOf(known), score: known.score }];
	});
}

function rankOf({ kind, fit }: KnownName): number {
	if (fit === 'exact') return kind === 'stream' ? ranks.stream : ranks.name;
	return fit === 'same' ? ranks.name : fit === 'begins' ? ranks.begin : ranks.like;
}

function nameMatch(context: CommandContext, { kind, name, argument }: KnownName): Match | undefined {
	const command = context.commands.find(({ id }) => id === `name.${kind}`);
	if (command === undefined) return undefined;
	const hint = kind === 'stream' ? 'Open the stream' : `Open the consumer of ${argument.split(' ')[0]}`;
	return { ...matchOf(context, command, argument), label: name, hint, completion: `${kind} ${argument}` };
}

/**
 * With an argument begun, only its completions: names for a stream or a consumer, the line itself for the rest.
 * @param begun with the blank behind a first name, after which a second one is wanted
 */
function withArgument(context: CommandContext, command: Command, word: string, begun: string): readonly Match[] {
	const argument = begun.trimEnd();
	const asTyped: Match = {
		...matchOf(context, command, argument),
		label: `:${word} ${argument}`.trimEnd(),
		completion: `${word} ${argument}`,
	};
	if (command.argument === undefined && argument !== '')
		return [{ ...asTyped, disabled: noArgument(context, word, argument) }];
	const completed = completedArguments(context, command, begun).map(
		({ name, rest }): Match => ({
			...matchOf(context, command, name),
			label: `:${word} ${name}`,
			completion: `${word} ${name}${rest}`,
		}),
	);
	if (completed.length === 0) return [asTyped];
	const isStream = command.completes?.[0] === 'stream' && !begun.includes(' ');
	return isStream ? [...completed, ...otherStreams(context, argument, mostLike)] : completed;
}

/** Where more streams are like `text` than are offered: what lists all of them. */
function otherStreams(context: CommandContext, text: string, offered: number): readonly Match[] {
	const names = streamNames(context.state);
	const total = text === '' ? 0 : streamsLike(names, text).total;
	const list = context.commands.find(({ id }) => id === 'go.streams');
	if (total <= offered || list === undefined) return [];
	const filter = `/-f ${text}`;
	const label = `… all ${count(total)} streams like it`;
	return [{ ...matchOf(context, list, filter), label, hint: `:streams ${filter}`, completion: `streams ${filter}` }];
}

/** After a command that acts on the selected row, a name would look like its target. */
function noArgument({ state }: CommandContext, word: string, argument: string): string {
	const { stream, consumer = stream } = selection(state);
	const acted = consumer === undefined ? '' : ` and acts on what is selected, ${consumer}`;
	return `:${word} takes no argument${acted}: leave “${argument}” out, or open it first.`;
}

/** `rest`: what more has to follow. */
interface Completed {
	readonly name: string;
	readonly rest: string;
}

function completedArguments({ state }: CommandContext, { completes }: Command, argument: string): readonly Completed[] {
	if (completes === undefined) return [];
	const [stream = '', consumer] = argument.split(' ');
	if (completes[0] === 'bucket') return completedBuckets(state, completes.length, argument);
	if (completes.length > 1 && consumer !== undefined)
		return consumersCalled(state, stream, consumer, mostLike).map((name) => ({
			name: `${stream} ${name}`,
			rest: '',
		}));
	if (argument.includes(' ')) return [];
	const rest = completes.length > 1 ? ' ' : '';
	return namesLike(state, argument, mostLike)
		.filter(({ kind }) => kind === 'stream')
		.map(({ name }) => ({ name, rest }));
}

/** The last of the words is completed, unless it is one too many. */
function completedBuckets(state: DeckState, most: number, argument: string): readonly Completed[] {
	const before = argument.split(' ').slice(0, -1);
	const begun = argument.split(' ').at(-1) ?? '';
	if (before.length >= most) return [];
	const rest = before.length + 1 < most ? ' ' : '';
	return bucketsLike(state, begun, mostLike)
		.filter((bucket) => !before.includes(bucket))
		.map((bucket) => ({ name: [...before, bucket].join(' '), rest }));
}
