import { Argument, Command, type CommanderError, Option } from 'commander';
import { parseDuration } from '../nats/duration.ts';
import { endUnknown } from './check/end-unknown.ts';
import { typedIn } from './completion/typed.ts';
import { exitsOf, wrongCommandLine } from './exit-codes.ts';
import {
	applyFrom,
	backupFrom,
	checkFrom,
	connectionOf,
	deckOf,
	demoFrom,
	eventsFrom,
	exportFrom,
	type Invocation,
	kvFrom,
	type Operands,
	type Options,
	objectFrom,
	planFrom,
	reportFrom,
	requestFrom,
	restoreFrom,
} from './invocation.ts';
import { connectionOptions, deckOptions, type OptionRow, optionsOfNats, partsOf } from './options.ts';
import { complain, writeBeforeEnd } from './outlet.ts';
import { type Shell, type Subcommand, type SubcommandName, subcommands } from './subcommands.ts';
import { wrongLine } from './wrong-line.ts';

declare const JETDECK_VERSION: string;

/** How to read each subcommand; a text if its operands do not go together. */
const readers: Readonly<Record<SubcommandName, (operands: Operands, options: Options) => Invocation | string>> = {
	demo: demoFrom,
	report: reportFrom,
	check: checkFrom,
	events: eventsFrom,
	request: requestFrom,
	plan: planFrom,
	apply: applyFrom,
	export: exportFrom,
	backup: backupFrom,
	restore: restoreFrom,
	kv: kvFrom,
	object: objectFrom,
	completion: ([shell]) => ({ kind: 'completion', shell: shell as Shell }),
	man: () => ({ kind: 'man' }),
};

/**
 * Parses the command line. Prints help, the version or an error itself and ends the process then, with 0 or 2, or 3 for a check.
 * nats/settings.ts reads the environment variables of the connection, because it knows their precedence.
 */
export function parseArguments(argv: readonly string[]): Invocation {
	let invocation: Invocation | undefined;
	const typed = typedIn([...argv, '']);
	const end = (error: CommanderError): never => {
		if (error.exitCode === 0) return process.exit(0);
		const sentence = wrongLine(error, { ...typed, argv });
		// Of a check it goes to stdout, which monitoring reads.
		if (typed.subcommand?.name === 'check') return endUnknown(sentence, typed.given.has('--json'));
		complain(sentence);
		return process.exit(wrongCommandLine);
	};
	const program = new Command('jetdeck')
		.description('The flight deck for NATS JetStream: browse streams and consumers, live, in the terminal.')
		.version(typeof JETDECK_VERSION === 'string' ? JETDECK_VERSION : 'source')
		.exitOverride(end)
		.configureOutput({
			writeOut: (text) => writeBeforeEnd(text),
			outputError: () => {},
		})
		.showSuggestionAfterError();
	const refuse: Refuse = (sentence) => program.error(sentence);
	for (const row of [...connectionOptions, ...deckOptions]) program.addOption(optionOf(row, refuse));
	for (const { name, use } of optionsOfNats) {
		program.addOption(new Option(`--${name} [value]`).hideHelp());
		program.on(`option:${name}`, () => refuse(`jetdeck has no --${name}: ${use}.`));
	}
	program.action((options) => {
		invocation = { kind: 'deck', connection: connectionOf(options), deck: deckOf(options) };
	});
	for (const [name, read] of Object.entries(readers)) {
		const command = addCommand(program, subcommands[name as SubcommandName], argv, refuse);
		command.action((...given: readonly unknown[]) => {
			const asked = read(given.slice(0, command.registeredArguments.length), command.optsWithGlobals());
			invocation = typeof asked === 'string' ? refuse(asked) : asked;
		});
	}
	program
		.command('complete', { hidden: true })
		.argument('[words...]')
		.action((words: readonly string[]) => {
			invocation = { kind: 'complete', words };
		});
	program.parse(argv, { from: 'user' });
	if (invocation === undefined) throw new Error('the command line matched no command');
	return invocation;
}

