import { EventEmitter } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink';
import { createStore } from 'zustand/vanilla';
import { propose } from '../../src/changes/propose.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import type { Host } from '../../src/commands/host.ts';
import { ConsoleSession } from '../../src/console/session.ts';
import { openApi } from '../../src/jetstream/request.ts';
import type { Link } from '../../src/nats/link.ts';
import type { DeckState } from '../../src/store/state.ts';
import { answer } from '../../src/terminal/cut-input.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { splitInput } from '../../src/terminal/keyboard.ts';
import { App } from '../../src/ui/app.tsx';
import type { Terminal } from './terminal.ts';
import { until } from './until.ts';

/** A deck that shows a state and changes it by keys, connected to nothing but what `wire` is. What it was asked for is in `asked`. */
export function stillDeck(
	state: DeckState,
	wire: Partial<Pick<Link, 'request' | 'gather' | 'deliver'>> = {},
): { readonly deck: Deck; readonly asked: readonly string[] } {
	const asked: string[] = [];
	const link: Link = {
		target: state.target,
		status: () => state.link,
		onStatus: () => () => {},
		request: async (subject) => ({ ok: false, problem: { kind: 'disconnected', subject, message: 'Apart.' }, ms: 0 }),
		gather: async (subject) => ({ messages: [], problem: { kind: 'disconnected', subject, message: 'Apart.' }, ms: 0 }),
		publish: (subject) => ({ kind: 'disconnected', subject, message: 'Apart.' }),
		deliver: async (subject) => ({ kind: 'disconnected', subject, message: 'Apart.' }),
		subscribe: () => () => {},
		recycle: () => undefined,
		hold: () => () => {},
		inbox: () => '_INBOX.draw',
		withoutOwnSecrets: (text) => text,
		roundTrip: async () => undefined,
		traffic: () => ({ inBytes: 0, outBytes: 0, inMessages: 0, outMessages: 0 }),
		retryNow: () => asked.push('retry'),
		close: async () => {},
		...wire,
	};
	const store = createStore(() => state);
	const api = openApi(link, { readOnly: state.readOnly });
	const deck: Deck = {
		store,
		console: new ConsoleSession(store, () => ({ api: deck.api(), link })),
		api: () => api,
		link: () => link,
		connect: () => asked.push('connect'),
		connectSystem: () => asked.push('connect system'),
		disconnectSystem: () => asked.push('disconnect system'),
		refresh: () => asked.push('refresh'),
		setInterval: (intervalMs) => deck.store.setState({ intervalMs }),
		cancelSweep: () => asked.push('cancel sweep'),
		propose: (title, plan, via) =>
			propose(deck.store, { api: deck.api(), link: deck.store.getState() }, title, plan, via),
		agree: ({ title }) => {
			asked.push(`agree ${title}`);
			return { id: 'run' };
		},
		stopRun: (id) => asked.push(`stop ${id}`),
		keptJournal: async () => '',
		close: async () => {},
	};
	return { deck, asked };
}

/** A host that is asked for nothing but to quit and to copy, which it notes in `asked`. */
export function stillHost(): { readonly host: Host; readonly asked: readonly string[] } {
	const asked: string[] = [];
	const host: Host = {
		folder: '/home/ops',
		copy: async (text) => {
			asked.push(`copy ${text}`);
			return { ok: true, where: 'terminal' };
		},
		save: async (path) => ({ ok: true, path }),
		pathsLike: async () => [],
		writeFolder: async (folder) => ({ ok: false, messages: [`No file may be written in ${folder}.`], exists: false }),
		readPaths: async ([path]) => ({ ok: false, messages: [`There is no file ${path}.`] }),
		variables: {},
		read: async (path) => ({ ok: false, message: `There is no file ${path}.` }),
		edit: async (name, text) => {
			asked.push(`edit ${name}`);
			return { ok: true, text };
		},
		accountOfContext: async () => undefined,
		contexts: async () => ({ folder: '/home/ops/.config/nats/context', entries: [] }),
		openContext: async () => undefined,
		openSystem: async (name) => void asked.push(`open system ${name}`),
		begun: { label: 'nats://127.0.0.1:4222', open: () => asked.push('open begun') },
		logIn: (_, password) => asked.push(`log in ${password}`),
		openDemo: async () => undefined,
		suspend: () => asked.push('suspend'),
		quit: () => asked.push('quit'),
		repaint: () => asked.push('repaint'),
	};
	return { host, asked };
}

