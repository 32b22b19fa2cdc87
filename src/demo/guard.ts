import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * The guard. The end of its standard input comes when the process that wrote to it is gone: a process of its own, for
 * nothing inside a process outlives a `kill -9`. Each line is a folder, followed by a process id (0 for none) to watch it.
 */
const script = `
const folders = new Map();
let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => {
	const lines = (rest + text).split('\\n');
	rest = lines.pop();
	for (const [folder, pid] of lines.map((line) => JSON.parse(line))) {
		if (pid === undefined) folders.delete(folder);
		else folders.set(folder, pid);
	}
});
process.stdin.on('error', () => {});
process.stdin.on('close', () => {
	const { rmSync } = require('node:fs');
	for (const [folder, pid] of folders) {
		try { if (pid > 0) process.kill(pid, 'SIGKILL'); } catch {}
		try { rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }); } catch {}
	}
	process.exit();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
`;

let guard: ChildProcessByStdio<Writable, null, null> | undefined;

/**
 * Sees to it that a folder does not outlive this process, however it ends; before the folder is removed the server `pid`
 * that writes into it is ended, where there is one. What was said of the folder before no longer holds.
 */
export function watch(folder: string, pid = 0): void {
	guard ??= start();
	guard.stdin.write(`${JSON.stringify([folder, pid])}\n`);
}

/** The folder is gone already. */
export function forget(folder: string): void {
	guard?.stdin.write(`${JSON.stringify([folder])}\n`);
}

function start(): ChildProcessByStdio<Writable, null, null> {
	// A group of its own: what the terminal sends to jetdeck's is not for it.
	const child = spawn(process.execPath, ['-e', script], {
		stdio: ['pipe', 'ignore', 'ignore'],
		detached: true,
		windowsHide: true,
	});
	// Where it cannot be started, or somebody ended it, stopping and the next start still clean up.
	child.on('error', () => {});
	child.stdin.on('error', () => {});
	child.unref();
	return child;
}
