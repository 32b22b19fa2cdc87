import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * The guard. Its standard input ends when the parent process is gone; it must be a separate process, since nothing inside a
 * process survives `kill -9`. Each line is a folder to watch, then a process id (0 for none).
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
 * Removes a folder when this process ends, however it ends; before that the guard stops the server `pid` that writes into it, if
 * any. A later call for the same folder replaces the earlier one.
 */
export function watch(folder: string, pid = 0): void {
	guard ??= start();
	guard.stdin.write(`${JSON.stringify([folder, pid])}\n`);
}

/** The folder has been removed. */
export function forget(folder: string): void {
	guard?.stdin.write(`${JSON.stringify([folder])}\n`);
}

function start(): ChildProcessByStdio<Writable, null, null> {
	// In its own process group: signals from the terminal to jetdeck's group must not reach it.
	const child = spawn(process.execPath, ['-e', script], {
		stdio: ['pipe', 'ignore', 'ignore'],
		detached: true,
		windowsHide: true,
	});
	// If it cannot start, or somebody ends it, stopping and the next start still clean up.
	child.on('error', () => {});
	child.stdin.on('error', () => {});
	child.unref();
	return child;
}
