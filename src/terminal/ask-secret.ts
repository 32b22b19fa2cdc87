import { InputReader } from './input-reader.ts';

/**
 * Asks for a secret on the terminal, before any screen is drawn, without showing what is typed.
 * @returns undefined if there is no terminal to ask on, ctrl-c or ctrl-d was pressed, or the signal ended it
 */
export async function askSecret(question: string, signal?: AbortSignal): Promise<string | undefined> {
	const { stdin, stderr } = process;
	if (!stdin.isTTY || !stderr.isTTY) return undefined;
	stderr.write(`${question}: `);
	stdin.setRawMode(true);
	try {
		return await new Promise<string | undefined>((resolve) => {
			const end = (answer: string | undefined): void => {
				stdin.off('data', take);
				stdin.pause();
				resolve(answer);
			};
			const reader = secretReader(end);
			let lastAt = Date.now();
			const take = (chunk: Buffer): void => {
				reader.push(chunk.toString('latin1'), Date.now() - lastAt);
				lastAt = Date.now();
			};
			stdin.on('data', take);
			if (signal?.aborted) end(undefined);
			signal?.addEventListener('abort', () => end(undefined), { once: true });
		});
	} finally {
		stdin.setRawMode(false);
		stderr.write('\n');
	}
}

/** Reads typed letters up to enter, without arrow keys and what a terminal sends by itself. */
export function secretReader(end: (secret: string | undefined) => void): InputReader {
	let typed = '';
	const take = (key: string): void => {
		if (key === '\u0003' || key === '\u0004') end(undefined);
		else if (key === '\r' || key === '\n') end(typed);
		else if (key === '\u007f' || key === '\b') typed = [...typed].slice(0, -1).join('');
		else if (key === '\u0015') typed = '';
		else if ([...key].length === 1 && key >= ' ') typed += key;
	};
	return new InputReader((piece) => {
		if (piece.kind === 'key') take(piece.key);
		else if (piece.kind === 'paste') for (const letter of piece.text) take(letter);
	});
}
