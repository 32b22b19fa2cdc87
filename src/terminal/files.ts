import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, link, lstat, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeProblem } from './write-problem.ts';

export type Written =
	| { readonly ok: true; readonly path: string }
	| { readonly ok: false; readonly message: string; readonly exists: boolean };

/** The person's umask decides who may read a new file. */
const newFile = 0o666;
const permissions = 0o777;

/**
 * Writes a file whole or not at all: first to a temporary file beside it, then renamed. Only regular files are replaced; they
 * keep their mode and owner, and a link still leads to its target.
 */
export async function writeFileSafely(
	path: string,
	data: string | Uint8Array,
	{ overwrite = false, mode = newFile }: { readonly overwrite?: boolean; readonly mode?: number } = {},
): Promise<Written> {
	if (path.endsWith('/')) return failure('EISDIR', path);
	const there = await lookAt(path);
	if (typeof there === 'string') return failure(there, path);
	const { target, about } = there;
	// Checked first, before the temporary file reports another error.
	if (about?.isDirectory()) return failure('EISDIR', path);
	if (about !== undefined && !about.isFile()) return failure('ENOTREG', path);
	if (about !== undefined && !overwrite) return failure('EEXIST', path);
	if (about !== undefined && !(await isWritable(target))) return failure('EREADONLY', path);
	const beside = join(dirname(target), `.jetdeck-${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
	let made = false;
	try {
		const file = await open(beside, 'wx', about === undefined ? mode : 0o600);
		made = true;
		try {
			await file.writeFile(data);
			if (about !== undefined) await keepOwner(file, about);
			await file.sync();
		} finally {
			await file.close();
		}
		if (about === undefined) await place(beside, target, mode);
		else await rename(beside, target);
		return { ok: true, path };
	} catch (error) {
		return failure((error as NodeJS.ErrnoException).code ?? String(error), path);
	} finally {
		if (made) await rm(beside, { force: true }).catch(() => {});
	}
}

interface There {
	/** The target of a link. */
	readonly target: string;
	/** Undefined if nothing is there. */
	readonly about?: Stats;
}

async function lookAt(path: string): Promise<There | string> {
	try {
		return { target: await realpath(path), about: await stat(path) };
	} catch (error) {
		const { code = '' } = error as NodeJS.ErrnoException;
		if (code !== 'ENOENT') return code;
		const isLink = await lstat(path).then(
			(about) => about.isSymbolicLink(),
			() => false,
		);
		return isLink ? 'EDANGLING' : { target: path };
	}
}

/** A read-only file could still be replaced by renaming, if the folder allows it. */
async function isWritable(path: string): Promise<boolean> {
	try {
		await (await open(path, constants.O_WRONLY)).close();
		return true;
	} catch (error) {
		return !['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '');
	}
}

/** The owner first: changing it clears bits of the mode. Only root may change the owner. */
async function keepOwner(file: FileHandle, { uid, gid, mode }: Stats): Promise<void> {
	const now = await file.stat();
	if (now.uid !== uid || now.gid !== gid) await file.chown(uid, gid).catch(() => {});
	await file.chmod(mode & permissions);
}

/** Some file systems have no hard links: there the file is created if it is still missing, and then replaced. */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

async function place(beside: string, target: string, mode: number): Promise<void> {
	try {
		await link(beside, target);
	} catch (error) {
		if (!noLinks.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
		const reserved = await open(target, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, mode);
		await reserved.close();
		await rename(beside, target);
	}
}

function failure(code: string, path: string): Written {
	return { ok: false, message: writeProblem(code, path), exists: code === 'EEXIST' };
}
