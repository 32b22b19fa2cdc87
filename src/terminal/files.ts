import { constants } from 'node:fs';
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export type Written =
	| { readonly ok: true; readonly path: string }
	| { readonly ok: false; readonly message: string; readonly exists: boolean };

const sentences: Readonly<Record<string, (path: string) => string>> = {
	EEXIST: (path) => `${path} is there already.`,
	EISDIR: (path) => `${path} names a folder: give the name of a file.`,
	ENOENT: (path) => `The folder ${dirname(path)} is not there.`,
	ENOTDIR: (path) => `A part of ${path} is a file, not a folder.`,
	EACCES: (path) => `${path} may not be written by this user.`,
	EPERM: (path) => `${path} may not be written by this user.`,
	EROFS: (path) => `${path} is on a disk that can only be read.`,
	ENOSPC: () => 'The disk is full: nothing was written.',
	ENAMETOOLONG: (path) => `${path} is too long for a file name.`,
};

/**
 * Writes a file whole or not at all: beside it first, then under its name. Readable by others as far as the person's umask
 * lets new files be.
 */
export async function writeFileSafely(
	path: string,
	data: string | Uint8Array,
	options: { readonly overwrite?: boolean; readonly mode?: number } = {},
): Promise<Written> {
	const beside = `${path}.${process.pid}.tmp`;
	// Found out before a file beside it tells something else: that it is there already, or that a folder is missing.
	if (path.endsWith('/') || (await isFolder(path))) return failure('EISDIR', path);
	try {
		const file = await open(beside, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, options.mode ?? 0o666);
		try {
			await file.writeFile(data);
			await file.sync();
		} finally {
			await file.close();
		}
		if (options.overwrite === true) await rename(beside, path);
		else await link(beside, path);
		return { ok: true, path };
	} catch (error) {
		return failure((error as NodeJS.ErrnoException).code ?? String(error), path);
	} finally {
		// Where nothing could be written there is nothing to remove either.
		await rm(beside, { force: true }).catch(() => {});
	}
}

function failure(code: string, path: string): Written {
	const message = sentences[code]?.(path) ?? `${path} could not be written (${code}).`;
	return { ok: false, message, exists: code === 'EEXIST' };
}

async function isFolder(path: string): Promise<boolean> {
	return stat(path).then(
		(about) => about.isDirectory(),
		() => false,
	);
}

export type TextRead = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/** Far more than any configuration has. */
const mostBytes = 8 * 1024 * 1024;

const readSentences: Readonly<Record<string, (path: string) => string>> = {
	ENOENT: (path) => `There is no file ${path}.`,
	ENOTDIR: (path) => `There is no file ${path}.`,
	EACCES: (path) => `${path} may not be read by this user.`,
	EPERM: (path) => `${path} may not be read by this user.`,
	ENAMETOOLONG: () => 'The name is too long for a file.',
};

/** Reads a text file. Pipes and devices, which may never end, are no files. */
export async function readTextFile(path: string): Promise<TextRead> {
	try {
		const about = await stat(path);
		if (!about.isFile()) return { ok: false, message: `${path} is no file.` };
		if (about.size > mostBytes)
			return { ok: false, message: `${path} is larger than 8 MiB: that is no configuration.` };
		return { ok: true, text: await readFile(path, 'utf8') };
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code ?? '';
		return {
			ok: false,
			message: readSentences[code]?.(path) ?? `${path} could not be read (${code || String(error)}).`,
		};
	}
}
