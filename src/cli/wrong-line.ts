import type { CommanderError } from 'commander';
import { withoutShapes } from '../format/secret.ts';
import { withoutUserInfo } from '../nats/server-url.ts';
import type { CommandLine } from './completion/typed.ts';

/** A line that the parser refuses: its words, and what they were read as. */
interface RefusedLine extends Pick<CommandLine, 'subcommand' | 'operands'> {
	readonly argv: readonly string[];
}

/** Commander's own sentences name the argument as the code does, and not what it may be; its other codes keep their words. */
const sentences: Readonly<Record<string, (line: RefusedLine, message: string) => string>> = {
	'commander.unknownOption': (_, message) => {
		const [, option = '', suggestion = ''] =
			/^error: unknown option '([\s\S]*?)'(\n\(Did you mean .*\))?$/.exec(message) ?? [];
		return `Unknown option '${nameOf(option)}'${suggestion}`;
	},
	'commander.missingArgument': ({ subcommand }) => {
		const needed = subcommand?.arguments.find(({ name }) => name.startsWith('<'));
		const { name = '', help = '', offers } = needed ?? {};
		const values = typeof offers === 'object' ? `one of ${offers.join(', ')}` : help;
		return `${subcommand?.name} needs ${called(name)}: ${values}`;
	},
	'commander.optionMissingArgument': ({ argv }) => `${argv.at(-1)} needs a value`,
	'commander.excessArguments': ({ subcommand, operands }) => {
		if (subcommand === undefined) return `There is no subcommand "${shown(operands[0])}"`;
		const { name, arguments: taken } = subcommand;
		const names = taken.map((each) => called(each.name)).join(' ');
		return `${name} takes ${names === '' ? 'no arguments' : `only ${names}`}; "${shown(operands[taken.length])}" is one too many`;
	},
};

/** What stands in the wrong place may be secret: a URL with its password, or the value of a misspelled option. */
const shown = (word = ''): string => withoutShapes(withoutUserInfo(word));

const nameOf = (option: string): string =>
	option.startsWith('--') ? (option.split('=')[0] ?? '') : option.slice(0, 2);

/** `WHAT`, `[STREAM]`. */
const called = (name: string): string => name.replaceAll(/[<>.]/g, '').toUpperCase();

/** What is wrong with a command line, and where to read what is right. */
export function wrongLine({ code, message }: CommanderError, line: RefusedLine): string {
	const words =
		sentences[code]?.(line, message) ?? message.replace(/^error: (.)/, (_, first: string) => first.toUpperCase());
	const said = words.replaceAll('\n', ' ');
	const sentence = /[.?]$/.test(said) ? said : `${said}.`;
	const { subcommand } = line;
	return subcommand === undefined
		? `${sentence} jetdeck --help lists the subcommands and options.`
		: `${sentence} jetdeck ${subcommand.name} --help lists the arguments and options.`;
}
