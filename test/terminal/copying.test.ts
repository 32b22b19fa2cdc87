import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { driver } from '../support/driver.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { type Program, startProgram } from '../support/pty.ts';
import { startServer } from '../support/servers.ts';

const osc52 = (text: string): string => `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;

async function copyName(program: Program, said: RegExp): Promise<void> {
	const person = driver(program);
	await person.list().row('LOGS').shown();
	person.run('take.copy');
	await program.waitFor(/name {2,}LOGS/);
	program.press('enter');
	await program.waitFor(said);
}

describe('a name that is copied', () => {
	it('is sent to the terminal, and no more is said', async () => {
		const server = await startServer();
		await createStreams(await connect(server), ['LOGS']);
		const program = startProgram({ args: ['--server', server.url] });
		await copyName(program, /i Sent to the terminal's clipboard: name, LOGS\./);
		expect(program.written).toContain(osc52('LOGS'));
	});

	it.runIf(spawnSync('tmux', ['-V']).status === 0)('is in the buffer of a tmux, and goes on from there', async () => {
		const server = await startServer();
		await createStreams(await connect(server), ['LOGS']);
		const socket = `jetdeck-test-${process.pid}`;
		const tmux = `tmux -L ${socket} -f /dev/null`;
		onTestFinished(() => void execFileSync('sh', ['-c', `${tmux} kill-server`]));
		const program = startProgram({ shell: `exec ${tmux} new-session "$JETDECK --server ${server.url}"` });
		await copyName(program, /✓ Copied to tmux: name, LOGS\./);
		expect(execFileSync('sh', ['-c', `${tmux} show-buffer`], { encoding: 'utf8' })).toBe('LOGS');
		// tmux writes the OSC 52 of its own to the terminal that it is shown on.
		expect(program.written).toContain('\u001b]52;');
		expect(program.written).toContain(Buffer.from('LOGS').toString('base64'));
	});
});
