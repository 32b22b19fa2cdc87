import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { root } from '../support/build.ts';
import { bundled } from '../support/bundled.ts';
import { driver } from '../support/driver.ts';
import { asInstalled, drawn, inJobControl, inShell, lineOf, processesOf, restored } from '../support/in-shell.ts';
import type { Program } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';

let server: TestServer;

beforeAll(async () => {
	server = await startServer();
});

const command = () => `${asInstalled} --server ${server.url}`;
/** The shell that waits, and the deck. */
const both = (program: Program): readonly [guard: number, deck: number] => {
	const [guard = 0, deck = 0] = processesOf(program);
	expect(deck).toBeGreaterThan(0);
	return [guard, deck];
};

describe('the terminal is given back for a deck that cannot', () => {
	it.each([
		['SIGKILL', 137, /it was killed \(SIGKILL\)/],
		['SIGABRT', 134, /it was aborted \(SIGABRT\)/],
		['SIGSEGV', 139, /failed \(SIGSEGV or SIGBUS\)/],
		['SIGBUS', 135, /failed \(SIGSEGV or SIGBUS\)/],
		['SIGXCPU', 152, /signal 24 ended it/],
	] as const)('after %s, which is said', async (signal, code, said) => {
		const program = inShell(command());
		await drawn(program);
		process.kill(both(program)[1], signal);
		await restored(program, code);
		expect(program.screen().join(' ')).toMatch(said);
		expect(program.screen().join(' ')).toMatch(/The terminal is as\s+it\s+was before\./);
	});

	it('while something is typed', async () => {
		const program = inShell(command());
		await drawn(program);
		driver(program).run('deck.palette');
		await program.waitFor(/Command or stream/);
		process.kill(both(program)[1], 'SIGKILL');
		await restored(program, 137);
	});

	it('when memory runs out', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'jetdeck-guard-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		copyFileSync(join(root, 'dist/jetdeck'), join(folder, 'jetdeck'));
		copyFileSync(await bundled('faulty-deck.ts'), join(folder, 'jetdeck.js'));
		symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
		const path = `PATH='${join(root, 'node_modules/.bin')}':"$PATH"`;
		const program = inShell(`${path} NODE_OPTIONS=--max-old-space-size=80 ${folder}/jetdeck ${server.url} heap`);
		await drawn(program);
		await program.waitFor(/RESTORED/, 60_000);
		const code = Number(lineOf(program, 'code'));
		expect([132, 133, 134, 139]).toContain(code);
		await restored(program, code);
		expect(program.screen().join(' ').replaceAll(/ +/g, ' ')).toMatch(/jetdeck ended: .*ran out of memory/);
	});

	it('below what a screen reader read', async () => {
		const program = inShell(command(), { env: { INK_SCREEN_READER: 'true' } });
		await program.waitFor(/No streams in this account yet/);
		process.kill(both(program)[1], 'SIGKILL');
		const lines = await program.waitFor(/RESTORED/);
		expect(lines.join(' ')).toMatch(/No streams in this account yet.*it was killed.*RESTORED/);
	});
});

describe('what jetdeck does by itself', () => {
	it('when one quits', async () => {
		const program = inShell(command());
		await drawn(program);
		driver(program).run('deck.quit');
		await restored(program, 0);
		expect(program.screen().join(' ')).not.toContain('jetdeck ended');
	});

	it.each([
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGQUIT', 131],
	] as const)('on %s, whoever of the two gets it', async (signal, code) => {
		for (const which of [0, 1] as const) {
			const program = inShell(command());
			await drawn(program);
			process.kill(both(program)[which], signal);
			await restored(program, code);
			expect(program.screen().join(' ')).not.toContain('jetdeck ended');
		}
	});

	it.each(['our key', 'SIGTSTP', 'SIGSTOP'] as const)('stops with it after %s, and goes on with fg', async (how) => {
		const program = inJobControl(command());
		await drawn(program);
		const [guard, deck] = both(program);
		if (how === 'our key') driver(program).run('deck.suspend');
		else if (how === 'SIGTSTP') process.kill(deck, how);
		// Nobody can give the terminal back, as with every program.
		else for (const pid of [deck, guard]) process.kill(pid, how);
		await program.waitFor(/STOPPED/);
		if (how !== 'SIGSTOP') {
			expect(program.alternate).toBe(false);
			expect(lineOf(program, 'stopped')).toBe(lineOf(program, 'before'));
		}
		program.resize(100, 30);
		program.type(how === 'SIGSTOP' ? 'go\n' : 'go\r');
		await program.waitFor(
			(screen) => /No streams in this account yet/.test(screen.join('\n')) && screen[0]?.length === 100,
		);
		driver(program).run('deck.quit');
		await restored(program, 0);
	});

	it('is found through links, by whatever name it is started', () => {
		const folder = mkdtempSync(join(tmpdir(), 'jetdeck guard '));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		symlinkSync(relative(realpathSync(folder), join(root, 'dist/jetdeck')), join(folder, 'first'));
		symlinkSync('first', join(folder, 'second'));
		const env = { PATH: `${folder}:${join(root, 'node_modules/.bin')}:${process.env.PATH}`, HOME: '/nonexistent' };
		for (const line of ['second', './second', 'sh second', `'${folder}/second'`]) {
			const { status, stdout } = spawnSync('sh', ['-c', `${line} --version`], { env, cwd: folder, encoding: 'utf8' });
			expect([line, status, stdout]).toEqual([line, 0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
		}
	});

	it.each([['--version'], ['report', '--help'], ['request']])('has no terminal to give back: %s', (...args) => {
		const env = { PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`, HOME: '/nonexistent' };
		const alone = spawnSync('node', [join(root, 'dist/jetdeck.js'), ...args], { env, encoding: 'utf8' });
		const { status, stdout, stderr } = spawnSync(join(root, 'dist/jetdeck'), args, { env, encoding: 'utf8' });
		expect({ status, stdout, stderr }).toEqual({ status: alone.status, stdout: alone.stdout, stderr: alone.stderr });
	});
});
