import { writeSync } from 'node:fs';
import { lastWords } from './last-words.ts';

/**
 * On the alternate screen the mouse wheel sends arrow keys, while the terminal still selects text itself. Some terminals do so
 * for every program, some for none: the terminal saves its own setting and restores it (XTSAVE and XTRESTORE), since switching it
 * off would take the wheel from the next program.
 */
export const wheel = { take: '\u001b[?1007s\u001b[?1007h', giveBack: '\u001b[?1007r' } as const;

/** A screen reader has no alternate screen to scroll. */
export const hasWheel = (env: NodeJS.ProcessEnv): boolean => env.INK_SCREEN_READER !== 'true';

/** Restores everything that a full-screen program may have changed. */
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
 * Restores the screen as it was before. That also restores the cursor's place on entering the alternate screen. Without one, as
 * for a screen reader, the shell would continue at the top, over the text: so the cursor moves below it.
 */
function screenBefore(env: NodeJS.ProcessEnv): string {
	return env.INK_SCREEN_READER === 'true' ? '\r\n' : '\u001b[?1049l';
}

const signalCodes = { SIGINT: 130, SIGQUIT: 131, SIGTERM: 143, SIGHUP: 129 } as const;
/** Signals that a terminal sends for a key, to every program in it. */
const fromKeys: ReadonlySet<string> = new Set(['SIGINT', 'SIGQUIT']);

export interface Borrowed {
	/** Runs `undo` when the terminal is restored, last added first, each once. */
	readonly addUndo: (undo: () => void) => void;
	/** Ends the program with an error of its own. */
	readonly fail: (fault: unknown) => void;
	/** Restores the terminal; further calls do nothing. */
	readonly giveBack: () => void;
	/** Settles when something outside ended the program: the exit code, and what to print on stderr. */
	readonly ended: Promise<Ending>;
	/**
	 * Lends the terminal to another program: ctrl-c is then meant for that one, although the terminal sends it to both. The signal
	 * passed to `use` aborts when this program ends.
	 */
	readonly lend: <T>(use: (ends: AbortSignal) => Promise<T>) => Promise<T>;
	readonly isLent: () => boolean;
	/** Whether the terminal was restored for good. */
	readonly isGivenBack: () => boolean;
	/** Stops listening to signals and crashes. */
	readonly release: () => void;
}

export interface Ending {
	readonly code: number;
	/** Printed after the terminal is restored. */
	readonly message?: string;
}

/**
 * Takes over the terminal for a full-screen program, and restores it in every case: on quit, on a crash, on a signal, when the
 * terminal itself goes away. Writes synchronously, since a process that ends does not wait for streams.
 * @param survives receives uncaught errors; the program continues if it returns true
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
	// Ink does so too, but only after its first frame: earlier keys would be echoed into that frame and move it.
	attempt(() => stdin.setRawMode(true));
	// Keys pressed still earlier were echoed: the carriage return keeps the frame from starting a line too high. Bracketed paste
	// starts now, before Ink listens.
	attempt(() => writeSync(fileOf(stdout), `\r\u001b[?2004h${hasWheel(process.env) ? wheel.take : ''}`));
	const handlers: readonly (readonly [event: string, handler: (...args: unknown[]) => void])[] = [
		...Object.entries(signalCodes).map(([signal, code]) => [signal, () => signalled(signal, code)] as const),
		['uncaughtException', (error) => failed(error)],
		['unhandledRejection', (error) => failed(error)],
		['exit', giveBack],
	];
	for (const [event, handler] of handlers) process.on(event as 'exit', handler);
	// The terminal is gone: reads end, writes fail, and nobody can be told.
	const gone = (): void => end({ code: signalCodes.SIGHUP });
	stdin.once('end', gone);
	// Never removed: pending reads and writes still fail later.
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
		// The terminal is gone, or was never changed: the remaining undos must still run.
	}
}

function fileOf(stdout: NodeJS.WriteStream): number {
	return (stdout as NodeJS.WriteStream & { readonly fd?: number }).fd ?? 1;
}