/** A terminal's two ends: what is written is kept, keys are typed by hand. */
class Tty extends EventEmitter {
	readonly isTTY = true;
	readonly written: string[] = [];
	columns: number;
	rows: number;
	constructor({ columns, rows }: { readonly columns: number; readonly rows: number }) {
		super();
		this.columns = columns;
		this.rows = rows;
	}
	write(text: string, done?: () => void): boolean {
		this.written.push(text);
		done?.();
		return true;
	}
	setEncoding(): this {
		return this;
	}
	setRawMode(): this {
		return this;
	}
	pause(): this {
		return this;
	}
	resume(): this {
		return this;
	}
	ref(): this {
		return this;
	}
	unref(): this {
		return this;
	}
}

const style = new RegExp(`${String.fromCharCode(27)}\\[([\\d;]*)m`, 'g');

/** The numbers of every style that is switched on or off in what was written. */
export function stylesIn(written: string): readonly number[] {
	return [...written.matchAll(style)].flatMap(([, codes = '']) => codes.split(';').map(Number));
}

/** What was written without its styles; every other escape sequence is left in. */
export function unstyled(written: string): string {
	return written.replace(style, '');
}

export interface Drawing extends Terminal {
	readonly deck: Deck;
	/** What the deck and the host were asked for. */
	readonly asked: () => readonly string[];
	/** The present frame, without escape sequences, a line each. */
	readonly lines: () => readonly string[];
	readonly text: () => string;
	/** As it was written, with escape sequences. */
	readonly raw: () => string;
	/** Everything written since it was last called. */
	readonly written: () => string;
	/** Types and waits until the frame shows `text`. */
	readonly typeFor: (bytes: string, text: string) => Promise<void>;
	readonly shows: (text: string) => Promise<void>;
	/** Waits until all that was to be drawn is written. */
	readonly flushed: () => Promise<void>;
	readonly end: () => void;
}

interface Options {
	readonly screenReader?: boolean;
	/** Writes as to a terminal, only what changed; else each frame whole. */
	readonly incremental?: boolean;
	readonly host?: Host;
}

/** Draws the whole app for a state, at the state's size. */
export function draw(state: DeckState, options: Options = {}): Drawing {
	const terminal = new Tty(state.size);
	const still = stillDeck(state);
	const { deck } = still;
	const kept = stillHost();
	const incremental = options.incremental ?? false;
	const instance = render(<App deck={deck} host={options.host ?? kept.host} />, {
		stdout: terminal as unknown as NodeJS.WriteStream,
		stdin: splitInput(terminal as unknown as NodeJS.ReadStream, {
			ask: () => void setImmediate(() => terminal.emit('data', answer)),
		}),
		debug: !incremental,
		incrementalRendering: incremental,
		interactive: true,
		exitOnCtrlC: false,
		patchConsole: false,
		maxFps: 1000,
		isScreenReaderEnabled: options.screenReader ?? false,
	});
	const raw = (): string => terminal.written.findLast((each) => each.includes('\n')) ?? '';
	const text = (): string => stripVTControlCharacters(raw());
	const lines = (): readonly string[] => text().split('\n');
	const shows = async (wanted: string): Promise<void> => {
		await until(() => text().includes(wanted), { what: `"${wanted}" on the screen`, within: 10_000, seen: text });
	};
	const type = (bytes: string): void => void terminal.emit('data', bytes);
	return {
		deck,
		asked: () => [...still.asked, ...kept.asked],
		lines,
		screen: lines,
		press: (...keys) => type(keys.map(keyBytes).join('')),
		waitFor: async (wanted) => {
			const is = wanted instanceof RegExp ? (seen: readonly string[]) => wanted.test(seen.join('\n')) : wanted;
			const seen = await until(() => is(lines()) && lines(), { what: String(wanted), within: 10_000, seen: text });
			// What is drawn takes keys once its effects have run, a turn later.
			await new Promise((resolve) => setImmediate(resolve));
			return seen;
		},
		text,
		raw,
		written: () => terminal.written.splice(0).join(''),
		type,
		typeFor: async (bytes, wanted) => {
			type(bytes);
			await shows(wanted);
		},
		shows,
		flushed: () => instance.waitUntilRenderFlush(),
		end: () => instance.unmount(),
	};
}
