import { writeSync } from 'node:fs';
import { lastWords } from './last-words.ts';

/**
 * The mouse wheel sends arrow keys where the alternate screen is shown; the terminal goes on selecting text by itself. Some
 * terminals do so for every program and some for none: what was so before is saved by the terminal and comes back (XTSAVE and
 * XTRESTORE), for switching it off would take the wheel from the next program.
 */
export const wheel = { take: '\u001b[?1007s\u001b[?1007h', giveBack: '\u001b[?1007r' } as const;

/** Read aloud, there is no alternate screen in which to scroll. */
export const hasWheel = (env: NodeJS.ProcessEnv): boolean => env.INK_SCREEN_READER !== 'true';

/** Everything a full-screen program may have changed, put back. */
const restore = (env: NodeJS.ProcessEnv): string =>
	[
		'\u001b[?2026l', // no frame half-written
		hasWheel(env) ? wheel.giveBack : '',
		screenBefore(env),
		'\u001b[?25h', // the cursor
		'\u001b[?2004l', // pasted text as if typed
		'\u001b[?7h', // lines wrap
		'\u001b[0m', // plain text
	].join('');

/**
 * The screen as it was before. It also puts the cursor where it was when the alternate screen was entered; where it was not,
 * as for a screen reader, the shell would go on at the top, over what was read: there it goes on below.
 */
function screenBefore(env: NodeJS.ProcessEnv): string {
	return env.INK_SCREEN_READER === 'true' ? '\r\n' : '\u001b[?1049l';
}

const signalCodes = { SIGINT: 130, SIGQUIT: 131, SIGTERM: 143, SIGHUP: 129 } as const;
/** Those that a terminal sends by itself, for a key, to everybody who runs in it. */
const fromKeys: ReadonlySet<string> = new Set(['SIGINT', 'SIGQUIT']);

export interface Borrowed {
	/** Runs when the terminal is given back, last added first, each once. */
	readonly addUndo: (undo: () => void) => void;
	/** Ends the program by a fault of its own. */
	readonly fail: (fault: unknown) => void;
	/** Gives the terminal back. More than one call does nothing more. */
	readonly giveBack: () => void;
	/** Settles when something ended the program from outside: the exit code, and what to say on stderr. */
	readonly ended: Promise<Ending>;
	/**
	 * Another program has the terminal meanwhile: ctrl-c is meant for it, although the terminal tells everybody. The signal of
	 * what is given says that this program ends.
	 */
	readonly lend: <T>(use: (ends: AbortSignal) => Promise<T>) => Promise<T>;
	readonly isLent: () => boolean;
	/** The terminal was given back for good. */
	readonly isGivenBack: () => boolean;
	/** No longer listens to signals and crashes. */
	readonly release: () => void;
}

export interface Ending {
	readonly code: number;
	/** Printed after the terminal was given back. */
	readonly message?: string;
}

/**
 * Takes over the terminal for a full-screen program, and makes sure that it is given back: on quit, on a crash, on a
 * signal, when the terminal itself goes away. Writes synchronously, since a process that ends does not wait for streams.
 * @param survives is told of faults that nobody caught; the program goes on where it answers that it can
 */
export function borrowTerminal(
	stdin: NodeJS.ReadStream,
	stdout: NodeJS.WriteStream,
	survives: (fault: unknown) => boolean = () => false,
): Borrowed {
	const undos: (() => void)[] = [];
	const ends = new AbortController();
	let given = false;
	let lent = false;
	let end: (ending: Ending) => void = () => {};
	const ended = new Promise<Ending>((resolve) => {
		end = resolve;
	});
	const giveBack = (): void => {
		if (given) return;
		given = true;
		ends.abort();
		for (const undo of undos.toReversed()) attempt(undo);
		attempt(() => stdin.setRawMode(false));
		attempt(() => writeSync(fileOf(stdout), restore(process.env)));
	};
	const signalled = (signal: string, code: number): void => {
		if (!lent || !fromKeys.has(signal)) end({ code });
	};
	const failed = (fault: unknown): void => {
		if (given || !survives(fault)) fail(fault);
	};
	const fail = (fault: unknown): void => end({ code: 1, message: lastWords(fault) });
	// Ink does so too, but only behind its first frame: keys that come before would be echoed into it, and move it.
	attempt(() => stdin.setRawMode(true));
	// Those that came still earlier are on the line: a frame begun behind them would be a line too high.
	// What is pasted from now on is said to be, also before Ink listens.
	attempt(() => writeSync(fileOf(stdout), `\r\u001b[?2004h${hasWheel(process.env) ? wheel.take : ''}`));
	const handlers: readonly (readonly [event: string, handler: (...args: unknown[]) => void])[] = [
		...Object.entries(signalCodes).map(([signal, code]) => [signal, () => signalled(signal, code)] as const),
		['uncaughtException', (error) => failed(error)],
		['unhandledRejection', (error) => failed(error)],
		['exit', giveBack],
	];
	for (const [event, handler] of handlers) process.on(event as 'exit', handler);
	// A terminal that is gone: reads end, writes fail. There is nobody to tell.
	const gone = (): void => end({ code: signalCodes.SIGHUP });
	stdin.once('end', gone);
	// Never taken off: reads and writes under way still fail later.
	stdin.on('error', gone);
	stdout.on('error', gone);
	const release = (): void => {
		for (const [event, handler] of handlers) process.off(event, handler);
		stdin.off('end', gone);
	};
	const lend: Borrowed['lend'] = async (use) => {
		lent = true;
		try {
			return await use(ends.signal);
		} finally {
			lent = false;
		}
	};
	return {
		addUndo: (undo) => undos.push(undo),
		fail,
		giveBack,
		ended,
		lend,
		isLent: () => lent,
		isGivenBack: () => given,
		release,
	};
}

function attempt(act: () => void): void {
	try {
		act();
	} catch {
		// The terminal is gone, or was never changed: what is left to undo still has to be.
	}
}

function fileOf(stdout: NodeJS.WriteStream): number {
	return (stdout as NodeJS.WriteStream & { readonly fd?: number }).fd ?? 1;
}
