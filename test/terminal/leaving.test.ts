import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/build.ts';
import { bundled } from '../support/bundled.ts';
import { driver } from '../support/driver.ts';
import { drawn, inJobControl, inShell, lineOf, modesBefore, processesOf, restored } from '../support/in-shell.ts';
import { type Program, startProgram } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';

let server: TestServer;

beforeAll(async () => {
	server = await startServer();
});

const command = () => `$JETDECK --server ${server.url}`;
const deckProcess = (program: Program): number => processesOf(program).at(-1) ?? 0;

describe('the terminal is given back', () => {
	const faulty = async (fault: string): Promise<Program> => {
		const file = await bundled('faulty-deck.ts');
		const node = join(root, 'node_modules/.bin/node');
		return inShell(`${node} ${file} ${server.url} ${fault} 2> said`);
	};

	it.each(['frame', 'rejection again', 'exception again'])('after a fault that never ends: %s', async (fault) => {
		const program = await faulty(fault);
		await restored(program, 1);
		expect(program.written).toContain('\u001b[?1049h');
		// What stands in the message of a fault may be a server's.
		expect(readFileSync(join(program.home, 'said'), 'utf8')).toContain(
			'jetdeck ended because of a bug: broken on purpose ␛]0;owned␇�2J\n',
		);
	});

	it.each(['component', 'rejection', 'exception'])('when one quits after a fault of a part: %s', async (fault) => {
		const program = await faulty(fault);
		await program.waitFor(/a bug of jetdeck\s+\(broken on purpose/);
		expect(program.alternate).toBe(true);
		driver(program).run('go.account');
		await program.waitFor(/Account/);
		driver(program).run('deck.quit');
		await restored(program, 0);
	});

	it('when one quits', async () => {
		const program = inShell(command());
		await drawn(program);
		driver(program).run('deck.quit');
		await restored(program, 0);
	});

	it('when ctrl-c is pressed while typing', async () => {
		const program = inShell(command());
		await drawn(program);
		driver(program).run('deck.palette');
		await program.waitFor(/Command or stream/);
		program.press('ctrl+c');
		await restored(program, 0);
	});

	it.each([
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const)('on %s', async (signal, code) => {
		const program = inShell(command());
		await drawn(program);
		process.kill(deckProcess(program), signal);
		await restored(program, code);
	});

	it('below what a screen reader read', async () => {
		const shell = `echo ABOVE; eval "$JETDECK --server ${server.url}"; echo BELOW; exec cat`;
		const program = startProgram({ shell, env: { INK_SCREEN_READER: 'true' } });
		await program.waitFor(/No streams in this account yet/);
		driver(program).run('deck.quit');
		const lines = await program.waitFor(/^BELOW$/m);
		expect(lines[0]).toBe('ABOVE');
		expect(lines.indexOf('BELOW')).toBe(lines.findLastIndex((line) => line !== ''));
	});

	it('before the connection is up', async () => {
		const program = inShell('$JETDECK --server 127.0.0.1:1');
		await program.waitFor(/Nothing listens there/);
		driver(program).run('deck.quit');
		await restored(program, 0);
	});

	it.each(['our key', 'SIGTSTP'] as const)(
		'while a program has it after %s, and taken again by fg, at the size of then',
		async (how) => {
			const program = inJobControl(command());
			await drawn(program);
			if (how === 'our key') driver(program).run('deck.suspend');
			else process.kill(deckProcess(program), how);
			await program.waitFor(/STOPPED/);
			expect(program.alternate).toBe(false);
			expect(program.modes).toEqual(modesBefore);
			expect(lineOf(program, 'stopped')).toBe(lineOf(program, 'before'));
			await takenAgain(program, 'go\r');
		},
	);

	it('as far as anybody can after SIGSTOP, and taken again by fg, at the size of then', async () => {
		const program = inJobControl(command());
		await drawn(program);
		process.kill(deckProcess(program), 'SIGSTOP');
		await program.waitFor(/STOPPED/);
		// The line is as the deck had it, for nobody could give it back: enter ends no line there.
		await takenAgain(program, 'go\n');
	});
});

/** After a resize that only the shell was told of. */
async function takenAgain(program: Program, line: string): Promise<void> {
	program.resize(100, 30);
	program.type(line);
	const lines = await program.waitFor(
		(screen) => /No streams in this account yet/.test(screen.join('\n')) && screen[0]?.length === 100,
	);
	expect(lines.at(-1)).toContain('help');
	expect(program.alternate).toBe(true);
	expect(program.modes).toMatchObject({ bracketedPaste: true, cursorHidden: true, wheel: true });
	driver(program).run('deck.quit');
	await restored(program, 0);
}

it('ends with 129 when the terminal is hung up', async () => {
	const program = startProgram({ args: ['--server', server.url] });
	await drawn(program);
	program.kill('SIGHUP');
	const { code } = await program.ended;
	expect(code).toBe(129);
});
