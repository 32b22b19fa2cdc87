import { closeSync, fstatSync, openSync } from 'node:fs';

/** What Node uses below its sockets. */
interface Handle {
	onread: () => void;
	readonly open: (fd: number) => number;
	readonly readStart: () => number;
	readonly unref: () => void;
}

interface SocketBinding {
	readonly TCP: new (type: number) => Handle;
	readonly constants: { readonly SOCKET: number };
}

/**
 * Calls `gone` once the reader of a pipe on the standard output has left (`| head -1`). A write would fail then, but whoever follows may
 * have nothing to write for hours. Node watches only what can be read: a pipe opened as a socket can seemingly be, and Linux reports
 * its end at once (Node 20 to 26). Elsewhere, or if Node changes, the next write ends the program.
 */
export function onReaderGone(gone: () => void): void {
	if (process.platform !== 'linux' || !isPipe()) return;
	try {
		const { TCP, constants } = (process as unknown as { binding: (name: string) => SocketBinding }).binding('tcp_wrap');
		// Opened anew: the standard output itself stays as it is for all who share it.
		const fd = openSync('/proc/self/fd/1', 'w');
		const pipe = new TCP(constants.SOCKET);
		pipe.onread = gone;
		if (pipe.open(fd) !== 0 || pipe.readStart() !== 0) closeSync(fd);
		else pipe.unref();
	} catch {
		// The next write notices.
	}
}

function isPipe(): boolean {
	try {
		return fstatSync(1).isFIFO();
	} catch {
		return false;
	}
}
