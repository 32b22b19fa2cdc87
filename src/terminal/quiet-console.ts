import { Console } from 'node:console';
import { openSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/** Opens the file for what libraries and Node itself print; none without a path. Returns a sentence if that fails. */
export function openLog(path: string | undefined): number | string | undefined {
	if (path === undefined || path === '') return undefined;
	try {
		return openSync(path, 'a', 0o600);
	} catch (error) {
		return `The file ${path} of JETDECK_LOG cannot be written (${(error as NodeJS.ErrnoException).code}).`;
	}
}

/**
 * Keeps output of libraries and Node itself off a full-screen program's screen: it goes to this file, or nowhere.
 * @returns a function that undoes it
 */
export function quietConsole(file: number | undefined): () => void {
	const sink = new Writable({
		decodeStrings: false,
		write: (chunk: string | Buffer, _encoding, done) => {
			if (file !== undefined) writeSync(file, chunk.toString());
			done();
		},
	});
	const before = globalThis.console;
	globalThis.console = new Console(sink);
	// Node prints its warnings past the console.
	const printers = process.listeners('warning');
	process.removeAllListeners('warning');
	const write = (warning: Error): void => void sink.write(`${warning.stack ?? warning.message}\n`);
	process.on('warning', write);
	return () => {
		globalThis.console = before;
		process.off('warning', write);
		for (const printer of printers) process.on('warning', printer);
	};
}
