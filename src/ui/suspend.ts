import type { SuspendTerminal } from 'ink';

/** How long a process may take to be stopped. Its clock stands still with it. */
const stoppedWithinMs = 300;

/**
 * Gives the terminal back to the shell, stops this process and those it was started with, and takes the terminal again on
 * `fg`. Where nobody can stop it, such as without job control, it is back after a moment.
 */
export async function suspendProcess(suspendTerminal: SuspendTerminal): Promise<void> {
	if (process.platform === 'win32') return;
	await suspendTerminal(
		() =>
			new Promise<void>((resume) => {
				const continued = (): void => {
					clearTimeout(waiting);
					process.off('SIGCONT', continued);
					resume();
				};
				const waiting = setTimeout(continued, stoppedWithinMs);
				process.once('SIGCONT', continued);
				process.kill(0, 'SIGTSTP');
			}),
	);
}

/** Has another program use the terminal, and takes it again when that is over. */
export async function lendTerminal<T>(suspendTerminal: SuspendTerminal, use: () => Promise<T>): Promise<T> {
	const used: T[] = [];
	await suspendTerminal(async () => {
		used.push(await use());
		// The next frame begins where the cursor is left.
		process.stdout.write('\r');
	});
	const [answer] = used;
	return answer as T;
}
