import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { root } from '../support/build.ts';
import { connect } from '../support/jetstream.ts';
import { startProgram } from '../support/pty.ts';
import { freePort, startServer, type TestServer } from '../support/servers.ts';

const home = mkdtempSync(join(tmpdir(), 'jetdeck-codes-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
	writeFileSync(join(home, 'text.txt'), 'no secret, no certificate');
	writeFileSync(join(home, 'a.json'), '{"name":"A"}');
});

/** Runs the built program to its end, without a terminal. */
function ran(
	args: readonly string[],
	more: { readonly env?: NodeJS.ProcessEnv; readonly stdout?: number; readonly stderr?: number } = {},
) {
	const env = { PATH: process.env.PATH, HOME: home, ...more.env };
	const stdio = ['ignore', more.stdout ?? 'pipe', more.stderr ?? 'pipe'] as const;
	const command = [join(root, 'dist/jetdeck.js'), ...args];
	const { status, stdout, stderr } = spawnSync(process.execPath, command, {
		env,
		cwd: home,
		encoding: 'utf8',
		stdio: [...stdio],
	});
	return { code: status, said: stderr, printed: stdout ?? '' };
}

const doors: readonly (readonly string[])[] = [
	[],
	['report', 'streams'],
	['events'],
	['request', '$JS.API.INFO'],
	['plan', 'a.json'],
	['apply', 'a.json'],
];

describe.each(doors)('%s %s', (...door) => {
	const words = door.filter((word) => word !== undefined);
	it.each([
		[['--context', 'nope'], 'There is no context "nope" (--context)'],
		[['--creds', 'nope.creds'], 'nope.creds cannot be read: it does not exist'],
		[['--creds', 'text.txt'], 'is not a NATS credentials file'],
		[['--nkey', 'nope.nk'], 'nope.nk cannot be read: it does not exist'],
		[['--nkey', 'text.txt'], 'contains no valid nkey seed'],
		[['--js-domain', 'a.b'], '--js-domain must be one word'],
		[['--js-api-prefix', 'a b'], '--js-api-prefix must be a subject'],
		[['--js-domain', 'a', '--js-api-prefix', 'b'], '--js-api-prefix excludes --js-domain'],
		[['--inbox-prefix', '>'], '--inbox-prefix must be a subject'],
		[['--server', 'http://127.0.0.1'], 'http:// is not a NATS URL'],
		[['--server', 'nats://127.0.0.1:99999'], 'must be a number from 1 to 65535'],
		[['--tlsca', 'nope.pem'], 'nope.pem of --tlsca cannot be read: it does not exist'],
		[['--tlsca', 'text.txt'], 'contains no certificate'],
		[['--tlscert', 'text.txt', '--tlskey', 'text.txt'], 'The files of --tlscert and --tlskey cannot be used'],
		[['--tlscert', 'text.txt'], 'needs its key'],
		[['--password', '-', '--user', 'a'], '--password - asks for a password'],
		[['--timeout', 'soon'], '--timeout'],
		[['--dialect', 'klingon'], '--dialect'],
	])('ends with 2 for %j', (options, said) => {
		const ended = ran([...words, ...options]);
		expect(ended.said).toContain(said);
		expect(ended.code).toBe(2);
	});

	it.each([
		[{ NATS_URL: 'http://127.0.0.1' }, 'NATS_URL'],
		[{ NATS_CONTEXT: 'nope' }, 'NATS_CONTEXT'],
		[{ NATS_TIMEOUT: 'soon' }, 'NATS_TIMEOUT'],
		[{ NATS_CREDS: 'nope.creds' }, 'nope.creds'],
		[{ NATS_CA: 'nope.pem' }, 'nope.pem of NATS_CA'],
	])('ends with 2 for %j in the environment', (env, said) => {
		const ended = ran(words, { env });
		expect(ended.said).toContain(said);
		expect(ended.code).toBe(2);
	});
});

describe('without a server', () => {
	it.each(doors.slice(1))('%s %s ends with 1', async (...door) => {
		const ended = ran([...door, '--server', `127.0.0.1:${await freePort()}`]);
		expect(ended.said).toMatch(/^jetdeck: Nothing listens there/);
		expect(ended.code).toBe(1);
	});
});