/** Ends the program: the sentence says what is wrong with a value. */
type Refuse = (sentence: string) => never;

const moreOptions = (examples: string): string => `\nAll other options of jetdeck (${examples}, …): jetdeck --help`;

function addCommand(program: Command, subcommand: Subcommand, argv: readonly string[], refuse: Refuse): Command {
	const { name, help, arguments: operands, options, shares } = subcommand;
	const command = program.command(name).description(help);
	for (const { name: operand, help: about, offers } of operands) {
		const argument = new Argument(operand, about);
		command.addArgument(
			typeof offers === 'object'
				? argument.choices(offers).argParser(oneOf(`The first argument of ${name}`, offers, refuse))
				: argument,
		);
	}
	// Only what belongs to the called subcommand is built: the rest would slow down the start.
	if (!argv.includes(name)) return command;
	for (const row of options) command.addOption(optionOf(row, refuse));
	addTable(command, 'Operations', subcommand.calls ?? []);
	const hasConnection = shares.some((row) => connectionOptions.includes(row));
	const examples = hasConnection ? '--server, --context, --timeout' : '--interval, --read-only, --no-color';
	if (shares.length > 0) command.addHelpText('after', moreOptions(examples));
	addTable(command, 'Exit codes', exitsOf(subcommand));
	return command;
}

/** Below the help, laid out as commander lays out options. */
function addTable(command: Command, title: string, rows: readonly (readonly [term: string, help: string])[]): void {
	const width = Math.max(0, ...rows.map(([term]) => term.length));
	command.addHelpText('after', () => {
		if (rows.length === 0) return '';
		const helper = command.createHelp();
		helper.prepareContext({ helpWidth: process.stdout.columns ?? 80 });
		helper.minWidthToWrap = 20;
		return ['', `${title}:`, ...rows.map(([term, help]) => helper.formatItem(term, width, help, helper))].join('\n');
	});
}

function optionOf(row: OptionRow, refuse: Refuse): Option {
	const variables = row.env === undefined ? '' : ` [${row.env.join(', ')}]`;
	const fallback = row.fallback === undefined ? '' : ` (default: ${row.fallback})`;
	const option = new Option(row.flags, `${row.help}${variables}${fallback}`);
	const name = partsOf(row).names.at(-1) ?? '';
	if (row.reads?.kind === 'count') option.argParser(wholeNumber(name, refuse, row.reads.most));
	if (row.reads?.kind === 'duration') option.argParser(durationParser(name, refuse, row.reads));
	if (row.many) option.argParser((text: string, before: readonly string[] = []) => [...before, text]);
	if (typeof row.offers === 'object') option.choices(row.offers).argParser(oneOf(name, row.offers, refuse));
	return option;
}

function durationParser(
	name: string,
	refuse: Refuse,
	{ least = 0, most = Number.POSITIVE_INFINITY }: Extract<OptionRow['reads'], { readonly kind: 'duration' }>,
): (text: string) => number {
	return (text) => {
		const parsed = parseDuration(text, name);
		if (!parsed.ok) return refuse(parsed.message);
		if (parsed.ms < least || parsed.ms > most)
			return refuse(`${name} is "${text}", but it must be from ${least}ms to ${most / 1000}s.`);
		return parsed.ms;
	};
}

function wholeNumber(name: string, refuse: Refuse, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
	return (text) => {
		const value = Number(text.replaceAll(/[_,]/g, '').replace(/%$/, ''));
		if (Number.isInteger(value) && value >= 1 && value <= most) return value;
		return refuse(`${name} is "${text}", but it must be a whole number from 1 to ${most}.`);
	};
}

function oneOf(what: string, values: readonly string[], refuse: Refuse): (text: string) => string {
	return (text) =>
		values.includes(text) ? text : refuse(`${what} is "${text}", but it must be one of ${values.join(', ')}.`);
}
