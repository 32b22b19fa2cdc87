import { describe, expect, it, vi } from 'vitest';
import { parseArguments } from '../../src/cli/program.ts';

/** What a check prints before it ends. */
const printed = vi.hoisted((): string[] => []);
vi.mock('../../src/cli/outlet.ts', async (original) => ({
	...(await original<typeof import('../../src/cli/outlet.ts')>()),
	writeBeforeEnd: (text: string) => printed.push(text),
}));

/** Parses a wrong line; returns its exit code and what is said of it. */
function refused(argv: readonly string[]): { readonly code: string; readonly err: string; readonly out: string } {
	const said: string[] = [];
	printed.length = 0;
	vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
	vi.spyOn(process, 'exit').mockImplementation((code) => {
		throw new Error(`exit ${code}`);
	});
	try {
		parseArguments(argv);
		return { code: 'none', err: '', out: '' };
	} catch (error) {
		return { code: String(error), err: said.join(''), out: printed.join('') };
	} finally {
		vi.restoreAllMocks();
	}
}

describe('the command line', () => {
	it('opens the deck with what it says, and nothing that it does not say', () => {
		expect(parseArguments([])).toEqual({
			kind: 'deck',
			connection: {},
			deck: {
				intervalMs: 2000,
				readOnly: false,
				journalValues: false,
				color: true,
				lagLimits: { pending: 1000, ackPending: 0.8, idleMs: 60_000 },
			},
		});
	});

	it.each([
		['live', 'the LIVE one', true],
		['live,a.b', 'a.b', true],
		['live,a.b', 'axb', false],
		['live', 'alive', false],
	])('takes the words %j for production in %j: %s', (words, text, said) => {
		const { connection } = parseArguments(['--production', words]) as { connection: { production?: RegExp } };
		expect(connection.production?.test(text)).toBe(said);
	});

	it('takes every option', () => {
		const line =
			'--server a,b --context c --creds d --nkey e --user f --password g --token h --tlscert i --tlskey j --tlsca k --tlsfirst --js-domain l --js-api-prefix m --js-event-prefix o --inbox-prefix n --timeout 1m30s --interval 500ms --read-only --journal-values --no-color --lag-pending 5_000 --lag-ack-pending 90% --lag-idle 5m';
		expect(parseArguments(line.split(' '))).toEqual({
			kind: 'deck',
			connection: {
				server: 'a,b',
				context: 'c',
				creds: 'd',
				nkey: 'e',
				user: 'f',
				password: 'g',
				token: 'h',
				tlscert: 'i',
				tlskey: 'j',
				tlsca: 'k',
				tlsfirst: true,
				jsDomain: 'l',
				jsApiPrefix: 'm',
				jsEventPrefix: 'o',
				inboxPrefix: 'n',
				timeout: 90_000,
			},
			deck: {
				intervalMs: 500,
				readOnly: true,
				journalValues: true,
				color: false,
				lagLimits: { pending: 5000, ackPending: 0.9, idleMs: 300_000 },
			},
		});
	});

	it.each([
		['-s x', { server: 'x' }],
		['--no-context -s=x', { context: false, server: '=x' }],
		['--no-tlsfirst', { tlsfirst: false }],
	])('takes %s as the nats CLI does', (line, connection) => {
		expect(parseArguments(line.split(' '))).toMatchObject({ kind: 'deck', connection });
		expect(parseArguments(['report', ...line.split(' ')])).toMatchObject({ kind: 'report', connection });
	});

	it.each([
		[['report'], { what: 'account', json: false }],
		[['report', 'streams', '--json'], { what: 'streams', json: true }],
		[['report', 'stream', 'LOGS'], { what: 'stream', stream: 'LOGS', json: false }],
	])('%j is a report', (argv, report) => {
		expect(parseArguments(argv)).toEqual({ kind: 'report', connection: {}, report });
	});

	it.each([
		[['check'], { what: 'account', withinMs: 30_000, limits: { pending: 1000, ackPending: 0.8, idleMs: 60_000 } }],
		[
			['check', 'stream', 'LOGS', '--json', '--within', '9s'],
			{ what: 'stream', stream: 'LOGS', json: true, withinMs: 9000 },
		],
		[['check', 'consumer', 'LOGS', 'C', '--lag-pending', '5'], { consumer: 'C', limits: { pending: 5 } }],
	])('%j is a check', (argv, check) => {
		expect(parseArguments(argv)).toMatchObject({ kind: 'check', connection: {}, check });
	});

	it('takes the connection before and after the word report', () => {
		const connection = { server: 'x' };
		expect(parseArguments(['--server', 'x', 'report'])).toMatchObject({ kind: 'report', connection });
		expect(parseArguments(['report', '--server', 'x'])).toMatchObject({ kind: 'report', connection });
	});

	it.each([
		[['--interval', '10ms'], 'from 500ms to 60s'],
		[['--timeout', 'soon'], '--timeout'],
		[['--lag-ack-pending', '180'], 'from 1 to 100'],
		[['report', 'everything'], 'account, streams, buckets, consumers, stream'],
		[['report', 'stream'], 'needs the name of the stream'],
		[['--nonsense'], '--nonsense'],
		[['--serve', 'x'], '--server'],
		[['--seed', 'SUANOBODYKNOWS'], 'jetdeck has no --seed: set NATS_SEED, or give a file'],
		[['report', 'streams', '--domain=eu'], 'jetdeck has no --domain: use --js-domain.'],
		[['--context', 'demo', 'report', 'everything', '--user', 'check'], 'account, streams'],
		[['--context', 'check', 'report', '--bogus'], '--bogus'],
		[['bogus'], 'There is no subcommand "bogus". jetdeck --help lists'],
		[['nats://ops:hunter2@host'], 'There is no subcommand "nats://'],
		[['ops:hunter2@host'], 'There is no subcommand "host"'],
		[['--passwrd=hunter2'], "Unknown option '--passwrd'"],
		[["--passwrd=a'hunter2"], "Unknown option '--passwrd'"],
		[['--nats.password=hunter2'], "Unknown option '--nats.password'"],
		[['-phunter2'], "Unknown option '-p'"],
		[['report', '--nkeyseed=hunter2'], 'nknown option'],
		[['kv'], 'kv needs WHAT: one of ls, get, put, '],
		[['kv', 'get', 'B'], 'kv get takes BUCKET KEY [--revision N]. jetdeck kv --help lists'],
		[['plan'], 'plan needs PATH: files and folders. jetdeck plan --help lists'],
		[['export', 'a', 'b'], 'export takes only [FOLDER]; "b" is one too many.'],
		[['completion', 'bash', 'b'], 'completion takes only SHELL; "b" is one too many.'],
		[['--read-onl'], '(Did you mean --read-only?). jetdeck --help lists'],
		[['report', 'streams', 'LOGS'], 'report streams takes no name of a stream'],
		[['demo', '--server', 'x'], 'demo takes no options of a connection: it starts a server of its own.'],
		[['report', '--timeout'], '--timeout needs a value'],
		[['--dialect', 'klingon'], '--dialect is "klingon", but it must be one of auto, current, preview.'],
	])('%j is refused with the rule, and ends with 2', (argv, words) => {
		const { code, err, out } = refused(argv);
		expect([code, out]).toEqual(['Error: exit 2', '']);
		expect(err).toContain(words);
		expect(err).not.toMatch(/NOBODYKNOWS|hunter2/);
	});

	it.each([
		[['check', 'everything'], 'account, stream, consumer, cluster'],
		[['check', 'stream'], 'needs the name of the stream'],
		[['check', 'consumer'], 'needs the name of the stream and of its consumer'],
		[['check', 'consumer', 'S'], 'needs the name of the consumer'],
		[['check', 'account', 'S'], 'takes no name of a stream'],
		[['check', 'stream', 'S', 'C'], 'takes no name of a consumer'],
		[['check', 'consumer', 'S', 'C', 'nats://ops:hunter2@host'], 'is one too many'],
		[['--timeout', 'soon', 'check'], '--timeout'],
		[['--context', 'report', 'check', 'everything'], 'account, stream, consumer, cluster'],
	])('%j is unknown to monitoring, which reads one line of stdout and takes 2 for critical', (argv, words) => {
		const { code, err, out } = refused(argv);
		expect([code, err]).toEqual(['Error: exit 3', '']);
		expect(out).toMatch(/^UNKNOWN check: .*[.?] jetdeck check --help lists the arguments and options\.\n$/);
		expect(out).toContain(words);
		expect(out).not.toContain('hunter2');
		expect(JSON.parse(refused([...argv, '--json']).out)).toMatchObject({ status: 'unknown', code: 3, figures: [] });
	});
});
