import { Argument, Command, type CommanderError, InvalidArgumentError, Option } from 'commander';
import { sanitiseLines } from '../format/sanitise.ts';
import { parseDuration } from '../nats/duration.ts';
import { endUnknown } from './check/end-unknown.ts';
import { typedIn } from './completion/typed.ts';
import { type ExitCode, wrongCommandLine } from './exit-codes.ts';
import {
	applyFrom,
	backupFrom,
	checkFrom,
	connectionOf,
	deckOf,
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
import { writeBeforeEnd } from './outlet.ts';
import { type Shell, type Subcommand, type SubcommandName, subcommands } from './subcommands.ts';

declare const JETDECK_VERSION: string;

/** How to read each subcommand; a text if its operands do not go together. */
const readers: Readonly<Record<SubcommandName, (operands: Operands, options: Options) => Invocation | string>> = {
	demo: (_, options) => ({ kind: 'demo', deck: deckOf(options) }),
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
	const { subcommand, given } = typedIn([...argv, '']);
	const isCheck = subcommand?.name === 'check';
	const end = ({ exitCode, message }: CommanderError): never => {
		if (exitCode === 0) return process.exit(0);
		return isCheck ? endUnknown(wrongSaid(message), given.has('--json')) : process.exit(wrongCommandLine);
	};
	const program = new Command('jetdeck')
		.description('The flight deck for NATS JetStream: browse streams and consumers, live, in the terminal.')
		.version(typeof JETDECK_VERSION === 'string' ? JETDECK_VERSION : 'source')
		.exitOverride(end)
		.configureOutput({
			writeOut: (text) => writeBeforeEnd(text),
			// Of a check it goes to stdout, which monitoring reads.
			outputError: (text, write) => isCheck || write(sanitiseLines(text)),
		})
		.showSuggestionAfterError();
	for (const row of [...connectionOptions, ...deckOptions]) program.addOption(optionOf(row));
	for (const { name, use } of optionsOfNats) {
		program.addOption(new Option(`--${name} [value]`).hideHelp());
		program.on(`option:${name}`, () => program.error(`error: jetdeck has no --${name}: ${use}.`));
	}
	program.action((options) => {
		invocation = { kind: 'deck', connection: connectionOf(options), deck: deckOf(options) };
	});
	for (const [name, read] of Object.entries(readers)) {
		const command = addCommand(program, subcommands[name as SubcommandName], argv);
		command.action((...given: readonly unknown[]) => {
			const asked = read(given.slice(0, command.registeredArguments.length), command.optsWithGlobals());
			invocation = typeof asked === 'string' ? command.error(`error: ${asked}`) : asked;
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

/** In one line, as a sentence. */
function wrongSaid(message: string): string {
	const said = message.replace(/^error: /, '').replaceAll('\n', ' ');
	return `${said.charAt(0).toUpperCase()}${said.slice(1)}${/[.?)]$/.test(said) ? '' : '.'} jetdeck check --help lists the arguments.`;
}

const exitCodeText = (codes: readonly ExitCode[]): string =>
	`\nExit codes:\n${codes.map(([code, meaning]) => `  ${code}\t${meaning}`).join('\n')}`;

const moreOptions = '\nAll other options of jetdeck (--server, --context, --timeout, …): jetdeck --help';

function addCommand(program: Command, subcommand: Subcommand, argv: readonly string[]): Command {
	const { name, help, arguments: operands, options, shares, exits } = subcommand;
	const command = program.command(name).description(help);
	for (const { name: operand, help: about, offers } of operands) {
		const argument = new Argument(operand, about);
		command.addArgument(typeof offers === 'object' ? argument.choices(offers) : argument);
	}
	// Only the options of the called subcommand are built: others would slow down the start.
	for (const row of argv.includes(name) ? options : []) command.addOption(optionOf(row));
	if (shares.length > 0) command.addHelpText('after', moreOptions);
	if (exits) command.addHelpText('after', exitCodeText(exits));
	return command;
}

function optionOf(row: OptionRow): Option {
	const variables = row.env === undefined ? '' : ` [${row.env.join(', ')}]`;
	const fallback = row.fallback === undefined ? '' : ` (default: ${row.fallback})`;
	const option = new Option(row.flags, `${row.help}${variables}${fallback}`);
	if (row.reads?.kind === 'count') option.argParser(wholeNumber(row.reads.most));
	if (row.reads?.kind === 'duration') option.argParser(durationParser(row, row.reads));
	if (row.many) option.argParser((text: string, before: readonly string[] = []) => [...before, text]);
	if (typeof row.offers === 'object') option.choices(row.offers);
	return option;
}

function durationParser(
	row: OptionRow,
	{ least = 0, most = Number.POSITIVE_INFINITY }: Extract<OptionRow['reads'], { readonly kind: 'duration' }>,
): (text: string) => number {
	return (text) => {
		const parsed = parseDuration(text, partsOf(row).names.at(-1) ?? '');
		if (!parsed.ok) throw new InvalidArgumentError(parsed.message);
		if (parsed.ms < least || parsed.ms > most)
			throw new InvalidArgumentError(`It must be from ${least}ms to ${most / 1000}s.`);
		return parsed.ms;
	};
}

function wholeNumber(most = Number.MAX_SAFE_INTEGER): (text: string) => number {
	return (text) => {
		const value = Number(text.replaceAll(/[_,]/g, '').replace(/%$/, ''));
		if (Number.isInteger(value) && value >= 1 && value <= most) return value;
		throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
	};
}
