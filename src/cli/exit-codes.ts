import type { Problem } from '../jetstream/problem.ts';
import type { ConnectProblem } from '../nats/link.ts';
import type { Subcommand } from './subcommands.ts';

/** What an exit code means: for every subcommand, or only for some. */
interface Meaning {
	readonly text: string;
	readonly of?: readonly string[];
}

interface ExitCode {
	readonly code: number;
	readonly meanings: readonly Meaning[];
}

const changing = ['request', 'apply', 'restore', 'kv', 'object'] as const;

/** The exit codes of jetdeck without a screen, except of `check`. */
const exitCodes: readonly ExitCode[] = [
	{ code: 0, meanings: [{ text: 'success' }] },
	{
		code: 1,
		meanings: [
			{ text: 'no connection, no reply, or something unreadable' },
			{ of: changing, text: 'the outcome of a change is unknown' },
			{ of: ['backup', 'restore'], text: 'a backup is incomplete or damaged' },
			{ of: ['object'], text: 'check found something wrong' },
		],
	},
	{
		code: 2,
		meanings: [{ text: 'the command line, a file that it names, or the payload is wrong: nothing was sent' }],
	},
	{
		code: 3,
		meanings: [
			{ text: 'the server returned an error' },
			{ of: ['request'], text: '--as-preview prints the reply as an error' },
			{ of: ['plan', 'apply', 'backup', 'restore', 'kv', 'object'], text: 'something is impossible' },
			{ of: ['apply', 'kv'], text: 'it stopped half-way' },
			{ of: ['kv', 'object'], text: 'the bucket, the key or the object does not exist' },
		],
	},
	{
		code: 4,
		meanings: [
			{ of: changing, text: '--yes is missing for a change: nothing was sent' },
			{ of: ['apply'], text: '--allow-loss or --delete is missing: nothing was sent' },
		],
	},
	{ code: 5, meanings: [{ text: '--read-only or the permissions of the user refused it' }] },
	{
		code: 6,
		meanings: [
			{ of: ['report'], text: 'the stream does not exist' },
			{ of: ['kv'], text: 'the key has another revision, or exists already: nothing was stored' },
		],
	},
	{
		code: 7,
		meanings: [{ of: changing, text: 'the journal is not writable, and --no-journal is missing: nothing was sent' }],
	},
	{
		code: 10,
		meanings: [
			{ of: ['plan'], text: 'there is something to change' },
			{ of: ['kv'], text: 'compare found that the buckets differ' },
		],
	},
	{
		code: 130,
		meanings: [
			{ text: 'stopped by ctrl-c' },
			{ of: ['apply', 'backup', 'restore', 'kv', 'object'], text: 'stopped by SIGTERM or SIGHUP' },
		],
	},
];

/** Those of `check`, as monitoring plugins have them. */
const checkExitCodes: readonly ExitCode[] = [
	{ code: 0, meanings: [{ text: 'ok' }] },
	{ code: 1, meanings: [{ text: 'warning' }] },
	{ code: 2, meanings: [{ text: 'critical' }] },
	{
		code: 3,
		meanings: [
			{
				text: 'unknown: no connection, no JetStream, no permission, no reply in time, something unread, a wrong command line, or stopped by a signal',
			},
		],
	},
];

type CodeRow = readonly [code: string, meaning: string];

/** The exit codes of a subcommand, for its `--help`; none of one that only prints a text. */
export function exitsOf({ name, exits }: Pick<Subcommand, 'name' | 'exits'>): readonly CodeRow[] {
	if (exits === undefined) return [];
	return (exits === 'check' ? checkExitCodes : exitCodes).flatMap(({ code, meanings }): readonly CodeRow[] => {
		const own = meanings.filter(({ of }) => of === undefined || of.includes(name));
		return own.length === 0 ? [] : [[String(code), own.map(({ text }) => text).join('; ')]];
	});
}

/** All of them, each with the subcommands that end so. */
export const exitCodeRows: readonly CodeRow[] = exitCodes.map(({ code, meanings }) => [
	String(code),
	meanings.map(({ of, text }) => (of === undefined ? text : `${of.join(', ')}: ${text}`)).join('; '),
]);

export const checkUnknown = 3;

/** A subcommand ended so, see `exitCodes`. */
export const incompleteCode = 1;
export const refusedCode = 3;
export const unagreedCode = 4;
export const stoppedCode = 130;

/** Also for mistakes in the environment and in files that the command line names. */
export const wrongCommandLine = 2;

const byProblem: Readonly<Partial<Record<Problem['kind'], number>>> = {
	api: 3,
	'bad-input': 2,
	'bad-subject': 2,
	'bad-header': 2,
	'too-large': 2,
	unsupported: 2,
	'read-only': 5,
	'permission-publish': 5,
	'permission-subscribe': 5,
	unkept: 7,
	cancelled: 130,
};

export function exitCodeOf({ kind }: Pick<Problem, 'kind'>): number {
	return byProblem[kind] ?? 1;
}

/** Files that the command line names are read at each connection: a broken one is the same mistake then. */
export function exitCodeOfConnection({ kind }: Pick<ConnectProblem, 'kind'>): number {
	return kind === 'config' ? wrongCommandLine : 1;
}

/** The table of exit codes of docs/cli.md, in Markdown. */
export function exitCodeTable(): string {
	const rows = exitCodeRows.map(([code, meaning]) => `| ${code} | ${meaning} |`);
	return ['| exit code | meaning |', '|---|---|', ...rows].join('\n');
}
