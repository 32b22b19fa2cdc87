export interface Size {
	readonly columns: number;
	readonly rows: number;
}

/** Ink's instance, which can forget the frame that it believes to be on the screen. */
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
 * Calls back with each new size. It runs before Ink's own listener and blanks the screen: Ink 8 draws only the lines that it
 * believes changed, but a terminal that became narrower has moved them. A terminal may be back at its former size before Node
 * looks: it has cut the lines all the same, but Node only reports a different size, hence the signal too. Nothing is written
 * while another program has the terminal.
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
	// Node's own listener of the signal is older, so `resize`, if any, came first.
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
