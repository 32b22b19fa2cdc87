import type { SuspendTerminal } from 'ink';
import { hasWheel, wheel } from '../terminal/borrow.ts';

/** How long a process may take to be stopped. Its clock stands still with it. */
const stoppedWithinMs = 300;

/** Gives the terminal away while it is used otherwise, and takes it again. */
export type GiveTerminal = (use: () => Promise<void>) => Promise<void>;

export interface JobControl {
	/** Stops this program as ctrl-z does elsewhere, until the shell goes on with it. */
	readonly suspend: () => void;
	/** No longer listens to the shell. */
	readonly end: () => void;
}

interface SuspendOptions {
	readonly stdin: NodeJS.ReadStream;
	/** How to give the terminal away, once there is one. */
	readonly suspendTerminal: () => GiveTerminal | undefined;
	/** Another program has the terminal: it is left alone. */
	readonly isLent: () => boolean;
	/** Settles when nothing is on its way from the terminal that the next one would take for keys. */
	readonly quiet: () => Promise<void>;
}

/**
 * Stops and goes on when the shell, a person or another program says so: by our key, by SIGTSTP, or by SIGSTOP, of which only
 * SIGCONT tells. Every time the terminal is the shell's meanwhile, and afterwards taken, measured and drawn anew.
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
		// Only who has the terminal is told of its size.
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
			// Stops this process where it has not the terminal, before anything is written to it.
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
 * Stops this process and those it was started with, until it goes on. Where nobody can stop it, such as without job control,
 * that is after a moment.
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
		// Who listens to the signal is not stopped by it.
		process.off('SIGTSTP', listener);
		process.kill(0, 'SIGTSTP');
	});
}

/** Ink's way to give the terminal away, with what Ink knows nothing of: the wheel is the next program's meanwhile. */
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

/** Has another program use the terminal, and takes it again when that is over. */
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
