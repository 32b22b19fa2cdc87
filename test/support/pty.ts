import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { afterEach } from 'vitest';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { root } from './build.ts';
import { until } from './until.ts';

export interface ProgramOptions {
	/** Arguments of jetdeck. */
	readonly args?: readonly string[];
	/** A shell line in place of jetdeck; `$JETDECK` is the command that starts it. */
	readonly shell?: string;
	readonly columns?: number;
	readonly rows?: number;
	readonly env?: Readonly<Record<string, string>>;
	/** Another Node than the pinned one. */
	readonly node?: string;
	/** Another file than the built program. */
	readonly file?: string;
	/** False for a terminal that answers nothing that it is asked. */
	readonly answers?: boolean;
}

/** What is in one place of the screen. */
export interface Cell {
	readonly text: string;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly underline: boolean;
	readonly inverse: boolean;
	/** -1 is the terminal's own. */
	readonly colour: number;
	/** Columns that it takes; none where the cell before takes two. */
	readonly width: number;
}

/**
 * Whether the wheel sends arrow keys, in a terminal that began without: xterm's mode 1007, and how its value is saved and
 * restored. The terminal of these tests does not know it.
 */
export function sendsWheel(written: string, atFirst = false): boolean {
	let [now, saved] = [atFirst, atFirst];
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is looked for.
	for (const [, act] of written.matchAll(/\u001b\[\?1007([hlrs])/g)) {
		if (act === 's') saved = now;
		else now = act === 'r' ? saved : act === 'h';
	}
	return now;
}

const open = new Set<Program>();

afterEach(() => {
	for (const program of open) program.remove();
	open.clear();
});

/** Starts the built program in a pty, read through a terminal without a screen. Ended with the test. */
export function startProgram(options: ProgramOptions = {}): Program {
	const program = new Program(options);
	open.add(program);
	return program;
}

export class Program {
	/** Home of the program; nobody's contexts are read and nobody's cache is written. */
	readonly home = mkdtempSync(join(tmpdir(), 'jetdeck-home-'));
	readonly ended: Promise<{ readonly code: number; readonly signal: number }>;
	readonly #pty: IPty;
	readonly #terminal: InstanceType<typeof xterm.Terminal>;
	#written = '';
	/** What the terminal answered while something trickles in. */
	#answers: string[] | undefined;
	/** Letters of it that are on the screen. */
	#drawn = 0;
	#exit: { readonly code: number; readonly signal: number } | undefined;

	constructor(options: ProgramOptions) {
		const { columns = 80, rows = 24 } = options;
		const node = options.node ?? join(root, 'node_modules/.bin/node');
		const command = [node, options.file ?? join(root, 'dist/jetdeck.js'), ...(options.args ?? [])];
		const env = {
			HOME: this.home,
			PATH: process.env.PATH ?? '',
			TERM: 'xterm-256color',
			LANG: 'C.UTF-8',
			JETDECK: command.map((word) => `'${word}'`).join(' '),
			...options.env,
		};
		this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
		const [file = '', ...args] = options.shell === undefined ? command : ['sh', '-c', options.shell];
		this.#pty = spawn(file, args, { cols: columns, rows, cwd: this.home, env, encoding: 'utf8' });
		this.#pty.onData((text) => {
			this.#written += text;
			this.#terminal.write(text, () => {
				this.#drawn += text.length;
			});
		});
		if (options.answers ?? true) this.#terminal.onData((answer) => this.#answer(answer));
		this.ended = new Promise((resolve) => {
			this.#pty.onExit(({ exitCode, signal }) => {
				this.#exit = { code: exitCode, signal: signal ?? 0 };
				resolve(this.#exit);
			});
		});
	}

	/**
	 * Types a byte at a time, as a bad link delivers what a terminal has sent whole. What the terminal answers meanwhile comes behind
	 * it: it was sent later.
	 */
	async trickle(bytes: Uint8Array, apartMs: number): Promise<void> {
		this.#answers = [];
		for (const byte of bytes) {
			this.type(Buffer.from([byte]));
			await new Promise((resolve) => setTimeout(resolve, apartMs));
		}
		const late = this.#answers;
		this.#answers = undefined;
		for (const answer of late) this.#pty.write(answer);
	}

	#answer(answer: string): void {
		if (this.#answers === undefined) this.#pty.write(answer);
		else this.#answers.push(answer);
	}

	get pid(): number {
		return this.#pty.pid;
	}

	/** Everything the program wrote so far. */
	get written(): string {
		return this.#written;
	}

	/** Whether the alternate screen is shown. */
	get alternate(): boolean {
		return this.#terminal.buffer.active.type === 'alternate';
	}

	get modes(): {
		readonly bracketedPaste: boolean;
		readonly wraparound: boolean;
		readonly cursorHidden: boolean;
		readonly wheel: boolean;
	} {
		const { bracketedPasteMode, wraparoundMode } = this.#terminal.modes;
		const shown = this.#written.lastIndexOf('\u001b[?25h');
		return {
			bracketedPaste: bracketedPasteMode,
			wraparound: wraparoundMode,
			cursorHidden: this.#written.lastIndexOf('\u001b[?25l') > shown,
			wheel: sendsWheel(this.#written),
		};
	}

	/** The visible lines, without blanks at their ends. */
	screen(): readonly string[] {
		const buffer = this.#terminal.buffer.active;
		return Array.from({ length: this.#terminal.rows }, (_, row) => {
			return buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '';
		});
	}

	cell(column: number, row: number): Cell {
		const buffer = this.#terminal.buffer.active;
		const cell = buffer.getLine(buffer.viewportY + row)?.getCell(column);
		if (cell === undefined) throw new Error(`there is no cell ${column},${row}`);
		const colour = cell.isFgDefault() ? -1 : cell.getFgColor();
		return {
			text: cell.getChars(),
			bold: cell.isBold() !== 0,
			dim: cell.isDim() !== 0,
			underline: cell.isUnderline() !== 0,
			inverse: cell.isInverse() !== 0,
			colour,
			width: cell.getWidth(),
		};
	}

	/** Presses keys, by their names in the commands table, in one burst. */
	press(...keys: readonly string[]): void {
		this.#pty.write(keys.map(keyBytes).join(''));
	}

	/** Sends text, or bytes, as they are, in one burst. */
	type(text: string | Buffer): void {
		// It takes both, which its types do not say.
		this.#pty.write(text as string);
	}

	resize(columns: number, rows: number): void {
		this.#terminal.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	/** The window is closed: nobody reads any more. */
	hangUp(): void {
		// It can, which its types do not say.
		(this.#pty as IPty & { readonly destroy: () => void }).destroy();
	}

	kill(signal: NodeJS.Signals): void {
		this.#pty.kill(signal);
	}

	/**
	 * Waits until the screen shows what is wanted, and answers it. A frame comes in pieces: it is whole when the program has said
	 * so, all of it is drawn, and nothing more has come between two looks.
	 */
	waitFor(wanted: RegExp | ((screen: readonly string[]) => boolean), within = 15_000): Promise<readonly string[]> {
		const shows = wanted instanceof RegExp ? (lines: readonly string[]) => wanted.test(lines.join('\n')) : wanted;
		let length = -1;
		return until(
			() => {
				const lines = this.screen();
				const whole = this.#written.length === length && this.#drawn === length && !this.#isMidFrame();
				length = this.#written.length;
				if (whole && shows(lines)) return lines;
				if (this.#exit !== undefined && !shows(this.screen())) throw new Error(`it ended:\n${lines.join('\n')}`);
				return undefined;
			},
			{ what: String(wanted), within, seen: () => this.screen().join('\n') },
		);
	}

	#isMidFrame(): boolean {
		return this.#written.lastIndexOf('\u001b[?2026h') > this.#written.lastIndexOf('\u001b[?2026l');
	}

	/** Waits until nothing was written for a while: what is on the screen is all there is to come for now. */
	async settled(quietMs = 150): Promise<readonly string[]> {
		let length = -1;
		let since = Date.now();
		await until(
			() => {
				if (this.#written.length !== length) {
					length = this.#written.length;
					since = Date.now();
				}
				return Date.now() - since >= quietMs;
			},
			{ what: 'the screen to come to rest', within: 15_000 },
		);
		return this.screen();
	}

	remove(): void {
		if (this.#exit === undefined) this.#pty.kill('SIGKILL');
		rmSync(this.home, { recursive: true, force: true, maxRetries: 10 });
	}
}
