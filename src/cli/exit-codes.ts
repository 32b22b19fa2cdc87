import type { Problem } from '../jetstream/problem.ts';
import type { ConnectProblem } from '../nats/link.ts';

/** What jetdeck says by its exit code, where it runs without a screen. */
export const exitCodes: readonly (readonly [code: number, meaning: string])[] = [
	[0, 'everything that was asked for is there; a request was answered'],
	[
		1,
		'no connection, no answer, something that could not be read, or a change of which it is not known whether it was made',
	],
	[2, 'the command line, a file that it names or the payload is wrong: nothing was sent'],
	[
		3,
		'the server answered with an error, or the reply is printed as one (--as-preview); plan, apply: something cannot be done, or apply stopped half-way',
	],
	[4, 'request, apply: it would change something, and --yes (--allow-loss, --delete) is missing: nothing was sent'],
	[5, 'refused by --read-only or by the permissions of the user'],
	[6, 'report: there is no such stream'],
	[7, 'request, apply: the journal cannot keep what would be sent, and --no-journal is missing: nothing was sent'],
	[10, 'plan: there is something to change'],
	[130, 'stopped by ctrl-c'],
];

/** Also where nothing but the command line, the environment and the files they name was looked at. */
export const wrongCommandLine = 2;

const byProblem: Readonly<Partial<Record<Problem['kind'], number>>> = {
	api: 3,
	'bad-input': 2,
	'bad-subject': 2,
	'too-large': 2,
	unsupported: 2,
	'read-only': 5,
	'permission-publish': 5,
	unkept: 7,
	cancelled: 130,
};

export function exitCodeOf({ kind }: Pick<Problem, 'kind'>): number {
	return byProblem[kind] ?? 1;
}

/** Files that the command line names are read at each connection: what is wrong with them then is no other fault. */
export function exitCodeOfConnection({ kind }: Pick<ConnectProblem, 'kind'>): number {
	return kind === 'config' ? wrongCommandLine : 1;
}

/** The table of exit codes of docs/cli.md, in Markdown. */
export function exitCodeTable(): string {
	const rows = exitCodes.map(([code, meaning]) => `| ${code} | ${meaning} |`);
	return ['| exit code | meaning |', '|---|---|', ...rows].join('\n');
}
