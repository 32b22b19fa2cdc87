import { type FileHandle, lstat, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemProblem } from '../backup/system-problem.ts';

const partialOf = (path: string): string => `${path}.partial`;

/** Whether somebody's file has the path. */
export const isTaken = (path: string): Promise<boolean> =>
	lstat(path).then(
		() => true,
		() => false,
	);

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

	private constructor(path: string, file: FileHandle) {
		this.#path = path;
		this.#file = file;
	}

	/** @throws an Error with a sentence if it cannot be created; then nothing is left */
	static async begin(path: string): Promise<PartialFile> {
		try {
			return new PartialFile(path, await open(partialOf(path), 'wx'));
		} catch (error) {
			throw new Error(systemProblem(error, partialOf(path)));
		}
	}

	async write(chunk: Uint8Array): Promise<void> {
		try {
			for (let at = 0; at < chunk.length; ) at += (await this.#file.write(chunk, at)).bytesWritten;
		} catch (error) {
			throw new Error(systemProblem(error, partialOf(this.#path)));
		}
	}

	/** Moves it to its place, in place of an earlier file; it outlasts a crash of the machine then. */
	async finish(): Promise<void> {
		try {
			await this.#file.sync();
			await this.#file.close();
			await rename(partialOf(this.#path), this.#path);
		} catch (error) {
			throw new Error(systemProblem(error, this.#path));
		}
	}

	async remove(): Promise<void> {
		await this.#file.close().catch(() => undefined);
		await rm(partialOf(this.#path), { force: true });
	}
}
