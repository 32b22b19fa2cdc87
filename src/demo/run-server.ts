import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forget, watch } from './guard.ts';

export interface DemoServer {
	readonly url: string;
	readonly pid: number;
	/** Stops it and removes all its files. */
	readonly stop: () => Promise<void>;
}

const prefix = 'jetdeck-demo-';
const readyWithinMs = 10_000;
/** Limits only, nothing is reserved: people create streams of 10 GiB, as documentation does, even on smaller disks. */
const limits = { memory: '16GB', storage: '1TB' } as const;

/**
 * Starts a nats-server on a free port of 127.0.0.1 with its store in a temporary folder, and waits until it is ready.
 * @param more lines of its configuration file, such as accounts
 * @throws an Error with the server's output if it does not start
 */
export async function runServer(binary: string, more: readonly string[] = []): Promise<DemoServer> {
	await removeLeftovers();
	const folder = await mkdtemp(join(tmpdir(), prefix));
	watch(folder);
	const log = join(folder, 'server.log');
	// In its own process group: ctrl-c in the terminal is for jetdeck, which stops the server itself.
	const server = spawn(binary, ['-c', await writeConfig(folder, more), '-l', log], {
		stdio: 'ignore',
		detached: true,
		windowsHide: true,
	});
	const removeNow = (): void => {
		server.kill('SIGKILL');
		rmSync(folder, { recursive: true, force: true });
	};
	const stop = async (): Promise<void> => {
		await ended(server);
		await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
		process.off('exit', removeNow);
		forget(folder);
	};
	try {
		if (server.pid === undefined) throw (await once(server, 'error'))[0];
		watch(folder, server.pid);
		// Its process id may soon belong to another process.
		server.once('exit', () => watch(folder));
		process.once('exit', removeNow);
		server.unref();
		return { url: await listening(server, folder, log), pid: server.pid, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

async function writeConfig(folder: string, more: readonly string[]): Promise<string> {
	const path = join(folder, 'server.conf');
	const lines = [
		'listen: "127.0.0.1:-1"',
		'server_name: "demo"',
		`ports_file_dir: ${JSON.stringify(folder)}`,
		`jetstream { store_dir: ${JSON.stringify(join(folder, 'store'))}, max_mem: ${limits.memory}, max_file: ${limits.storage} }`,
		...more,
	];
	await writeFile(path, `${lines.join('\n')}\n`);
	return path;
}

/** The server writes its port into a file named after its process. */
async function listening(server: ChildProcess, folder: string, log: string): Promise<string> {
	const deadline = Date.now() + readyWithinMs;
	while (isRunning(server) && Date.now() < deadline) {
		const name = (await readdir(folder)).find((each) => each.endsWith('.ports'));
		const url = name && /"(nats:\/\/[^"]+)"/.exec(await readFile(join(folder, name), 'utf8'))?.[1];
		if (url) return url;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	const said = await readFile(log, 'utf8').catch(() => '');
	throw new Error(`nats-server did not start: ${said.trim().split('\n').at(-1) || 'it said nothing'}`);
}

function isRunning(server: ChildProcess): boolean {
	return server.pid !== undefined && server.exitCode === null && server.signalCode === null;
}

async function ended(server: ChildProcess): Promise<void> {
	if (!isRunning(server)) return;
	server.ref();
	const exit = once(server, 'exit');
	server.kill('SIGKILL');
	await exit;
}

/** Folders whose server is gone, after a power loss or a killed guard. */
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
