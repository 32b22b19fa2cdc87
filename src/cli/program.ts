import { Command, InvalidArgumentError, Option } from 'commander';
import { sanitiseLines } from '../format/sanitise.ts';
import { parseDuration } from '../nats/duration.ts';
import type { ConnectionOptions } from '../nats/settings.ts';
import { defaultLagLimits } from '../store/lag-limits.ts';
import type { LagLimits } from '../store/state.ts';
import { exitCodes } from './exit-codes.ts';
import type { ApplyChoices, PlanChoices } from './folder/folder-choices.ts';
import {
	applyOptions,
	connectionOptions,
	deckOptions,
	type OptionRow,
	planOptions,
	reportOptions,
	requestOptions,
} from './options.ts';
import { writeBeforeEnd } from './outlet.ts';
import { type ReportChoices, reportSubjects } from './report-of.ts';
import type { RequestChoices } from './request-line.ts';

declare const JETDECK_VERSION: string;

export interface DeckChoices {
	/** Milliseconds. */
	readonly intervalMs: number;
	readonly readOnly: boolean;
	readonly color: boolean;
	/** When a consumer counts as behind or stuck. */
	readonly lagLimits: LagLimits;
}

/** What the command line asks for. */
export type Invocation =
	| { readonly kind: 'deck'; readonly connection: ConnectionOptions; readonly deck: DeckChoices }
	| { readonly kind: 'demo'; readonly deck: DeckChoices }
	| { readonly kind: 'plan'; readonly connection: ConnectionOptions; readonly plan: PlanChoices }
	| { readonly kind: 'apply'; readonly connection: ConnectionOptions; readonly apply: ApplyChoices }
	| { readonly kind: 'report'; readonly connection: ConnectionOptions; readonly report: ReportChoices }
	| { readonly kind: 'request'; readonly connection: ConnectionOptions; readonly request: RequestChoices };

/**
 * Reads the command line. Prints help, the version or what is wrong by itself and ends the process then, with 0 or 2.
 * Environment variables of the connection are not read here but in nats/settings.ts, where their precedence is.
 */
export function parseArguments(argv: readonly string[]): Invocation {
	let invocation: Invocation | undefined;
	const program = new Command('jetdeck')
		.description('The flight deck for NATS JetStream: browse streams and consumers, live, in the terminal.')
		.version(typeof JETDECK_VERSION === 'string' ? JETDECK_VERSION : 'source')
		.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
		.configureOutput({ writeOut: writeBeforeEnd, outputError: (text, write) => write(sanitiseLines(text)) })
		.showSuggestionAfterError();
	for (const row of [...connectionOptions, ...deckOptions]) program.addOption(optionOf(row));
	program.action((options) => {
		invocation = { kind: 'deck', connection: connectionOf(options), deck: deckOf(options) };
	});
	program
		.command('demo')
		.description('open the deck on an embedded nats-server with sample data; without a terminal print it')
		.action((_, command: Command) => {
			invocation = { kind: 'demo', deck: deckOf(command.optsWithGlobals()) };
		});
	const report = program
		.command('report')
		.description('print the account, the streams, the consumers or one stream, without a screen')
		.argument('[what]', `one of ${reportSubjects.join(', ')}`, reportSubject, 'account')
		.argument('[stream]', 'the stream, for stream and consumers');
	report.addHelpText('after', exitCodeText);
	for (const row of reportOptions) report.addOption(optionOf(row));
	report.action((what: ReportChoices['what'], stream: string | undefined, _, command: Command) => {
		const options = command.optsWithGlobals();
		if (what === 'stream' && stream === undefined) report.error('error: report stream needs the name of the stream');
		const choices = { what, ...(stream !== undefined && { stream }), json: options.json === true };
		invocation = { kind: 'report', connection: connectionOf(options), report: choices };
	});
	const take = (asked: Invocation): void => {
		invocation = asked;
	};
	addRequest(program, take);
	addPlan(program, take);
	addApply(program, take);
	program.parse(argv, { from: 'user' });
	if (invocation === undefined) throw new Error('the command line matched no command');
	return invocation;
}

const exitCodeText = `\nExit codes:\n${exitCodes.map(([code, meaning]) => `  ${code}\t${meaning}`).join('\n')}`;

const moreOptions = '\nAll other options of jetdeck (--server, --context, --timeout, --read-only, …): jetdeck --help';

function addRequest(program: Command, take: (asked: Invocation) => void): void {
	const request = program
		.command('request')
		.description('send one request of the API, or to any subject, without a screen: the reply goes to stdout')
		.argument('<subject>', 'such as $JS.API.INFO; the words of the technical preview are understood too')
		.argument('[payload]', 'the payload; - reads standard input, @file a file')
		.addHelpText('after', moreOptions)
		.addHelpText('after', exitCodeText);
	for (const row of requestOptions) request.addOption(optionOf(row));
	request.action((subject: string, payload: string | undefined, _, command: Command) => {
		const options = command.optsWithGlobals();
		take({
			kind: 'request',
			connection: connectionOf(options),
			request: {
				subject,
				...(payload !== undefined && { payload }),
				headers: (options.header as readonly string[] | undefined) ?? [],
				...(options.replies !== undefined && { replies: String(options.replies) }),
				raw: options.raw === true,
				yes: options.yes === true,
				journal: options.journal !== false,
				asPreview: options.asPreview === true,
				readOnly: options.readOnly === true,
			},
		});
	});
}

