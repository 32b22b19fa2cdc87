import { spawn } from 'node:child_process';

/** Sees to it that folders, and the servers that write into them, do not outlive this process, however it ends. */
export interface Guard {
	/** When this process is gone the folder is removed, and before that the server `pid` is ended, where there is one. */
	readonly watch: (folder: string, pid?: number) => void;
	/** The folder is gone already. */
	readonly forget: (folder: string) => void;
}

/**
 * The end of its standard input comes when the process that wrote to it is gone. A process of its own, for nothing inside
 * a process outlives a `kill -9`. Each line is a folder, followed by a process id (0 for none) to watch it.
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

/** Starts the guard of this process. It ends when this process does. */
export function startGuard(): Guard {
	// A group of its own: what the terminal sends to jetdeck's is not for it.
	const guard = spawn(process.execPath, ['-e', script], {
		stdio: ['pipe', 'ignore', 'ignore'],
		detached: true,
		windowsHide: true,
	});
	// Where it cannot be started, or somebody ended it, stopping and the next start still clean up.
	guard.on('error', () => {});
	guard.stdin.on('error', () => {});
	guard.unref();
	const tell = (...line: readonly [folder: string, pid?: number]): void => {
		guard.stdin.write(`${JSON.stringify(line)}\n`);
	};
	return { watch: (folder, pid = 0) => tell(folder, pid), forget: (folder) => tell(folder) };
}
