import { type FileHandle, link, lstat, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { systemProblem } from '../backup/system-problem.ts';
import { atOnce } from '../file-pieces.ts';
import { FileWriter } from '../file-writer.ts';

/** Bytes after which the disk begins to store what it has. */
const storedAtOnce = 64 * 1024 * 1024;

const partialOf = (path: string): string => `${path}.partial`;

/** Whether somebody's file has the path. */
export const isTaken = (path: string): Promise<boolean> =>
	lstat(path).then(
		() => true,
		() => false,
	);

/** The name of a file for an object; undefined if its name makes none. It comes from the server: it must lead to nothing but a file of its own. */
export function fileNameOf(name: string): string | undefined {
	const file = basename(name);
	return ['', '-', '.', '..'].includes(file) || /\p{Cc}/u.test(file) ? undefined : file;
}

/** Why nothing can be written to a path, as a sentence. */
export async function fileProblem(path: string): Promise<string | undefined> {
	const partial = partialOf(path);
	if (await isTaken(partial))
		return `${partial} exists: another jetdeck writes this file, or was killed. Remove it, then try again.`;
	const about = await stat(path).catch(() => undefined);
	if (about?.isDirectory()) return `${path} is a folder: name a file in it.`;
	if (about !== undefined && !about.isFile()) return `${path} is not a file.`;
	const folder = dirname(path);
	const around = await stat(folder).catch((error: unknown) => systemProblem(error, folder));
	if (typeof around === 'string') return around;
	return around.isDirectory() ? undefined : `${folder} is not a folder.`;
}

/** A file while it is written: beside its place, and in its place only once it is complete. */
export class PartialFile {
	readonly #path: string;
	readonly #file: FileHandle;
	readonly #writer: FileWriter;
	/** Bytes that were written since the disk was last told to store what it has. */
	#unstored = 0;
	#storing: Promise<void> | undefined;
	/** Linux tells each fault of a disk only once. */
	#fault: unknown;

	private constructor(path: string, file: FileHandle) {
		this.#path = path;
		this.#file = file;
		this.#writer = new FileWriter(file, atOnce.much);
	}

	/** @throws an Error with a sentence if it cannot be created; then nothing is left */
	static async begin(path: string): Promise<PartialFile> {
		try {
			return new PartialFile(path, await open(partialOf(path), 'wx'));
		} catch (error) {
			throw new Error(systemProblem(error, partialOf(path)));
		}
	}

	/** Resolves once there is room for the next chunk. @param written called when the memory of this one is free */
	async write(chunk: Uint8Array, written: () => void): Promise<void> {
		try {
			await this.#writer.write(chunk, written);
			this.#unstored += chunk.length;
			if (this.#unstored >= storedAtOnce && this.#storing === undefined) this.#store();
		} catch (error) {
			throw new Error(systemProblem(error, partialOf(this.#path)));
		}
	}

	/**
	 * Moves it to its place; it outlasts a crash of the machine then.
	 * @param replaces somebody agreed to the loss of the file that is there; otherwise one that appeared meanwhile stays
	 */
	async finish(replaces: boolean): Promise<void> {
		const partial = partialOf(this.#path);
		try {
			await this.#writer.flush();
			await this.#storing;
			if (this.#fault !== undefined) throw this.#fault;
			await this.#file.sync();
			await this.#file.close();
			if (!replaces && (await isLinked(partial, this.#path))) await rm(partial);
			else await rename(partial, this.#path);
		} catch (error) {
			throw new Error(
				isThere(error) ? `${this.#path} appeared meanwhile, and stays as it is.` : systemProblem(error, this.#path),
			);
		}
	}

	/** What comes next is written meanwhile: the end would wait for the whole file otherwise. */
	#store(): void {
		this.#unstored = 0;
		this.#storing = this.#file
			.datasync()
			.catch((error: unknown) => {
				this.#fault = error;
			})
			.finally(() => {
				this.#storing = undefined;
			});
	}

	async remove(): Promise<void> {
		await this.#storing;
		await this.#file.close().catch(() => undefined);
		await rm(partialOf(this.#path), { force: true });
	}
}

/** Gives a file a second path, which nothing has; where the file system has no links an empty file takes the path first. */
async function isLinked(partial: string, path: string): Promise<boolean> {
	try {
		await link(partial, path);
		return true;
	} catch (error) {
		if (isThere(error)) throw error;
		await (await open(path, 'wx')).close();
		return false;
	}
}

const isThere = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';
