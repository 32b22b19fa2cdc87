import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface DemoServer {
	readonly url: string;
	readonly pid: number;
	/** Ends it and removes all it wrote. */
	readonly stop: () => Promise<void>;
}

const prefix = 'jetdeck-demo-';
const readyWithinMs = 10_000;

/**
 * Waits for the end of its standard input, which comes when jetdeck is gone, however it went: then it ends the server and
 * removes its folder. A process of its own, for nothing inside jetdeck outlives a `kill -9`.
 */
const watchdog = `
const [pid, folder] = process.argv.slice(1);
process.stdin.resume().on('error', () => {}).on('close', () => {
	try { process.kill(Number(pid), 'SIGKILL'); } catch {}
	const { rmSync } = require('node:fs');
	try { rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }); } catch {}
	process.exit();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
`;

/** Starts a nats-server on a free port of 127.0.0.1 with its store in a temporary folder, and waits until it is ready. */
export async function runServer(binary: string): Promise<DemoServer> {
	await removeLeftovers();
	const folder = await mkdtemp(join(tmpdir(), prefix));
	const config = join(folder, 'server.conf');
	await writeFile(
		config,
		`listen: "127.0.0.1:-1"\nserver_name: "demo"\nports_file_dir: ${JSON.stringify(folder)}\njetstream { store_dir: ${JSON.stringify(join(folder, 'store'))}, max_mem: 256MB, max_file: 1GB }\n`,
	);
	const log = join(folder, 'server.log');
	// A group of its own: ctrl-c in the terminal is for jetdeck, which ends the server itself.
	const server = spawn(binary, ['-c', config, '-l', log], { stdio: 'ignore', detached: true });
	const failed = once(server, 'error').then(([error]) => error as Error);
	if (server.pid === undefined) throw await failed;
	const guard = spawn(process.execPath, ['-e', watchdog, String(server.pid), folder], {
		stdio: ['pipe', 'ignore', 'ignore'],
		detached: true,
	});
	guard.unref();
	server.unref();
	const removeNow = (): void => {
		server.kill('SIGKILL');
		rmSync(folder, { recursive: true, force: true });
	};
	process.once('exit', removeNow);
	const stop = async (): Promise<void> => {
		process.off('exit', removeNow);
		await ended(server);
		await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
		guard.stdin?.end();
	};
	try {
		const url = await listening(server, folder, log);
		return { url, pid: server.pid, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** The server writes the port it was given into a file named after its process. */
async function listening(server: ChildProcess, folder: string, log: string): Promise<string> {
	const deadline = Date.now() + readyWithinMs;
	while (server.exitCode === null && Date.now() < deadline) {
		const name = (await readdir(folder)).find((each) => each.endsWith('.ports'));
		const url = name && /"(nats:\/\/[^"]+)"/.exec(await readFile(join(folder, name), 'utf8'))?.[1];
		if (url) return url;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	const said = await readFile(log, 'utf8').catch(() => '');
	throw new Error(`nats-server did not start: ${said.trim().split('\n').at(-1) ?? 'it said nothing'}`);
}

async function ended(server: ChildProcess): Promise<void> {
	if (server.exitCode !== null || server.signalCode !== null) return;
	server.ref();
	const exit = once(server, 'exit');
	server.kill('SIGKILL');
	await exit;
}

/** Folders whose server is gone: the machine lost power, or somebody ended the watchdog. */
async function removeLeftovers(): Promise<void> {
	for (const name of await readdir(tmpdir())) {
		if (!name.startsWith(prefix)) continue;
		const folder = join(tmpdir(), name);
		const ports = (await readdir(folder).catch(() => [])).find((each) => each.endsWith('.ports'));
		const pid = Number(/_(\d+)\.ports$/.exec(ports ?? '')?.[1]);
		const old = await stat(folder).then(
			({ mtimeMs }) => Date.now() - mtimeMs > 60_000,
			() => false,
		);
		if (old && !(pid > 0 && alive(pid))) await rm(folder, { recursive: true, force: true }).catch(() => {});
	}
}

function alive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
