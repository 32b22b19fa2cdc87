import type { SuspendTerminal } from 'ink';
import { hasWheel, wheel } from '../terminal/borrow.ts';

/** How long a process may take to stop. Its clock stops with it. */
const stoppedWithinMs = 300;

/** Hands the terminal over while `use` runs, then takes it back. */
export type GiveTerminal = (use: () => Promise<void>) => Promise<void>;

export interface JobControl {
	/** Stops this program as ctrl-z does in other programs, until the shell continues it. */
	readonly suspend: () => void;
	/** Stops listening to the shell. */
	readonly end: () => void;
}

interface SuspendOptions {
	readonly stdin: NodeJS.ReadStream;
	/** The function that hands the terminal over, once Ink has given it. */
	readonly suspendTerminal: () => GiveTerminal | undefined;
	/** Another program has the terminal: it must not be touched. */
	readonly isLent: () => boolean;
	/** Settles when no reply of the terminal is pending that the next program would read as keys. */
	readonly quiet: () => Promise<void>;
}

/**
 * Stops and continues when the shell, a person or another program says so: by ctrl-z, by SIGTSTP, or by SIGSTOP, which only
 * SIGCONT reveals. The shell has the terminal meanwhile; afterwards jetdeck takes it back, measures it and draws again.
 */
export function followJobControl(around: SuspendOptions): JobControl {
	if (process.platform === 'win32') return { suspend: () => {}, end: () => {} };
	let isBusy = false;
	const once = async (act: (suspendTerminal: GiveTerminal) => Promise<void>): Promise<void> => {
		const suspendTerminal = around.suspendTerminal();
		if (isBusy || suspendTerminal === undefined) return;
		isBusy = true;
		try {
			await act(suspendTerminal);
		} finally {
			isBusy = false;
		}
		// Only the foreground process receives the terminal's size.
		process.kill(process.pid, 'SIGWINCH');
	};
	const stopped = (): Promise<void> => stopGroup(asked);
	const asked = (): void => {
		if (around.isLent()) void stopped();
		else
			void once(async (suspendTerminal) => {
				await around.quiet();
				await suspendTerminal(stopped);
			});
	};
	const continued = (): void => {
		if (around.isLent()) return;
		void once(async (suspendTerminal) => {
			// Stops this process if it is in the background, before it writes to the terminal.
			around.stdin.setRawMode(false);
			await suspendTerminal(async () => {});
		});
	};
	process.on('SIGTSTP', asked);
	process.on('SIGCONT', continued);
	return {
		suspend: asked,
		end: () => {
			process.off('SIGTSTP', asked);
			process.off('SIGCONT', continued);
		},
	};
}

/**
 * Stops this process group until it is continued. Where nothing can stop it, such as without job control, it returns after a
 * moment.
 */
function stopGroup(listener: () => void): Promise<void> {
	return new Promise<void>((resume) => {
		const continued = (): void => {
			clearTimeout(waiting);
			process.off('SIGCONT', continued);
			process.on('SIGTSTP', listener);
			resume();
		};
		const waiting = setTimeout(continued, stoppedWithinMs);
		process.once('SIGCONT', continued);
		// A process with a listener for the signal is not stopped by it.
		process.off('SIGTSTP', listener);
		process.kill(0, 'SIGTSTP');
	});
}

/** Ink's suspend, extended by the mouse wheel, which Ink does not know: the next program decides about it meanwhile. */
export function withWheel(
	suspendTerminal: SuspendTerminal,
	stdout: NodeJS.WriteStream,
	isGivenBack: () => boolean,
): GiveTerminal {
	if (!hasWheel(process.env)) return (use) => suspendTerminal(use);
	return (use) =>
		suspendTerminal(async () => {
			stdout.write(wheel.giveBack);
			try {
				await use();
			} finally {
				// The program may have ended meanwhile, and the editor with it.
				if (!isGivenBack()) stdout.write(wheel.take);
			}
		});
}

/** Lets another program use the terminal, and takes it back afterwards. */
export async function lendTerminal<T>(suspendTerminal: GiveTerminal, use: () => Promise<T>): Promise<T> {
	const used: T[] = [];
	await suspendTerminal(async () => {
		used.push(await use());
		// The next frame begins where the cursor is left.
		process.stdout.write('\r');
	});
	const [answer] = used;
	return answer as T;
}
