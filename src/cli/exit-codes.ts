import type { Problem } from '../jetstream/problem.ts';
import type { ConnectProblem } from '../nats/link.ts';

export type ExitCode = readonly [code: number, meaning: string];

/** The exit codes of jetdeck without a screen, except of `check`. */
export const exitCodes: readonly ExitCode[] = [
	[0, 'success'],
	[
		1,
		'no connection, no reply, something unreadable, a change whose outcome is unknown, a backup that is incomplete or damaged, or object check found something wrong',
	],
	[2, 'the command line, a file that it names, or the payload is wrong: nothing was sent'],
	[
		3,
		'the server returned an error, or --as-preview prints the reply as one; plan, apply, backup, restore, kv, object: something is impossible, or apply stopped half-way; kv, object: the bucket, the key or the object does not exist',
	],
	[
		4,
		'request, apply, restore, kv, object: --yes (or --allow-loss, --delete) is missing for a change: nothing was sent',
	],
	[5, '--read-only or the permissions of the user refused it'],
	[6, 'report: the stream does not exist; kv: the key has another revision, or exists already: nothing was stored'],
	[
		7,
		'request, apply, restore, kv, object: the journal is not writable, and --no-journal is missing: nothing was sent',
	],
	[10, 'plan: there is something to change; kv compare: the buckets differ'],
	[130, 'stopped by ctrl-c; apply, backup, restore, kv, object: or by SIGTERM or SIGHUP'],
];

/** Those of `check`, as monitoring plugins have them. */
export const checkExitCodes: readonly ExitCode[] = [
	[0, 'ok'],
	[1, 'warning'],
	[2, 'critical'],
	[
		3,
		'unknown: no connection, no JetStream, no permission, no reply in time, something unread, a wrong command line, or stopped by a signal',
	],
];

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
	const rows = exitCodes.map(([code, meaning]) => `| ${code} | ${meaning} |`);
	return ['| exit code | meaning |', '|---|---|', ...rows].join('\n');
}
