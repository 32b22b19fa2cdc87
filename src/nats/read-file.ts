import { close, constants, fstat, open, read } from 'node:fs';
import { promisify } from 'node:util';

/** Far more than credentials, certificates and contexts have. */
const mostBytes = 1024 * 1024;

/**
 * Reads a text file at each connection. Refuses a pipe or a device, which may never end
 * and can be read only once, and a file that is too large. Throws as `readFile` does. Synchronous, because node:fs/promises takes 6 ms to load.
 */
export async function readSmallFile(path: string): Promise<string> {
	// Opening a pipe without a writer would block.
	const file = await promisify(open)(path, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		const about = await promisify(fstat)(file);
		if (about.isDirectory()) throw refused('EISDIR');
		if (!about.isFile()) throw refused('ENOTREG');
		const buffer = Buffer.allocUnsafe(Math.min(about.size || mostBytes, mostBytes) + 1);
		let total = 0;
		for (;;) {
			const { bytesRead } = await promisify(read)(file, buffer, total, buffer.length - total, null);
			if (bytesRead === 0) return buffer.toString('utf8', 0, total);
			total += bytesRead;
			if (total === buffer.length) throw refused('EFBIG');
		}
	} finally {
		await promisify(close)(file);
	}
}

function refused(code: string): Error {
	return Object.assign(new Error(code), { code });
}
