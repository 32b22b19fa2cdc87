import { createHash } from 'node:crypto';
import { type FileHandle, lstat, mkdir, open, readdir, rename, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { stringifyJson } from '../../format/json.ts';
import { FileWriter } from '../file-writer.ts';
import type { StreamConfig, StreamState } from '../wire.ts';
import { archiveNames, description, type OwnNotes } from './folder.ts';
import { systemProblem } from './system-problem.ts';

const partialOf = (path: string): string => join(dirname(resolve(path)), `${basename(resolve(path))}.partial`);

const exists = (path: string): Promise<boolean> =>
	lstat(path).then(
		() => true,
		() => false,
	);

/** Why no new backup can be written to a path, as a sentence. */
export async function notWritable(path: string): Promise<string | undefined> {
	const partial = partialOf(path);
	if (await exists(partial))
		return `${partial} exists: another backup to this folder is running, or was killed. Remove it, then try again.`;
	const about = await lstat(resolve(path)).catch(() => undefined);
	if (about === undefined) return undefined;
	// A backup is renamed into its place, and nothing can take the place of these two.
	if (about.isSymbolicLink()) return `${path} is a symbolic link: name the folder itself.`;
	if (!about.isDirectory()) return `${path} is not a folder.`;
	const around = await stat(dirname(resolve(path))).catch(() => undefined);
	if (around !== undefined && around.dev !== about.dev) return `${path} is a mount point: choose a folder in it.`;
	try {
		const entries = await readdir(path);
		if (entries.includes(description)) return `${path} already has a backup: choose another folder.`;
		return entries.length > 0 ? `${path} is not empty: choose another folder.` : undefined;
	} catch (error) {
		return systemProblem(error, path);
	}
}

/** Bytes that this user may still write to the disk of a folder, which may not exist yet. */
export async function freeAt(path: string): Promise<number | undefined> {
	for (let at = resolve(path); ; at = dirname(at)) {
		const about = await statfs(at).catch(() => undefined);
		if (about !== undefined) return about.bavail * about.bsize;
		if (dirname(at) === at) return undefined;
	}
}

/** A backup while it is written: beside its folder, and in its place only once it is complete. */
export class PartialBackup {
	readonly #path: string;
	readonly #file: FileHandle;
	readonly #writer: FileWriter;
	readonly #hash = createHash('sha256');
	/** Folders that did not exist before, the outermost first; the last is that of the backup. */
	readonly #made: readonly string[];
	/** Where the files are now. */
	#place: string;

	private constructor(path: string, made: readonly string[], file: FileHandle) {
		this.#path = path;
		this.#made = made;
		this.#place = partialOf(path);
		this.#file = file;
		this.#writer = new FileWriter(file);
	}

	/** @throws a system error if the folder or the archive cannot be created; then nothing is left */
	static async begin(path: string): Promise<PartialBackup> {
		const partial = partialOf(path);
		const made: string[] = [];
		try {
			await makeMissing(dirname(partial), made);
			await mkdir(partial, { mode: 0o700 });
			made.push(partial);
			return new PartialBackup(path, made, await open(join(partial, 'archive'), 'wx', 0o600));
		} catch (error) {
			await removeEmpty(made);
			throw error;
		}
	}

	get archive(): string {
		return join(this.#place, 'archive');
	}

	/** Resolves once there is room for the next chunk. @param written called when the memory of this one is free */
	async write(chunk: Uint8Array, written: () => void): Promise<void> {
		this.#hash.update(chunk);
		await this.#worded(this.#writer.write(chunk, written));
	}

	/** Call it after the last chunk. @returns the digest of the archive, which is on the disk then */
	async close(): Promise<string> {
		await this.#worded(this.#writer.flush());
		await this.#file.sync();
		await this.#file.close();
		return `sha256:${this.#hash.digest('hex')}`;
	}

	async #worded(written: Promise<void>): Promise<void> {
		try {
			await written;
		} catch (error) {
			throw new Error(systemProblem(error, this.archive));
		}
	}

	/** Writes `backup.json`, and moves the folder to its place; it outlasts a crash of the machine then. */
	async finish(
		{ config, state }: { readonly config: StreamConfig; readonly state: StreamState },
		own: OwnNotes,
	): Promise<void> {
		await rename(this.archive, join(this.#place, archiveNames[0]));
		const file = await open(join(this.#place, description), 'wx', 0o600);
		try {
			await file.writeFile(`${stringifyJson({ config, state, jetdeck: own }, 2)}\n`);
			await file.sync();
		} finally {
			await file.close();
		}
		await syncFolder(this.#place);
		// Makes room if an empty folder has the name; the rename fails if anything else has it.
		await rmdir(this.#path).catch(() => undefined);
		await rename(this.#place, this.#path);
		this.#place = this.#path;
		for (const folder of this.#made) await syncFolder(dirname(folder));
	}

	/** Removes the backup, and the folders that were created for it if they are empty. */
	async remove(): Promise<void> {
		await this.#file.close().catch(() => undefined);
		await rm(this.#place, { recursive: true, force: true });
		await removeEmpty(this.#made);
	}
}

/** Creates a folder and its missing parents one by one: with `recursive`, Node (26 and all before) loops forever below /proc. */
async function makeMissing(path: string, made: string[]): Promise<void> {
	const missing: string[] = [];
	for (let at = path; !(await exists(at)); at = dirname(at)) missing.unshift(at);
	for (const folder of missing) {
		try {
			await mkdir(folder);
			made.push(folder);
		} catch (error) {
			// Another process may have been faster.
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
	}
}

async function removeEmpty(folders: readonly string[]): Promise<void> {
	for (const folder of folders.toReversed()) await rmdir(folder).catch(() => undefined);
}

/** Not every system and file system can sync a folder. */
const unsupported: ReadonlySet<unknown> = new Set(['EINVAL', 'ENOTSUP', 'ENOSYS', 'EPERM', 'EISDIR']);

async function syncFolder(path: string): Promise<void> {
	const folder = await open(path).catch(() => undefined);
	try {
		await folder?.sync();
	} catch (error) {
		if (!unsupported.has((error as NodeJS.ErrnoException).code)) throw error;
	} finally {
		await folder?.close();
	}
}
