import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/build.ts';
import { connect } from '../support/jetstream.ts';
import { startServer, type TestServer } from '../support/servers.ts';

const home = mkdtempSync(join(tmpdir(), 'jetdeck-request-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

let server: TestServer;
beforeAll(async () => {
	server = await startServer({
		config: `
			accounts {
				A { jetstream: enabled, users: [
					{ user: all, password: all },
					{ user: looker, password: looker, permissions: { publish: { deny: "$JS.API.STREAM.DELETE.>" } } }
				] }
			}
			no_auth_user: all`,
	});
	const link = await connect(server);
	await link.request('$JS.API.STREAM.CREATE.LOGS', '{"name":"LOGS","subjects":["logs.>"]}');
	await link.request('logs.web', 'hello');
});

/** Answers three times with what it was sent. */
async function serve(): Promise<void> {
	const link = await connect(server);
	link.subscribe('service', ({ reply, headers, data }) => {
		if (reply === undefined) return;
		const said = `${new TextDecoder().decode(data)}${headers.map(([name, value]) => ` ${name}=${value}`).join('')}`;
		for (const each of [1, 2, 3]) link.publish(reply, `${each}:${said}`);
	});
	await link.roundTrip();
}

/** Listens, and answers nothing; resolves with the next message. */
async function stayingSilent(): Promise<{ readonly heard: Promise<void> }> {
	const link = await connect(server);
	const heard = new Promise<void>((resolve) => link.subscribe('silent', () => resolve()));
	await link.roundTrip();
	return { heard };
}

interface Ended {
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
}

function begin(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
	const env = { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: join(tmpdir(), 'jetdeck-test-cache'), ...more };
	const command = [process.execPath, join(root, 'dist/jetdeck.js'), 'request', '--server', server.url, ...args];
	return spawn('sh', ['-c', `ulimit -f ${more.FILE_BLOCKS ?? 'unlimited'}; exec "$@"`, 'sh', ...command], {
		env,
		cwd: home,
	});
}

async function request(
	args: readonly string[],
	input = '',
	more: Readonly<Record<string, string>> = {},
): Promise<Ended> {
	const child = begin(args, more);
	let out = '';
	let err = '';
	child.stdout.on('data', (data) => {
		out += data;
	});
	child.stderr.on('data', (data) => {
		err += data;
	});
	child.stdin.end(input);
	const [code] = await once(child, 'close');
	return { code, out, err };
}

async function streams(): Promise<readonly string[]> {
	const reply = await (await connect(server)).request('$JS.API.STREAM.NAMES', '');
	if (!reply.ok) throw new Error(reply.problem.message);
	return (JSON.parse(new TextDecoder().decode(reply.message.data)) as { streams: string[] | null }).streams ?? [];
}

describe('jetdeck request', () => {
	it('prints the reply and nothing else to stdout', async () => {
		const { code, out, err } = await request(['$JS.API.STREAM.INFO.LOGS']);
		expect([code, err]).toEqual([0, '']);
		expect(JSON.parse(out)).toMatchObject({ config: { name: 'LOGS' }, state: { messages: 1 } });
		expect(out.endsWith('}\n')).toBe(true);
	});

	it('says where it stops, of more replies than it takes', async () => {
		const link = await connect(server);
		link.subscribe('flood', ({ reply = '' }) => {
			for (let each = 0; each < 10_005; each += 1) link.publish(reply, `${each}`);
		});
		await link.roundTrip();
		const { code, out, err } = await request(['flood', '--replies', 'all', '--timeout', '20s']);
		expect([code, out.trim().split('\n').length]).toEqual([0, 10_000]);
		expect(err).toBe('jetdeck: Stopped at 10,000 replies; there may be more.\n');
	});

	it('prints an error as it came, and what it means to stderr', async () => {
		const { code, out, err } = await request(['$JS.API.STREAM.INFO.NOPE']);
		expect(code).toBe(3);
		expect(JSON.parse(out)).toMatchObject({ error: { err_code: 10059 } });
		expect(err).toMatch(/stream not found \(404, err_code 10059\).*Check the name/);
	});

	it('only tells what would be lost, and sends it with --yes; the journal has it', async () => {
		const create = ['$JS.API.STREAM.CREATE.GONE', '{"name":"GONE","subjects":["gone"]}'];
		expect(await request(create)).toMatchObject({ code: 4, out: '' });
		expect(await streams()).not.toContain('GONE');
		const created = await request([...create, '--yes']);
		expect(created.code).toBe(0);
		expect(JSON.parse(created.out)).toMatchObject({ config: { name: 'GONE' } });
		// An equal one may be created again, as servers allow it: what a pipeline does twice is done.
		expect((await request([...create, '--yes'])).code).toBe(0);
		await (await connect(server)).request('gone', 'x');

		const told = await request(['$JS.API.STREAM.DELETE.GONE']);
		expect(told).toMatchObject({ code: 4, out: '' });
		expect(told.err).toMatch(/1 message, .* lost/);
		expect(told.err).toMatch(/add --yes/);
		expect(await streams()).toContain('GONE');
		const gone = await request(['$JS.API.STREAM.DELETE.GONE', '--yes']);
		expect([gone.code, JSON.parse(gone.out)]).toMatchObject([0, { success: true }]);
		expect(await streams()).not.toContain('GONE');
		const journal = readFileSync(join(home, '.local/state/jetdeck/journal.jsonl'), 'utf8');
		expect(journal).toMatch(/"event":"sent".*\$JS\.API\.STREAM\.DELETE\.GONE/);
	});

	it('says before and after what an older server drops', async () => {
		const older = await startServer({ line: '2.10' });
		await (await connect(older)).request('$JS.API.STREAM.CREATE.S', '{"name":"S","subjects":["s.>"]}');
		const body = '{"stream_name":"S","config":{"name":"F","priority_policy":"overflow","priority_groups":["g"]}}';
		const create = ['--server', older.url, '$JS.API.CONSUMER.CREATE.S.F', body];
		const told = await request(create);
		expect([told.code, told.out]).toEqual([4, '']);
		expect(told.err).toMatch(/ignores priority_groups, which came with 2\.11\. All clients are\s+equal\./);
		const made = await request([...create, '--yes']);
		expect(made.code).toBe(0);
		expect(JSON.parse(made.out)).toMatchObject({ config: { name: 'F' } });
		expect(made.err).toMatch(/The server stored different values: .*priority groups: without g/);
	});

	it('prints what came of a change byte by byte', async () => {
		const config = '{"name":"LONG","subjects":["long"],"first_seq":9007199254740993}';
		const { code, out } = await request(['$JS.API.STREAM.CREATE.LONG', config, '--yes']);
		expect(code).toBe(0);
		expect(out).toContain('"first_seq":9007199254740993');
		// Of the state too, which the deck itself rounds.
		expect(out).toMatch(/"state":\{[^}]*"first_seq":9007199254740993/);
	});

	it('asks for --yes also where a stream would store what is sent', async () => {
		const { code, err } = await request(['logs.web', 'hello']);
		expect(code).toBe(4);
		expect(err).toMatch(/This publishes: stream LOGS has this subject\. The reply acknowledges a stored message\./);
		const sent = await request(['logs.web', 'hello', '--yes']);
		expect([sent.code, JSON.parse(sent.out)]).toMatchObject([0, { stream: 'LOGS', seq: 2 }]);
	});

	it('takes a payload from standard input and from a file', async () => {
		const config = '{"name":"FILED","subjects":["filed"]}';
		writeFileSync(join(home, 'filed.json'), config);
		expect(await request(['$JS.API.STREAM.CREATE.FILED', '@filed.json'])).toMatchObject({ code: 4 });
		expect(await request(['$JS.API.STREAM.CREATE.FILED', '-', '--yes'], config)).toMatchObject({ code: 0 });
		expect(await request(['$JS.API.STREAM.CREATE.FILED', '@none.json'])).toMatchObject({
			code: 2,
			err: 'jetdeck: There is no file none.json.\n',
		});
	});

	it('names what is wrong before anything is sent', async () => {
		// What a shell leaves of $JS.API.INFO without quotes.
		const unquoted = await request(['.API.INFO']);
		expect(unquoted.code).toBe(2);
		expect(unquoted.err).toMatch(/empty tokens.*single quotes.*'\$JS\.API\.INFO'/);
		const broken = await request(['$JS.API.STREAM.CREATE.A', '{"name":"A",}', '--yes']);
		expect(broken).toMatchObject({ code: 2, out: '' });
		expect(broken.err).toMatch(/line 1, column 13/);
		const unknown = await request(['$JS.API.STREAM.CREATE.A', '{"name":"A","max_agee":1}', '--yes']);
		expect(unknown.code).toBe(2);
		expect(unknown.err).toMatch(/"max_agee" is not a field.*Did you mean max_age\?/);
		expect(await request(['a..b'])).toMatchObject({ code: 2 });
		expect(await request(['$JS.API.>'])).toMatchObject({ code: 2 });
		expect(await request([])).toMatchObject({ code: 2 });
		expect(await streams()).not.toContain('A');
	});

	it('refuses with --read-only, and says which permission is missing', async () => {
		const refused = await request(['--read-only', '$JS.API.STREAM.DELETE.LOGS', '--yes']);
		expect([refused.code, refused.err]).toEqual([5, expect.stringContaining('this jetdeck is read-only')]);
		const looker = ['--user', 'looker', '--password', 'looker'];
		const denied = await request([...looker, '$JS.API.STREAM.DELETE.LOGS', '--yes']);
		expect(denied.code).toBe(5);
		expect(denied.err).toMatch(/permission/i);
		expect(denied.err).not.toContain('Request\nlooker');
		expect(await streams()).toContain('LOGS');
	});

	it('says that nobody answers, and that nobody did in time', async () => {
		const nobody = await request(['nobody.there']);
		expect([nobody.code, nobody.out]).toEqual([1, '']);
		expect(nobody.err).toMatch(/503/);
		await stayingSilent();
		const silent = await request(['silent', '--timeout', '300ms']);
		expect([silent.code, silent.out]).toEqual([1, '']);
	});

	it('waits for as many replies as asked for, and sends headers', async () => {
		await serve();
		expect((await request(['service', 'hi'])).out).toBe('1:hi\n');
		expect((await request(['service', 'hi', '--replies', '2'])).out).toBe('1:hi\n2:hi\n');
		const all = await request(['service', 'hi', '--replies', 'all', '--timeout', '300ms', '-H', 'A: b', '-H', 'C: d']);
		expect([all.code, all.out]).toEqual([0, '1:hi A=b C=d\n2:hi A=b C=d\n3:hi A=b C=d\n']);
	});

	it('ends a pull at the word of the server that there is no more, and waits as long as it is asked to', async () => {
		const consumer =
			'{"stream_name":"LOGS","config":{"durable_name":"C","ack_policy":"explicit","deliver_policy":"new"}}';
		await request(['$JS.API.CONSUMER.CREATE.LOGS.C', consumer, '--yes']);
		const pull = (body: string) => request(['$JS.API.CONSUMER.MSG.NEXT.LOGS.C', body, '--yes', '--timeout', '30s']);
		const none = await pull('{"batch":2,"no_wait":true}');
		expect([none.code, none.err]).toEqual([3, expect.stringMatching(/status (404|408)/)]);
		// Longer than one waits for anything else.
		const late = request([
			'$JS.API.CONSUMER.MSG.NEXT.LOGS.C',
			'{"batch":1,"expires":2000000000}',
			'--yes',
			'--timeout',
			'500ms',
		]);
		expect(await late).toMatchObject({ code: 3, err: expect.stringContaining('status 408') });
	});

	it('tells an error of a service, and takes no JSON of a service for one of the API', async () => {
		const link = await connect(server);
		const headers = [
			['Nats-Service-Error', 'boom'],
			['Nats-Service-Error-Code', '500'],
		] as const;
		link.subscribe('failing', ({ reply = '' }) => void link.publish(reply, '', { headers }));
		link.subscribe('own', ({ reply = '' }) => void link.publish(reply, '{"error":{"code":5,"msg":"x"}}'));
		await link.roundTrip();
		expect(await request(['failing'])).toMatchObject({ code: 3, err: expect.stringContaining('boom (500)') });
		expect(await request(['own'])).toMatchObject({ code: 0, err: '' });
		// Raw is as it came, to the last byte.
		expect((await request(['own', '--raw'])).out).toBe('{"error":{"code":5,"msg":"x"}}');
	});

	it.each([
		['without a folder', { HOME: '' }, /neither XDG_STATE_HOME nor HOME names one/],
		['in a file', { XDG_STATE_HOME: '/dev/null' }, /A part of \/dev\/null\/jetdeck\/journal\.jsonl is a file/],
		['in /proc', { XDG_STATE_HOME: '/proc/x' }, /\/proc\/x\/jetdeck does not exist and cannot be created/],
		['on a full disk', { XDG_STATE_HOME: 'FULL', FILE_BLOCKS: '2' }, /could not be written \(EFBIG\)/],
	] as const)(
		'sends nothing that the journal cannot keep, %s, unless --no-journal is said',
		async (where, env, why) => {
			const name = where.replaceAll(/\W/g, '').toUpperCase();
			const folder = join(home, name);
			mkdirSync(join(folder, 'jetdeck'), { recursive: true });
			// A limit of the file's size (1,024 bytes) takes a part of a line and refuses the rest, as a full disk does.
			writeFileSync(join(folder, 'jetdeck/journal.jsonl'), `${'x'.repeat(1000)}\n`);
			const at = 'XDG_STATE_HOME' in env && env.XDG_STATE_HOME === 'FULL' ? { ...env, XDG_STATE_HOME: folder } : env;
			const create = [`$JS.API.STREAM.CREATE.${name}`, `{"name":"${name}","subjects":["${name}"]}`];
			const told = await request(create, '', at);
			if (where !== 'on a full disk') expect(told.err.replaceAll(/\s+/g, ' ')).toMatch(why);
			expect(told.code).toBe(4);
			const refused = await request([...create, '--yes'], '', at);
			expect([refused.code, refused.out]).toEqual([7, '']);
			expect(refused.err).toMatch(why);
			expect(refused.err).toMatch(/Nothing was sent: .* Add --no-journal to send it without a journal\./);
			expect(await streams()).not.toContain(name);
			const sent = await request([...create, '--yes', '--no-journal'], '', at);
			expect(sent.code).toBe(0);
			expect(sent.err).not.toMatch(/journal/);
			expect(await streams()).toContain(name);
		},
	);

	it('keeps nothing with --no-journal where it could', async () => {
		const state = join(home, 'unkept');
		const sent = await request(['logs.web', 'hello', '--yes', '--no-journal'], '', { XDG_STATE_HOME: state });
		expect(sent.code).toBe(0);
		expect(existsSync(state)).toBe(false);
	});

	it('understands the words of the technical preview', async () => {
		const { code, out, err } = await request(['$JS.STREAM.LOGS.MSG.BYSEQ', '1', '--as-preview']);
		expect(code).toBe(0);
		expect(JSON.parse(out)).toMatchObject({ subject: 'logs.web', seq: 1, data: 'aGVsbG8=' });
		expect(err).toContain('sent as $JS.API.STREAM.MSG.GET.LOGS {"seq":1}');
		expect((await request(['$JS.ENABLED', '.', '--as-preview'])).out).toBe('+OK\n');
		expect((await request(['$JS.STREAM.NOPE.INFO', '--as-preview'])).out).toBe("-ERR 'stream not found'\n");
	});

	it('ends with 130 when it is stopped before anything is sent', async () => {
		const child = begin(['$JS.API.STREAM.NAMES', '-']);
		// It has begun to read once it takes what is more than a pipe holds.
		child.stdin.write('x'.repeat(1_000_000));
		await once(child.stdin, 'drain');
		child.kill('SIGINT');
		const [code] = await once(child, 'close');
		expect(code).toBe(130);
	});

	it('ends with 130 when it is stopped', async () => {
		const { heard } = await stayingSilent();
		const child = begin(['silent', '--timeout', '60s']);
		await heard;
		child.kill('SIGINT');
		const [code] = await once(child, 'close');
		expect(code).toBe(130);
	});
});
