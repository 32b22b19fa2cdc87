import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/build.ts';
import { bundled } from '../support/bundled.ts';
import { driver } from '../support/driver.ts';
import { type Program, startProgram } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';

let server: TestServer;

beforeAll(async () => {
	server = await startServer();
});

/** The deck in a shell that writes down the terminal's settings before and after, and the exit code. */
function inShell(): Program {
	const shell = `stty -g > before; eval "$JETDECK --server ${server.url}"; echo $? > code; stty -g > after; echo RESTORED; exec cat`;
	return startProgram({ shell });
}

async function drawn(program: Program): Promise<void> {
	await program.waitFor(/No streams in this account yet/);
	expect(program.alternate).toBe(true);
	expect(program.modes.cursorHidden).toBe(true);
}

/** What the shell wrote down. */
const lineOf = (program: Program, file: string): string => readFileSync(join(program.home, file), 'utf8').trim();

/** Everything as it was: the screen, the cursor, the modes of the terminal and the settings of its line. */
async function restored(program: Program, code: number): Promise<void> {
	await program.waitFor(/RESTORED/);
	expect(program.alternate).toBe(false);
	expect(program.modes).toEqual({ bracketedPaste: false, wraparound: true, cursorHidden: false });
	expect(lineOf(program, 'after')).toBe(lineOf(program, 'before'));
	expect(lineOf(program, 'code')).toBe(String(code));
	expect(program.screen().join('\n')).not.toContain('Streams');
}

/** The process of the deck inside the shell. */
async function deckProcess(program: Program): Promise<number> {
	const children = readFileSync(`/proc/${program.pid}/task/${program.pid}/children`, 'utf8')
		.trim()
		.split(' ')
		.map(Number);
	const [child] = children;
	if (child === undefined) throw new Error('the shell runs nothing');
	return child;
}

describe('the terminal is given back', () => {
	const faulty = async (fault: string): Promise<Program> => {
		const file = await bundled('faulty-deck.ts');
		const node = join(root, 'node_modules/.bin/node');
		const shell = `stty -g > before; ${node} ${file} ${server.url} ${fault} 2> said; echo $? > code; stty -g > after; echo RESTORED; exec cat`;
		return startProgram({ shell });
	};

	it.each(['frame', 'rejection again', 'exception again'])('after a fault that never ends: %s', async (fault) => {
		const program = await faulty(fault);
		await restored(program, 1);
		expect(program.written).toContain('\u001b[?1049h');
		// What stands in the message of a fault may be a server's.
		expect(readFileSync(join(program.home, 'said'), 'utf8')).toContain(
			'jetdeck ended by a fault of its own: broken on purpose ␛]0;owned␇�2J\n',
		);
	});

	it.each(['component', 'rejection', 'exception'])('when one quits after a fault of a part: %s', async (fault) => {
		const program = await faulty(fault);
		await program.waitFor(/by a fault of jetdeck: ?\s+broken on purpose/);
		expect(program.alternate).toBe(true);
		driver(program).run('go.account');
		await program.waitFor(/Account/);
		driver(program).run('deck.quit');
		await restored(program, 0);
	});

	it('when one quits', async () => {
		const program = inShell();
		await drawn(program);
		driver(program).run('deck.quit');
		await restored(program, 0);
	});

	it('when ctrl-c is pressed while typing', async () => {
		const program = inShell();
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
		const program = inShell();
		await drawn(program);
		process.kill(await deckProcess(program), signal);
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
		const shell = `stty -g > before; eval "$JETDECK --server 127.0.0.1:1"; echo $? > code; stty -g > after; echo RESTORED; exec cat`;
		const program = startProgram({ shell });
		await program.waitFor(/Nothing listens there/);
		driver(program).run('deck.quit');
		await restored(program, 0);
	});

	it.each(['our key', 'SIGTSTP'] as const)(
		'while a program has it after %s, and taken again by fg, at the size of then',
		async (how) => {
			const program = inJobControl();
			await drawn(program);
			if (how === 'our key') driver(program).run('deck.suspend');
			else process.kill(await deckProcess(program), how);
			await program.waitFor(/STOPPED/);
			expect(program.alternate).toBe(false);
			expect(program.modes).toEqual({ bracketedPaste: false, wraparound: true, cursorHidden: false });
			expect(lineOf(program, 'stopped')).toBe(lineOf(program, 'before'));
			await takenAgain(program, 'go\r');
		},
	);

	it('as far as anybody can after SIGSTOP, and taken again by fg, at the size of then', async () => {
		const program = inJobControl();
		await drawn(program);
		process.kill(await deckProcess(program), 'SIGSTOP');
		await program.waitFor(/STOPPED/);
		// The line is as the deck had it, for nobody could give it back: enter ends no line there.
		await takenAgain(program, 'go\n');
	});
});

/** As `inShell`, in a shell that stops jobs and goes on with them. */
function inJobControl(): Program {
	const shell = `set -m; stty -g > before; eval "$JETDECK --server ${server.url}"; stty -g > stopped; echo STOPPED; read go; stty "$(cat before)"; fg; echo $? > code; stty -g > after; echo RESTORED; exec cat`;
	return startProgram({ shell });
}

/** After a resize that only the shell was told of. */
async function takenAgain(program: Program, line: string): Promise<void> {
	program.resize(100, 30);
	program.type(line);
	const lines = await program.waitFor(
		(screen) => /No streams in this account yet/.test(screen.join('\n')) && screen[0]?.length === 100,
	);
	expect(lines.at(-1)).toContain('help');
	expect(program.alternate).toBe(true);
	expect(program.modes).toMatchObject({ bracketedPaste: true, cursorHidden: true });
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
