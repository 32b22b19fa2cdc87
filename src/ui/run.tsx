import { type Instance, render, type SuspendTerminal, useApp } from 'ink';
import { type ReactElement, useEffect } from 'react';
import type { Deck } from '../commands/deck-handle.ts';
import type { Host, Outside } from '../commands/host.ts';
import { pasteFault } from '../commands/paste.ts';
import { sanitiseLines } from '../format/sanitise.ts';
import { noteFault } from '../store/fault.ts';
import { toast } from '../store/toast.ts';
import { isAscii } from '../terminal/ascii.ts';
import { borrowTerminal, type Ending } from '../terminal/borrow.ts';
import { copyToClipboard } from '../terminal/clipboard.ts';
import { question } from '../terminal/cut-input.ts';
import { editInEditor } from '../terminal/editor.ts';
import { writeFileSafely } from '../terminal/files.ts';
import { type KeyInput, splitInput } from '../terminal/keyboard.ts';
import { quietConsole } from '../terminal/quiet-console.ts';
import { readTextFile } from '../terminal/read-text.ts';
import { forgetFrame, type Size, watchSize } from '../terminal/size.ts';
import { App } from './app.tsx';
import { asciiBars } from './ascii-bars.ts';
import { FaultBoundary } from './fault-boundary.tsx';
import { steadyColumns } from './steady-columns.ts';
import { followJobControl, type GiveTerminal, lendTerminal, withWheel } from './suspend.ts';

/**
 * Shows the deck on the terminal until the person quits, a signal comes or something fails; then restores the terminal, runs
 * `leave`, and prints the error.
 * @param log the file for what libraries print
 * @returns the exit code of the process
 */
export async function runDeck(deck: Deck, outside: Outside, leave: () => Promise<void>, log?: number): Promise<number> {
	const { stdin, stdout } = process;
	const borrowed = borrowTerminal(stdin, stdout, survivorOf(deck));
	borrowed.addUndo(quietConsole(log));
	if (isAscii(process.env)) borrowed.addUndo(asciiBars(stdout));
	if (process.env.INK_SCREEN_READER !== 'true') borrowed.addUndo(steadyColumns(stdout));
	let quit: (ending: Ending) => void = () => {};
	const quitting = new Promise<Ending>((resolve) => {
		quit = resolve;
	});
	let suspendTerminal: GiveTerminal | undefined;
	const host: Host = {
		...outside,
		copy: (text) => copyToClipboard(text, process.env, (bytes) => stdout.write(bytes)),
		save: (path, data, overwrite = false) => writeFileSafely(path, data, { overwrite }),
		read: (path) => readTextFile(path),
		readPaths: async (paths) => {
			const { readConfigPaths } = await import('../terminal/config-paths.ts');
			return readConfigPaths(paths, outside.folder);
		},
		pathsLike: async (typed) => {
			const { pathsLike } = await import('../terminal/config-paths.ts');
			return pathsLike(typed, outside.folder);
		},
		writeFolder: async (folder, files, force) => {
			const { writeFolder } = await import('../terminal/write-folder.ts');
			return writeFolder(folder, files, force);
		},
		variables: process.env,
		edit: async (name, text) => {
			const suspend = suspendTerminal;
			if (suspend === undefined) return { ok: false, message: 'The screen is not ready yet.' };
			await input.quiet();
			return borrowed.lend((ends) =>
				lendTerminal(suspend, () => editInEditor(text, { name, env: process.env, signal: ends })),
			);
		},
		suspend: () => jobs.suspend(),
		quit: () => {
			deck.store.setState({ quitting: true });
			quit({ code: 0 });
		},
		repaint: () => {
			forgetFrame(instance, stdout);
			instance.rerender(tree);
		},
	};
	const tree = (
		<FaultBoundary onFault={borrowed.fail}>
			<App deck={deck} host={host} />
			<Suspension onReady={(suspend) => (suspendTerminal = withWheel(suspend, stdout, borrowed.isGivenBack))} />
		</FaultBoundary>
	);
	const input = splitInput(stdin, {
		ask: () => stdout.write(question),
		onFault: (paste) => toast(deck.store, 'warn', pasteFault(paste)),
	});
	const instance = start(tree, input, stdout);
	borrowed.addUndo(() => instance.unmount());
	const jobs = followJobControl({
		stdin,
		suspendTerminal: () => suspendTerminal,
		isLent: borrowed.isLent,
		quiet: () => input.quiet(),
	});
	borrowed.addUndo(jobs.end);
	// Draws at once: Ink's own listener runs next and would draw the screen in its former size.
	const resized = (size: Size): void => {
		deck.store.setState({ size });
		instance.rerender(tree);
	};
	const unwatch = watchSize(instance, stdout, resized, borrowed.isLent);
	const ending = await Promise.race([borrowed.ended, quitting]);
	unwatch();
	await input.quiet();
	borrowed.giveBack();
	await leave();
	borrowed.release();
	if (ending.message !== undefined) process.stderr.write(`${sanitiseLines(ending.message)}\n`);
	return ending.code;
}

/** More errors than this within that time mean a loop. */
const mostFaults = 5;
const withinMs = 10_000;

/** Shows an uncaught error and continues: one request, timer or key failed, and the deck has many. */
function survivorOf({ store }: Deck): (fault: unknown) => boolean {
	const times: number[] = [];
	return (fault) => {
		const now = Date.now();
		times.push(now);
		if (times.filter((time) => time > now - withinMs).length > mostFaults) return false;
		try {
			noteFault(store, 'Something failed', fault);
			return true;
		} catch {
			return false;
		}
	};
}

function start(tree: ReactElement, stdin: NodeJS.ReadStream & KeyInput, stdout: NodeJS.WriteStream): Instance {
	return render(tree, {
		stdin,
		stdout,
		alternateScreen: process.env.INK_SCREEN_READER !== 'true',
		incrementalRendering: true,
		interactive: true,
		exitOnCtrlC: false,
		patchConsole: false,
		maxFps: 30,
	});
}

/** Exposes Ink's function to suspend the terminal, which only components receive. */
function Suspension({ onReady }: { readonly onReady: (suspend: SuspendTerminal) => void }): null {
	const { suspendTerminal } = useApp();
	useEffect(() => {
		onReady(suspendTerminal);
	}, [onReady, suspendTerminal]);
	return null;
}
