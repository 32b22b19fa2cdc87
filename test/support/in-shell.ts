import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { root } from './build.ts';
import { type Program, type ProgramOptions, sendsWheel, startProgram } from './pty.ts';

/** As people start it: by the shell that waits for it. */
export const asInstalled = `PATH='${join(root, 'node_modules/.bin')}':"$PATH" '${join(root, 'dist/jetdeck')}'`;

/** A command in a shell that writes down the terminal's settings before and after, and the exit code. */
export function inShell(command: string, options: Omit<ProgramOptions, 'shell'> = {}): Program {
	const shell = `stty -g > before; eval "${command.replaceAll('"', '\\"')}"; echo $? > code; stty -g > after; echo RESTORED; exec cat`;
	return startProgram({ ...options, shell });
}

/**
 * The same in a shell that stops jobs and goes on with them, by the line that is typed.
 * After SIGSTOP the cursor stands where the deck left it: the shell's word begins a line of its own.
 */
export function inJobControl(command: string): Program {
	const shell = `set -m; stty -g > before; eval "${command.replaceAll('"', '\\"')}"; stty -g > stopped; printf '\\r\\nSTOPPED\\r\\n'; read go; stty "$(cat before)"; fg; echo $? > code; stty -g > after; echo RESTORED; exec cat`;
	return startProgram({ shell });
}

/** Waits until the deck has the terminal and shows an account without streams. */
export async function drawn(program: Program): Promise<void> {
	await program.waitFor(/No streams in this account yet/);
	expect(program.alternate).toBe(true);
	expect(program.modes).toMatchObject({ cursorHidden: true, wheel: true });
}

/** What the shell wrote down. */
export const lineOf = (program: Program, file: string): string => readFileSync(join(program.home, file), 'utf8').trim();

export const modesBefore = { bracketedPaste: false, wraparound: true, cursorHidden: false, wheel: false };

/** Everything as it was: the screen, the cursor, the modes of the terminal and the settings of its line. */
export async function restored(program: Program, code: number): Promise<void> {
	await program.waitFor(/RESTORED/);
	expect(program.alternate).toBe(false);
	expect(program.modes).toEqual(modesBefore);
	expect(sendsWheel(program.written, true)).toBe(true);
	expect(lineOf(program, 'after')).toBe(lineOf(program, 'before'));
	expect(lineOf(program, 'code')).toBe(String(code));
	expect(program.screen().join('\n')).not.toContain('Streams');
}

/** The process that the shell runs, and those that it runs in turn: the last is the deck itself. */
export function processesOf(program: Program): readonly number[] {
	const childOf = (pid: number): number =>
		Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
	const processes: number[] = [];
	for (let pid = childOf(program.pid); pid > 0; pid = childOf(pid)) processes.push(pid);
	if (processes.length === 0) throw new Error('the shell runs nothing');
	return processes;
}
