import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { executableName, thisPlatform } from '../../scripts/platforms.mjs';
import { root } from '../support/build.ts';
import { driver } from '../support/driver.ts';
import { connect } from '../support/jetstream.ts';
import { startProgram } from '../support/pty.ts';
import { serverBinary } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'jetdeck-executable-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = join(folder, executableName(thisPlatform));
/** No Node is to be found, nor anything else. */
const env = { PATH: folder, HOME: folder, TERM: 'xterm-256color' };

let server: TestServer;

beforeAll(async () => {
	execFileSync(join(root, 'node_modules/.bin/node'), [join(root, 'scripts/executable.mjs'), '--out', folder]);
	server = await startServer();
	const link = await connect(server);
	await link.request('$JS.API.STREAM.CREATE.LOGS', '{"name":"LOGS","subjects":["logs.>"]}');
}, 180_000);

function run(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
	const { status, stdout, stderr } = spawnSync(file, args, { env: { ...env, ...more }, encoding: 'utf8' });
	return { status, stdout, stderr };
}

it('says its version, and nothing of how it was made', () => {
	expect(run(['--version'])).toEqual({ status: 0, stdout: '0.1.0\n', stderr: '' });
});

it('reports, whatever NODE_OPTIONS says to programs of Node', () => {
	const { status, stdout, stderr } = run(['report', 'streams', '--server', server.url], { NODE_OPTIONS: '--nonsense' });
	expect([status, stderr]).toEqual([0, '']);
	expect(stdout).toMatch(/LOGS/);
});

it('runs the demo, and nothing of it outlives the deck, however that ends', async () => {
	const work = mkdtempSync(join(folder, 'work-'));
	const shell = `JETDECK_NATS_SERVER=${await serverBinary('newest')} TMPDIR=${work} PATH= exec ${file} demo`;
	const program = startProgram({ shell, columns: 100, rows: 30 });
	await program.waitFor(/ORDERS/, 60_000);
	expect(readdirSync(work)).not.toEqual([]);
	program.kill('SIGKILL');
	await until(() => readdirSync(work).length === 0, { what: 'the folder of the demo to be gone', within: 30_000 });
});

it('is the whole deck', async () => {
	const shell = `PATH= exec ${file} --server ${server.url}`;
	const program = startProgram({ shell, columns: 100, rows: 30 });
	await program.waitFor(/LOGS/);
	driver(program).run('stream.new');
	await program.waitFor(/new stream › purpose/);
	program.press('esc');
	await program.waitFor(/LOGS/);
	driver(program).run('deck.quit');
	expect(await program.ended).toMatchObject({ code: 0 });
	const kept = readdirSync(join(program.home, '.cache/jetdeck/compiled'));
	expect(kept).toEqual([expect.stringContaining('-deck-')]);
});