describe('a report', () => {
	it('of a stream that is not there ends with a code of its own, and prints nothing', () => {
		for (const json of [[], ['--json']]) {
			const ended = ran(['report', 'stream', 'NOPE', ...json, '--server', server.url]);
			expect(ended.said).toMatch(/^jetdeck: NOPE: stream not found\. /);
			expect(ended.code).toBe(6);
		}
	});

	it('tells its exit codes in its help', () => {
		const { stdout } = spawnSync(process.execPath, [join(root, 'dist/jetdeck.js'), 'report', '--help'], {
			encoding: 'utf8',
		});
		expect(stdout).toMatch(/^ {2}6 +the stream does not exist$/m);
	});
});

/** Starts a check; resolves with its code, its stdout and the milliseconds it took. */
function checking(args: readonly string[]) {
	const started = Date.now();
	const child = spawn(process.execPath, [join(root, 'dist/jetdeck.js'), 'check', ...args], {
		env: { PATH: process.env.PATH, HOME: home },
		cwd: home,
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	let printed = '';
	child.stdout.on('data', (chunk) => {
		printed += chunk;
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	const ended = new Promise<{ readonly code: number | null; readonly printed: string; readonly ms: number }>(
		(resolve) => {
			child.on('close', (code) => resolve({ code, printed, ms: Date.now() - started }));
		},
	);
	return { child, ended };
}

/** A server with something in place of JetStream that hears requests and never replies; resolves `heard` with the first one. */
async function silentServer() {
	const still = await startServer({ jetstream: false });
	const link = await connect(still, { timeout: 15_000 });
	const heard = new Promise<void>((resolve) => {
		link.subscribe('$JS.API.>', () => resolve());
	});
	await link.roundTrip();
	return { still, heard };
}

describe('a check', () => {
	it.each([
		[['--context', 'nope'], 'UNKNOWN account: There is no context "nope" (--context)'],
		[['stream', 'S', '--creds', 'text.txt'], 'UNKNOWN stream S: '],
		[['--timeout', 'soon'], 'UNKNOWN check: '],
		[['stream'], 'UNKNOWN check: check stream needs the name of the stream'],
		[['--password', '-', '--user', 'a'], 'UNKNOWN account: --password - asks for a password'],
	])('says UNKNOWN in one line of stdout and ends with 3 for %j', (words, said) => {
		const ended = ran(['check', ...words]);
		expect(ended).toMatchObject({ code: 3, said: '' });
		expect(ended.printed).toMatch(/^[^\n]+\n$/);
		expect(ended.printed).toContain(said);
		const json = ran(['check', ...words, '--json']);
		expect([json.code, JSON.parse(json.printed)]).toMatchObject([3, { status: 'unknown', code: 3 }]);
	});

	it('ends with 3 without a server', async () => {
		const ended = ran(['check', '--server', `127.0.0.1:${await freePort()}`]);
		expect(ended).toMatchObject({ code: 3, said: '' });
		expect(ended.printed).toMatch(/^UNKNOWN account: Nothing listens there/);
	});

	it('ends in time with a server that stands still before it is connected', { timeout: 120_000 }, async () => {
		const still = await startServer();
		await still.freeze();
		const { code, printed, ms } = await checking(['--server', still.url, '--within', '500ms', '--timeout', '100s'])
			.ended;
		still.thaw();
		expect([code, printed]).toEqual([3, 'UNKNOWN account: --within 500 ms ended before jetdeck was connected.\n']);
		expect(ms).toBeLessThan(60_000);
	});

	it('ends in time with a server that stands still afterwards', { timeout: 120_000 }, async () => {
		const { still, heard } = await silentServer();
		const { ended } = checking(['--server', still.url, '--within', '10s', '--timeout', '100s']);
		await heard;
		await still.freeze();
		const { code, printed, ms } = await ended;
		still.thaw();
		expect([code, printed]).toEqual([3, 'UNKNOWN account: --within 10 s ended before the server had replied.\n']);
		expect(ms).toBeLessThan(60_000);
	});

	it.each(['SIGTERM', 'SIGINT'] as const)('that %s stops is unknown', { timeout: 120_000 }, async (name) => {
		const { still, heard } = await silentServer();
		const { child, ended } = checking(['--server', still.url, '--timeout', '100s', '--within', '100s']);
		await heard;
		child.kill(name);
		const { code, printed } = await ended;
		expect([code, printed]).toEqual([3, `UNKNOWN account: ${name} stopped jetdeck before the server had replied.\n`]);
	});

	it('ends with 0 or 2 for what it found, and with 3 if nobody can read it', () => {
		const fine = ran(['check', '--server', server.url]);
		expect([fine.code, fine.printed.split(' | ')[0]]).toEqual([
			0,
			'OK account: nothing wrong in 0 streams, 0 consumers',
		]);
		expect(ran(['check', 'stream', 'NOPE', '--server', server.url]).code).toBe(2);
		expect(ran(['check', '--server', server.url], { stdout: openSync('/dev/full', 'w') }).code).toBe(3);
		expect(ran(['check', '--bogus'], { stdout: openSync('/dev/full', 'w') }).code).toBe(3);
	});
});

describe('an output that cannot be written', () => {
	it.each([
		['report', 'account', ''],
		['report', 'streams', '--json'],
		['report', 'consumers', ''],
		['request', '$JS.API.INFO', ''],
		['request', '$JS.API.INFO', '--raw'],
		['plan', 'a.json', ''],
	])('ends %s with 1 and a sentence', (...door) => {
		const full = openSync('/dev/full', 'w');
		const ended = ran([...door.filter((word) => word !== ''), '--server', server.url], { stdout: full });
		expect(ended).toMatchObject({ code: 1, said: 'jetdeck: jetdeck could not write its output (ENOSPC).\n' });
	});
});

it('carries a change out where nothing can be said of it', () => {
	const full = openSync('/dev/full', 'w');
	const home = mkdtempSync(join(tmpdir(), 'jetdeck-mute-'));
	onTestFinished(() => rmSync(home, { recursive: true, force: true }));
	const words = ['request', '$JS.API.STREAM.CREATE.MUTE', '{"name":"MUTE","subjects":["mute"]}', '--yes'];
	const { code } = ran([...words, '--server', server.url], { stderr: full, env: { XDG_STATE_HOME: home } });
	expect(code).toBe(0);
	expect(readFileSync(join(home, 'jetdeck/journal.jsonl'), 'utf8')).toMatch(/"event":"answer".*"kind":"done"/);
});

it.each([[['--help']], [['--version']], [['report', '--help']]])(
	'ends %j with 1 where its output cannot be written',
	(words) => {
		const full = openSync('/dev/full', 'w');
		expect(ran(words, { stdout: full })).toMatchObject({
			code: 1,
			said: 'jetdeck: jetdeck could not write its output (ENOSPC).\n',
		});
	},
);

describe('folders that cannot be made, where Node asks for ever', () => {
	it('keep no cache of compiled code, and nobody from starting', () => {
		expect(ran(['--version'], { env: { XDG_CACHE_HOME: '/proc/x' } })).toMatchObject({ code: 0, said: '' });
	});

	it('keep a change from being sent without its line in the journal', () => {
		const words = ['request', '$JS.API.STREAM.CREATE.A', '{"name":"A"}', '--yes', '--server', server.url];
		const ended = ran(words, { env: { XDG_STATE_HOME: '/proc/x' } });
		expect(ended.said).toContain('The folder /proc/x/jetdeck does not exist and cannot be created.');
		expect(ended.code).toBe(7);
	});
});

it('builds nothing again where nothing changed', () => {
	const built = join(root, 'dist/jetdeck.js');
	const before = statSync(built).mtimeMs;
	spawnSync(process.execPath, [join(root, 'scripts/build.mjs'), '--if-changed']);
	expect(statSync(built).mtimeMs).toBe(before);
});

it('ends the deck with 2 where its log cannot be written', async () => {
	const program = startProgram({ args: ['--server', server.url], env: { JETDECK_LOG: '/nowhere/log' } });
	expect(await program.ended).toMatchObject({ code: 2 });
	expect(program.written).toBe('jetdeck: The file /nowhere/log of JETDECK_LOG cannot be written (ENOENT).\r\n');
});
