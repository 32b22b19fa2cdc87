import { barsInAscii } from '../format/bar.ts';

/**
 * Draws bars and sparklines in ASCII.
 * @returns a function that undoes it
 */
export function asciiBars(stdout: Pick<NodeJS.WriteStream, 'write'>): () => void {
	const write = stdout.write;
	const written = (chunk: string | Uint8Array, ...rest: never[]): boolean =>
		write.call(stdout, typeof chunk === 'string' ? barsInAscii(chunk) : chunk, ...rest);
	stdout.write = written as typeof write;
	return () => {
		stdout.write = write;
	};
}
