import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

export const root = join(import.meta.dirname, '../..');

/** The program in a terminal of its own, with what it costs. */
export class Program {
	readonly startedAt = performance.now();
	readonly #pty: IPty;
	readonly #terminal: InstanceType<typeof xterm.Terminal>;
	readonly #exit: Promise<unknown>;
	/** What it wrote, chunk by chunk, with the time of each. */
	readonly written: { readonly at: number; readonly text: string }[] = [];
	#wake: () => void = () => {};

	constructor(
		[file = '', ...args]: readonly string[],
		size: { readonly columns: number; readonly rows: number },
		env: NodeJS.ProcessEnv,
	) {
		this.#terminal = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
		this.#pty = spawn(file, args, {
			cols: size.columns,
			rows: size.rows,
			env: { PATH: process.env.PATH, TERM: 'xterm-256color', ...env },
		});
		this.#exit = new Promise((resolve) => this.#pty.onExit(resolve));
		this.#pty.onData((text) => {
			this.written.push({ at: performance.now(), text });
			this.#terminal.write(text, () => this.#wake());
		});
	}

	get bytes(): number {
		return this.written.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
	}

	screen(): readonly string[] {
		const buffer = this.#terminal.buffer.active;
		return Array.from(
			{ length: this.#terminal.rows },
			(_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '',
		);
	}

	/** Waits until the screen is as wanted; answers the milliseconds since the start. */
	async until(wanted: (screen: readonly string[]) => boolean, what: string, withinMs = 30_000): Promise<number> {
		const deadline = performance.now() + withinMs;
		while (!wanted(this.screen())) {
			if (performance.now() > deadline) throw new Error(`waited in vain for ${what}:\n${this.screen().join('\n')}`);
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, 100);
				this.#wake = () => {
					clearTimeout(timer);
					resolve();
				};
			});
		}
		return performance.now() - this.startedAt;
	}

	/** Presses a key and answers the milliseconds until the screen is as wanted. */
	async press(key: string, wanted: (screen: readonly string[]) => boolean): Promise<number> {
		const pressed = performance.now();
		this.#pty.write(key);
		await this.until(wanted, `the frame after ${JSON.stringify(key)}`);
		return performance.now() - pressed;
	}

	type(text: string): void {
		this.#pty.write(text);
	}

	signal(signal: NodeJS.Signals): void {
		this.#pty.kill(signal);
	}

	/** CPU seconds so far of all its threads (Linux: nanoseconds in schedstat, where /proc/stat counts in hundredths). */
	cpuSeconds(): number {
		const tasks = `/proc/${this.#pty.pid}/task`;
		const spent = readdirSync(tasks).map((task) =>
			Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]),
		);
		return spent.reduce((sum, each) => sum + each, 0) / 1e9;
	}

	/** Resident memory, bytes. */
	memory(): number {
		return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.#pty.pid}/status`, 'utf8'))?.[1]) * 1024;
	}

	async end(): Promise<void> {
		this.#pty.kill('SIGTERM');
		const tooLong = setTimeout(() => this.#pty.kill('SIGKILL'), 3000);
		await this.#exit;
		clearTimeout(tooLong);
		this.#terminal.dispose();
	}
}

export function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
