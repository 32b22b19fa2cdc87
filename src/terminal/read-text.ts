import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

export type TextRead =
	| { readonly ok: true; readonly text: string }
	| { readonly ok: false; readonly message: string; readonly missing?: true };

/** As large as a message of any server can be (`max_payload` is 64 MiB at most). */
export const mostBytes = 64 * 1024 * 1024;
const pieceBytes = 256 * 1024;

const sentences: Readonly<Record<string, (path: string) => string>> = {
	ENOENT: (path) => `There is no file ${path}.`,
	ENOTDIR: (path) => `There is no file ${path}.`,
	EISDIR: (path) => `${path} is a folder, not a file.`,
	EACCES: (path) => `This user may not read ${path}.`,
	EPERM: (path) => `This user may not read ${path}.`,
	ENAMETOOLONG: () => 'The name is too long for a file.',
	ENXIO: (path) => notRegular(path),
};

const notRegular = (path: string): string => `${path} is a device, a pipe or a socket, not a file.`;

/**
 * Reads a text file of at most the size of a message. Pipes and devices, which may never end, are refused.
 * @param pipes accepts pipes too, as a shell makes them for `<(…)`; up to the same size
 */
export async function readTextFile(path: string, { pipes = false } = {}): Promise<TextRead> {
	try {
		// Opening a pipe without a writer would block forever.
		const file = await open(path, constants.O_RDONLY | (pipes ? 0 : constants.O_NONBLOCK));
		try {
			const about = await file.stat();
			if (about.isDirectory()) return no(sentences.EISDIR?.(path) ?? '');
			if (!about.isFile() && !(pipes && (about.isFIFO() || about.isCharacterDevice()))) return no(notRegular(path));
			const pieces: Buffer[] = [];
			// Files in /proc and pipes have no size beforehand.
			for (let total = 0; ; ) {
				const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, null);
				if (bytesRead === 0) return textOf(Buffer.concat(pieces), path);
				total += bytesRead;
				if (total > mostBytes) return no(`${path} is larger than 64 MiB, which is more than any server takes.`);
				pieces.push(buffer.subarray(0, bytesRead));
			}
		} finally {
			await file.close();
		}
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code ?? '';
		const message = sentences[code]?.(path) ?? `${path} could not be read (${code || String(error)}).`;
		return { ok: false, message, ...(code === 'ENOENT' && { missing: true }) };
	}
}

/** Text that is not UTF-8 would be sent as something else. */
export function textOf(data: Uint8Array, source: string): TextRead {
	try {
		return { ok: true, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data) };
	} catch {
		return no(`${source} is not UTF-8 text: jetdeck sends only text.`);
	}
}

function no(message: string): TextRead {
	return { ok: false, message };
}
