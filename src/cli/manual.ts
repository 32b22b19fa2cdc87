import { commands } from '../commands/all.ts';
import { type Command, groups, titleInFull } from '../commands/command.ts';
import { scopes } from '../views/scope.ts';
import { exitCodeRows } from './exit-codes.ts';
import { connectionOptions, deckOptions, type OptionRow, partsOf } from './options.ts';
import { bold, entry, italic, paragraphs, roff, section } from './roff.ts';
import { allSubcommands, type Subcommand } from './subcommands.ts';

type Row = readonly [name: string, help: string];

/** Environment variables that no option replaces. */
const variables: readonly Row[] = [
	['JETDECK_NATS_SERVER', 'the nats-server that jetdeck demo starts'],
	['VISUAL, EDITOR', 'the editor for configurations and for lines of the console'],
	['INK_SCREEN_READER', 'true prints linear text on the normal screen'],
	['XDG_CONFIG_HOME', 'in place of ~/.config'],
	['XDG_STATE_HOME', 'in place of ~/.local/state'],
	['XDG_CACHE_HOME', 'in place of ~/.cache'],
];

const files: readonly Row[] = [
	['~/.config/nats/context/*.json', 'contexts of the nats CLI; jetdeck only reads them'],
	['~/.local/state/jetdeck/journal.jsonl', 'every change, written before it is sent'],
	['~/.local/state/jetdeck/history', 'lines of the console'],
	['~/.cache/jetdeck', 'nats-servers for the demo, and compiled code'],
];

const examples: readonly Row[] = [
	['jetdeck demo', 'opens a small shop on a server of its own'],
	['jetdeck --context prod --read-only', 'shows an account and changes nothing'],
	['jetdeck report consumers ORDERS', 'prints the consumers of a stream'],
	['jetdeck check --context prod', 'says what is wrong in the account, for monitoring'],
	["jetdeck request '$JS.API.STREAM.INFO.ORDERS' | jq .state", 'sends one request'],
	['source <(jetdeck completion bash)', 'completes options and names in this shell'],
];

/** The manual page, in roff for man(7). */
export function manualPage(): string {
	return [
		'.\\" Written from the tables of options, subcommands and commands.',
		'.TH JETDECK 1 "" jetdeck',
		'.nh',
		'.ad l',
		...section('NAME', 'jetdeck \\- the flight deck for NATS JetStream'),
		...section('SYNOPSIS', '.nf', ...synopsis.map(([call]) => bold(call)), '.fi'),
		...section(
			'DESCRIPTION',
			...paragraphs(
				'jetdeck is a full-screen terminal program for NATS JetStream. It shows the streams and consumers of an account live, shows what is wrong, changes them safely, and always shows the $JS.API request behind a change.',
				'Without a subcommand it opens the context that the nats CLI has selected. On the screen ? lists the keys that work where you are, and q quits.',
			),
		),
		...section('SUBCOMMANDS', ...allSubcommands.flatMap(subcommandText)),
		...section('OPTIONS', ...[...connectionOptions, ...deckOptions].flatMap(optionText)),
		...section('KEYS', ...screens.flatMap(keysOf)),
		...section('EXIT STATUS', ...rowsText(exitCodeRows)),
		...section('ENVIRONMENT', ...rowsText([...variablesOfOptions(), ...variables])),
		...section('FILES', ...rowsText(files)),
		...section('EXAMPLES', ...rowsText(examples)),
		...section('SEE ALSO', `${bold('nats')}(1), ${bold('nats-server')}(8)`),
		'',
	].join('\n');
}

/** How to call jetdeck, and what that does: a row for the deck and for each subcommand. */
const synopsis: readonly Row[] = [
	['jetdeck [OPTIONS]', 'open an account on the whole screen'],
	...allSubcommands.map((subcommand): Row => [callOf(subcommand), subcommand.help]),
];

/** The calls of docs/cli.md, in Markdown. */
export function synopsisTable(): string {
	const rows = synopsis.map(([call, help]) => [`\`${call}\``, help].map((cell) => cell.replaceAll('|', '\\|')));
	return ['| command line | what it does |', '|---|---|', ...rows.map(([call, help]) => `| ${call} | ${help} |`)].join(
		'\n',
	);
}

/** `jetdeck report [WHAT] [STREAM] [OPTIONS]` */
function callOf({ name, arguments: operands, options, shares }: Subcommand): string {
	const words = operands.map(({ name: operand, offers }) => {
		const word = typeof offers === 'object' ? offers.join('|') : operand.replaceAll(/[<>[\]]/g, '').toUpperCase();
		return operand.startsWith('[') ? `[${word}]` : word;
	});
	return ['jetdeck', name, ...words, ...(options.length + shares.length > 0 ? ['[OPTIONS]'] : [])].join(' ');
}

function subcommandText(subcommand: Subcommand): readonly string[] {
	const inner = [
		...subcommand.arguments.flatMap(({ name, help }) =>
			entry(italic(name.replaceAll(/[<>[\].]/g, '').toUpperCase()), roff(help)),
		),
		...rowsText(subcommand.calls ?? []),
		...subcommand.options.flatMap(optionText),
	];
	const text = entry(bold(callOf(subcommand).replace('jetdeck ', '')), roff(subcommand.help));
	return inner.length === 0 ? text : [...text, '.RS', ...inner, '.RE'];
}

function optionText(row: OptionRow): readonly string[] {
	const { names, value } = partsOf(row);
	const term = names.map(bold).join(', ') + (value === undefined ? '' : ` ${italic(value)}`);
	const more = [
		...(row.fallback === undefined ? [] : [`default: ${row.fallback}`]),
		...(row.env === undefined ? [] : [`variable: ${row.env.join(', ')}`]),
	];
	return entry(term, roff(row.help + (more.length === 0 ? '' : ` (${more.join('; ')})`)));
}

/** Places as the table of scopes names them, each once. */
const screens = [...new Set(Object.values(scopes))];

function keysOf(screen: string): readonly string[] {
	const there = commands.filter((command) => command.scopes.some((scope) => scopes[scope] === screen));
	const rows = groups.flatMap((group) => there.filter((command) => command.group === group)).flatMap(keyText);
	return rows.length === 0 ? [] : [`.SS ${roff(screen.charAt(0).toUpperCase() + screen.slice(1))}`, ...rows];
}

function keyText(command: Command): readonly string[] {
	const { keys, aliases, argument } = command;
	const words = [
		...keys.map(bold),
		...(aliases ?? []).map((alias) => bold(`:${alias}`) + (argument ? ` ${italic(argument)}` : '')),
	];
	return words.length === 0 ? [] : entry(words.join(', '), roff(titleInFull(command)));
}

const rowsText = (rows: readonly Row[]): readonly string[] =>
	rows.flatMap(([name, help]) => entry(bold(name), roff(help)));

const variablesOfOptions = (): readonly Row[] =>
	[...connectionOptions, ...deckOptions].flatMap((row) =>
		(row.env ?? []).map((name): Row => [name, `as ${partsOf(row).names.join(', ')}`]),
	);
