import { reportNames } from '../views/reports.ts';
import { callsOf } from './bucket-line.ts';
import { checkNames } from './check/check-names.ts';
import { kvActions } from './kv/kv-line.ts';
import { objectActions } from './objects/object-line.ts';
import { connectionOptions, deckOptions, type OptionRow } from './options.ts';
import {
	applyOptions,
	backupOptions,
	checkOptions,
	eventsOptions,
	exportOptions,
	kvOptions,
	objectOptions,
	planOptions,
	reportOptions,
	requestOptions,
	restoreOptions,
} from './subcommand-options.ts';

/** What shells complete for an argument; names of the account are requested from the server. */
export type Offered = readonly string[] | 'file' | 'stream' | 'consumer' | 'subject' | 'backup' | 'key' | 'object';

export interface ArgumentRow {
	/** As in `--help`: `<subject>`, `<path...>` for several, or `[stream]` if optional. */
	readonly name: string;
	readonly help: string;
	readonly offers?: Offered;
}

/** A subcommand. The parser, `--help`, the completions and the manual are made from these rows. */
export interface Subcommand {
	readonly name: string;
	readonly help: string;
	readonly arguments: readonly ArgumentRow[];
	/** Its own options. */
	readonly options: readonly OptionRow[];
	/** Options of jetdeck that it uses. */
	readonly shares: readonly OptionRow[];
	/** How to call it, where its first argument decides that. */
	readonly calls?: readonly (readonly [call: string, help: string])[];
	/** Its `--help` lists exit codes: the usual ones, or those of monitoring plugins. */
	readonly exits?: 'usual' | 'check';
}

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const lagOptions = deckOptions.filter(({ flags }) => flags.startsWith('--lag-'));
const readOnly = deckOptions.filter(({ flags }) => flags === '--read-only');
const journalValues = deckOptions.filter(({ flags }) => flags === '--journal-values');

export const subcommands = {
	demo: {
		name: 'demo',
		help: 'open an embedded nats-server with sample data; without a terminal print its screens',
		arguments: [],
		options: [],
		shares: deckOptions,
	},
	report: {
		name: 'report',
		help: 'print the account, its streams or consumers, or one stream, without a screen',
		arguments: [
			{ name: '[what]', help: 'what to print; without it the account', offers: reportNames },
			{ name: '[stream]', help: 'the stream, for stream and consumers', offers: 'stream' },
		],
		options: reportOptions,
		shares: connectionOptions,
		exits: 'usual',
	},
	check: {
		name: 'check',
		help: 'print what is wrong, for monitoring: exit code 0 ok, 1 warning, 2 critical, 3 unknown',
		arguments: [
			{ name: '[what]', help: 'what to check; without it the account with everything in it', offers: checkNames },
			{ name: '[stream]', help: 'the stream, for stream and consumer', offers: 'stream' },
			{ name: '[consumer]', help: 'the consumer, for consumer', offers: 'consumer' },
		],
		options: checkOptions,
		shares: [...connectionOptions, ...lagOptions],
		exits: 'check',
	},
	events: {
		name: 'events',
		help: 'print events as they happen, one line each, until ctrl-c: changes, who made them, elections, losses',
		arguments: [],
		options: eventsOptions,
		shares: connectionOptions,
		exits: 'usual',
	},
	request: {
		name: 'request',
		help: 'send one request to the API or any subject, without a screen, and print the reply to stdout',
		arguments: [
			{
				name: '<subject>',
				help: 'such as $JS.API.INFO; requests of the technical preview work too',
				offers: 'subject',
			},
			{ name: '[payload]', help: 'the payload; - reads standard input, @file a file' },
		],
		options: requestOptions,
		shares: [...connectionOptions, ...readOnly],
		exits: 'usual',
	},
	plan: {
		name: 'plan',
		help: 'show the changes that bring a server to configuration files: JSON, YAML, or folders of them',
		arguments: [{ name: '<path...>', help: 'files and folders', offers: 'file' }],
		options: planOptions,
		shares: connectionOptions,
		exits: 'usual',
	},
	apply: {
		name: 'apply',
		help: 'bring a server to configuration files; asks first on a terminal',
		arguments: [{ name: '<path...>', help: 'files and folders', offers: 'file' }],
		options: [...planOptions, ...applyOptions],
		shares: [...connectionOptions, ...readOnly],
		exits: 'usual',
	},
	export: {
		name: 'export',
		help: 'write the streams and consumers of the account as files; without a folder print them as one text',
		arguments: [{ name: '[folder]', help: 'where the files go; created if missing', offers: 'file' }],
		options: exportOptions,
		shares: connectionOptions,
		exits: 'usual',
	},
	backup: {
		name: 'backup',
		help: 'back streams up to a folder, or read one: backup STREAM... DIR, --all DIR, info DIR..., verify DIR...',
		arguments: [
			{ name: '<what...>', help: 'streams, then the folder; or info or verify, then folders', offers: 'backup' },
		],
		options: backupOptions,
		shares: [...connectionOptions, ...readOnly],
		exits: 'usual',
	},
	restore: {
		name: 'restore',
		help: 'restore streams from folders of backups; asks first on a terminal',
		arguments: [{ name: '<folder...>', help: 'folders of streams, or of whole accounts', offers: 'file' }],
		options: restoreOptions,
		shares: [...connectionOptions, ...readOnly],
		exits: 'usual',
	},
	kv: {
		name: 'kv',
		help: 'read, write and watch the keys of a bucket; values go through pipes unchanged',
		arguments: [
			{ name: '<what>', help: 'what to do', offers: Object.keys(kvActions) },
			{
				name: '[operands...]',
				help: 'the bucket, then keys, a value or a pattern; a value that is left out, or -, is standard input',
				offers: 'key',
			},
		],
		options: kvOptions,
		calls: callsOf(kvActions),
		shares: [...connectionOptions, ...readOnly, ...journalValues],
		exits: 'usual',
	},
	object: {
		name: 'object',
		help: 'list, get, put, delete and watch the objects of a bucket, or check it for damage',
		arguments: [
			{ name: '<what>', help: 'what to do', offers: Object.keys(objectActions) },
			{
				name: '[operands...]',
				help: 'the bucket, then names of objects or a file; - is standard input or output',
				offers: 'object',
			},
		],
		options: objectOptions,
		calls: callsOf(objectActions),
		shares: [...connectionOptions, ...readOnly],
		exits: 'usual',
	},
	completion: {
		name: 'completion',
		help: 'print a script that completes options, reports, contexts and names in a shell',
		arguments: [{ name: '<shell>', help: 'the shell', offers: shells }],
		options: [],
		shares: [],
	},
	man: {
		name: 'man',
		help: 'print the manual page: jetdeck man | man -l -',
		arguments: [],
		options: [],
		shares: [],
	},
} as const satisfies Readonly<Record<string, Subcommand>>;

export type SubcommandName = keyof typeof subcommands;

export const allSubcommands: readonly Subcommand[] = Object.values(subcommands);