function addPlan(program: Command, take: (asked: Invocation) => void): void {
	const plan = program
		.command('plan')
		.description('say what would make the server be as configuration files say: JSON, YAML, or folders of them')
		.argument('<path...>', 'files and folders')
		.addHelpText('after', moreOptions)
		.addHelpText('after', exitCodeText);
	for (const row of planOptions) plan.addOption(optionOf(row));
	plan.action((paths: readonly string[], _, command: Command) => {
		const options = command.optsWithGlobals();
		take({ kind: 'plan', connection: connectionOf(options), plan: planOf(paths, options) });
	});
}

function addApply(program: Command, take: (asked: Invocation) => void): void {
	const apply = program
		.command('apply')
		.description('make the server be as configuration files say; asks first on a terminal')
		.argument('<path...>', 'files and folders')
		.addHelpText('after', moreOptions)
		.addHelpText('after', exitCodeText);
	for (const row of [...planOptions, ...applyOptions]) apply.addOption(optionOf(row));
	apply.action((paths: readonly string[], _, command: Command) => {
		const options = command.optsWithGlobals();
		const choices: ApplyChoices = {
			...planOf(paths, options),
			yes: options.yes === true,
			allowLoss: options.allowLoss === true,
			...(typeof options.delete === 'number' && { deletions: options.delete }),
			journal: options.journal !== false,
			readOnly: options.readOnly === true,
		};
		take({ kind: 'apply', connection: connectionOf(options), apply: choices });
	});
}

function planOf(paths: readonly string[], options: Readonly<Record<string, unknown>>): PlanChoices {
	const named = (options.pruneAlso as readonly string[] | undefined) ?? [];
	const folder = { merge: options.merge === true, prune: options.prune === true || named.length > 0, named };
	return { paths, folder, json: options.json === true };
}

function optionOf(row: OptionRow): Option {
	const variables = row.env === undefined ? '' : ` [${row.env.join(', ')}]`;
	const fallback = row.fallback === undefined ? '' : ` (default: ${row.fallback})`;
	const option = new Option(row.flags, `${row.help}${variables}${fallback}`);
	if (/<(messages|percent|count)>/.test(row.flags))
		option.argParser(wholeNumber(row.flags.includes('percent') ? 100 : undefined));
	if (/<header>|<stream>/.test(row.flags))
		option.argParser((text: string, before: readonly string[] = []) => [...before, text]);
	if (/<dialect>/.test(row.flags)) option.choices(['auto', 'current', 'preview']);
	if (/<duration>/.test(row.flags)) option.argParser(durationParser(row.flags.split(' ')[0] ?? ''));
	return option;
}

function durationParser(name: string): (text: string) => number {
	return (text) => {
		const parsed = parseDuration(text, name);
		if (!parsed.ok) throw new InvalidArgumentError(parsed.message);
		if (name === '--interval' && (parsed.ms < 500 || parsed.ms > 60_000)) {
			throw new InvalidArgumentError('It must be from 500ms to 60s.');
		}
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

function numberOr(value: unknown, otherwise: number): number {
	return typeof value === 'number' ? value : otherwise;
}

function reportSubject(text: string): string {
	if ((reportSubjects as readonly string[]).includes(text)) return text;
	throw new InvalidArgumentError(`It must be one of ${reportSubjects.join(', ')}.`);
}

const connectionKeys = [
	'server',
	'context',
	'creds',
	'nkey',
	'user',
	'password',
	'token',
	'tlscert',
	'tlskey',
	'tlsca',
	'tlsfirst',
	'jsDomain',
	'jsApiPrefix',
	'inboxPrefix',
	'dialect',
	'timeout',
] as const satisfies readonly (keyof ConnectionOptions)[];

function connectionOf(options: Readonly<Record<string, unknown>>): ConnectionOptions {
	const production = productionWords(options.production ?? process.env.JETDECK_PRODUCTION);
	return {
		...Object.fromEntries(connectionKeys.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]]))),
		...(production !== undefined && { production }),
	};
}

/** Whole words, in any letter case. */
function productionWords(given: unknown): RegExp | undefined {
	const words = typeof given === 'string' ? given.split(',').map((word) => word.trim()) : [];
	const escaped = words.filter((word) => word !== '').map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
	return escaped.length === 0 ? undefined : new RegExp(`(?<!\\w)(${escaped.join('|')})(?!\\w)`, 'i');
}

function deckOf(options: Readonly<Record<string, unknown>>): DeckChoices {
	return {
		intervalMs: numberOr(options.interval, 2000),
		readOnly: options.readOnly === true,
		color: options.color !== false,
		lagLimits: {
			pending: numberOr(options.lagPending, defaultLagLimits.pending),
			ackPending: numberOr(options.lagAckPending, defaultLagLimits.ackPending * 100) / 100,
			idleMs: numberOr(options.lagIdle, defaultLagLimits.idleMs),
		},
	};
}
