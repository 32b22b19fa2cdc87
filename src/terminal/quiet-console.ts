import { Console } from 'node:console';
import { openSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/**
 * Keeps what libraries and Node itself print from a full-screen program's screen: it goes to the file `log`, and nowhere when
 * there is none. Throws when the file cannot be written.
 * @returns how to undo it
 */
export function quietConsole(log: string | undefined): () => void {
	const file = log ? openSync(log, 'a', 0o600) : undefined;
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
