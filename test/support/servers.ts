import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { forget, watch } from '../../src/demo/guard.ts';
import { type ServerLine, serverBinary } from './server-binaries.ts';
import { until } from './until.ts';

export interface ServerOptions {
	/** Default `newest`. */
	readonly line?: ServerLine;
	/** More of the configuration file, such as users. */
	readonly config?: string;
	/** Default true. */
	readonly jetstream?: boolean;
	/** Of its JetStream. */
	readonly domain?: string;
	readonly port?: number;
	readonly storeDir?: string;
}

export interface TestServer {
	readonly url: string;
	readonly port: number;
	readonly pid: number;
	readonly storeDir: string;
	/** Ends it, by its process id. Its store stays until the test file ends. */
	stop(signal?: NodeJS.Signals): Promise<void>;
	/** Ends it and starts it again, with the same port and store. */
	restart(): Promise<void>;
	/** Starts it again after `stop`. */
	start(): Promise<void>;
	/** Has it stand still, its connections open; comes back once it does. */
	freeze(): Promise<void>;
	/** Has it go on. */
	thaw(): void;
}

const running = new Set<RunningServer>();

/** A nats-server of one line on a free port of 127.0.0.1, ready to be connected to. Ended with the test file. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
	const binary = await serverBinary(options.line ?? 'newest');
	for (let attempt = 1; ; attempt += 1) {
		const server = new RunningServer(binary, options, options.port ?? (await freePort()));
		running.add(server);
		try {
			await server.start();
			return server;
		} catch (error) {
			// Another process may have taken the port between the search and the start.
			if (options.port !== undefined || attempt === 3) throw error;
		}
	}
}

/** A port of 127.0.0.1 that nobody listens on now. */
export async function freePort(): Promise<number> {
	const [port] = await freePorts(1);
	if (port === undefined) throw new Error('one port was asked for');
	return port;
}

/** Different ports of 127.0.0.1 that nobody listens on now. */
export async function freePorts(count: number): Promise<readonly number[]> {
	// All are held until the last is found: a port that is given back could be found again.
	const holders = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
	await Promise.all(holders.map((holder) => once(holder, 'listening')));
	const ports = holders.map((holder) => {
		const address = holder.address();
		if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
		return address.port;
	});
	await Promise.all(holders.map((holder) => once(holder.close(), 'close')));
	return ports;
}

class RunningServer implements TestServer {
	readonly port: number;
	readonly storeDir: string;
	readonly #binary: string;
	readonly #folder = mkdtempSync(join(tmpdir(), 'jetdeck-test-'));
	#process: ChildProcess | undefined;

	constructor(binary: string, options: ServerOptions, port: number) {
		this.port = port;
		this.#binary = binary;
		this.storeDir = options.storeDir ?? join(this.#folder, 'store');
		const domain = options.domain === undefined ? '' : `, domain: ${options.domain}`;
		const jetstream =
			options.jetstream === false ? '' : `jetstream { store_dir: ${JSON.stringify(this.storeDir)}${domain} }`;
		const config = `listen: "127.0.0.1:${port}"\n${jetstream}\n${options.config ?? ''}\n`;
		writeFileSync(join(this.#folder, 'server.conf'), config);
	}

	get url(): string {
		return `nats://127.0.0.1:${this.port}`;
	}

	get pid(): number {
		if (this.#process?.pid === undefined) throw new Error('the server does not run');
		return this.#process.pid;
	}

	async start(): Promise<void> {
		const log = join(this.#folder, 'server.log');
		const child = spawn(this.#binary, ['-c', join(this.#folder, 'server.conf'), '-l', log], { stdio: 'ignore' });
		this.#process = child;
		// Vitest kills this process on ctrl-c.
		watch(this.#folder, child.pid);
		child.once('exit', () => watch(this.#folder));
		await until(() => child.exitCode !== null || reachable(this.port), {
			what: `nats-server on port ${this.port}`,
			seen: () => readFileSync(log, { encoding: 'utf8' }),
		});
		if (child.exitCode !== null) throw new Error(`nats-server ended: ${readFileSync(log, 'utf8')}`);
	}

	async stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
		const child = this.#process;
		this.#process = undefined;
		if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, 'exit');
		child.kill(signal);
		await ended;
	}

	async restart(): Promise<void> {
		await this.stop();
		await this.start();
	}

	async freeze(): Promise<void> {
		const { pid } = this;
		process.kill(pid, 'SIGSTOP');
		const threads = `/proc/${pid}/task`;
		// One that still runs could answer.
		const isStill = () =>
			readdirSync(threads).every((id) => / [Tt] /.test(readFileSync(`${threads}/${id}/stat`, 'utf8')));
		await until(() => (existsSync(threads) ? isStill() : true), { what: 'the server to stand still' });
	}

	thaw(): void {
		process.kill(this.pid, 'SIGCONT');
	}

	remove(): void {
		this.#process?.kill('SIGKILL');
		rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
		forget(this.#folder);
	}
}

/** Whether a server takes clients on this port of 127.0.0.1. */
export function reachable(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		// The server speaks first: only then does it take clients.
		socket.once('data', () => settle(true));
		socket.once('error', () => settle(false));
		const settle = (answer: boolean): void => {
			socket.destroy();
			resolve(answer);
		};
	});
}

afterAll(async () => {
	for (const server of running) {
		await server.stop();
		server.remove();
	}
	running.clear();
});

process.on('exit', () => {
	for (const server of running) server.remove();
});
