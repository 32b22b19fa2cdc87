export interface Size {
	readonly columns: number;
	readonly rows: number;
}

/** What can be told to forget the frame it believes to be on the screen: Ink's instance. */
interface Drawn {
	clear(): void;
}

function sizeOf(stdout: NodeJS.WriteStream): Size {
	return { columns: stdout.columns || 80, rows: stdout.rows || 24 };
}

/** Blanks the screen and makes Ink draw every cell of the next frame. */
export function forgetFrame(drawn: Drawn, stdout: NodeJS.WriteStream): void {
	drawn.clear();
	stdout.write('\u001b[0m\u001b[H\u001b[2J');
}

/**
 * Calls back with each new size. Comes before Ink's own listener, and blanks the screen: Ink 8 draws only the lines that it
 * believes changed, and a terminal that became narrower has moved them about. A terminal that is back at its former size
 * before Node looks has cut them off all the same, but Node only passes on sizes that differ: hence the signal too. Nothing is
 * written while the terminal is lent to another program.
 */
export function watchSize(
	drawn: Drawn,
	stdout: NodeJS.WriteStream,
	onSize: (size: Size) => void,
	isLent: () => boolean,
): () => void {
	let drawnAnew = false;
	const resized = (): void => {
		drawnAnew = true;
		if (!isLent()) forgetFrame(drawn, stdout);
		onSize(sizeOf(stdout));
	};
	// Node's own listener of the signal is older, so that `resize` came first, if it came.
	const signalled = (): void => {
		if (!drawnAnew) resized();
		drawnAnew = false;
	};
	stdout.prependListener('resize', resized);
	process.on('SIGWINCH', signalled);
	return () => {
		stdout.off('resize', resized);
		process.off('SIGWINCH', signalled);
	};
}
