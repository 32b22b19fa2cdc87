import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Integer } from '../../format/integer.ts';
import { isRecord } from '../../format/is.ts';
import { parseJson, stringifyJson } from '../../format/json.ts';
import type { StreamConfig, StreamState } from '../wire.ts';
import { systemProblem } from './system-problem.ts';

/** A folder with the backup of one stream, as the nats CLI writes and reads it too. */
export interface BackupFolder {
	readonly path: string;
	readonly archive: string;
	/** Bytes of the archive. */
	readonly size: number;
	readonly config: StreamConfig;
	/** Absent in a folder that somebody wrote by hand. */
	readonly state?: StreamState;
	readonly own: OwnNotes;
}

/** What jetdeck stores in `backup.json` beside the keys of the nats CLI, which passes over it. */
export interface OwnNotes {
	/** `sha256:…` of the archive. */
	readonly digest?: string;
	/** Messages that the server removed while the backup ran. */
	readonly removed?: number;
}

type Wrong = { readonly wrong: string };

const description = 'backup.json';
const mostDescription = 64 * 1024 * 1024;

/**
 * Names of the archive; which format it has, readers find out from its content. The nats CLI reads the first in every version, and from 0.5 on
 * the second too, as which it writes backups of nats-server 2.15.
 */
const archiveNames = ['stream.tar.s2', 'stream.arc.s2'] as const;

/** Reads the folder of one stream, but not its archive; or what is wrong with it, as a sentence. */
export async function readBackup(path: string): Promise<BackupFolder | Wrong> {
	const described = await describedIn(path);
	if ('wrong' in described) return described;
	const found = await Promise.all(archiveNames.map((name) => sizeOf(join(path, name))));
	const archives = archiveNames.flatMap((name, at) => {
		const size = found[at];
		return size === undefined ? [] : [{ archive: join(path, name), size }];
	});
	const [archive, second] = archives;
	if (archive === undefined) return { wrong: `${path} has no archive: neither ${archiveNames.join(' nor ')}.` };
	if (second !== undefined) return { wrong: `${path} has both ${archiveNames.join(' and ')}: remove the wrong one.` };
	return { path, ...archive, ...described };
}

async function describedIn(path: string): Promise<Pick<BackupFolder, 'config' | 'state' | 'own'> | Wrong> {
	const file = join(path, description);
	const size = await sizeOf(file);
	if (size === undefined) return { wrong: `${path} is no backup of a stream: it has no ${description}.` };
	if (size === 0) return { wrong: `The backup in ${path} was never finished: its ${description} is empty.` };
	if (size > mostDescription) return { wrong: `${file} is too large.` };
	const parsed = parseJson(await readFile(file, 'utf8'));
	if (!parsed.ok || !isRecord(parsed.value)) return { wrong: `${file} is not a JSON object.` };
	const { config, state, jetdeck } = parsed.value;
	if (!isRecord(config) || typeof config.name !== 'string' || config.name === '')
		return { wrong: `${file} has no configuration of a stream: config.name is missing.` };
	return {
		config: config as unknown as StreamConfig,
		...(isRecord(state) && { state: state as unknown as StreamState }),
		own: isRecord(jetdeck) ? (jetdeck as OwnNotes) : {},
	};
}

async function sizeOf(path: string): Promise<number | undefined> {
	const about = await stat(path).catch(() => undefined);
	return about?.isFile() ? about.size : undefined;
}

/** The folders of streams that a path stands for: itself, or those inside, as in the backup of an account; or what is wrong. */
export async function backupsAt(path: string): Promise<readonly string[] | Wrong> {
	const about = await stat(path).catch((error: NodeJS.ErrnoException) => error);
	if (about instanceof Error) return { wrong: systemProblem(about, path) };
	if (!about.isDirectory()) return { wrong: `${path} is not a folder: name the folder of a backup.` };
	if ((await sizeOf(join(path, description))) !== undefined) return [path];
	const entries = await readdir(path, { withFileTypes: true });
	const inside: string[] = [];
	for (const { name } of entries.filter((entry) => entry.isDirectory()))
		if ((await sizeOf(join(path, name, description))) !== undefined) inside.push(join(path, name));
	return inside.length > 0
		? inside.toSorted()
		: { wrong: `${path} is no backup: it has no ${description}, and no folder in it has one.` };
}

/** The archive, in pieces of at most `most` bytes. A piece is valid until `kept` more were asked for: their memory is used again. */
export async function* piecesOf(archive: string, most: number, kept = 1): AsyncGenerator<Uint8Array> {
	const file = await open(archive);
	const memory = Array.from({ length: kept }, () => Buffer.allocUnsafe(most));
	try {
		for (let at = 0; ; at += 1) {
			const piece = memory[at % kept] as Buffer;
			const { bytesRead } = await file.read(piece, 0, most, null);
			if (bytesRead === 0) return;
			yield piece.subarray(0, bytesRead);
		}
	} finally {
		await file.close();
	}
}

/** Why no new backup may be written to a path, as a sentence. */
export async function notWritable(path: string): Promise<string | undefined> {
	const partial = partialOf(path);
	if ((await stat(partial).catch(() => undefined)) !== undefined)
		return `${partial} exists: another backup to this folder is running, or was killed. Remove it, then try again.`;
	const about = await stat(path).catch(() => undefined);
	if (about === undefined) return undefined;
	if (!about.isDirectory()) return `${path} is not a folder.`;
	const entries: readonly string[] = await readdir(path).catch(() => []);
	if (entries.includes(description)) return `${path} already has a backup: choose another folder.`;
	return entries.length > 0 ? `${path} is not empty: choose another folder.` : undefined;
}

/** Bytes that this user may still write to the disk of a folder, which may not exist yet. */
export async function freeAt(path: string): Promise<number | undefined> {
	for (let at = resolve(path); ; at = dirname(at)) {
		const about = await statfs(at).catch(() => undefined);
		if (about !== undefined) return about.bavail * about.bsize;
		if (dirname(at) === at) return undefined;
	}
}

const partialOf = (path: string): string => join(dirname(resolve(path)), `${basename(resolve(path))}.partial`);

/** A backup while it is written: beside its folder, and in its place only when it is whole. */
export class PartialBackup {
	readonly #path: string;
	readonly #partial: string;
	readonly #file: FileHandle;
	readonly #hash = createHash('sha256');

	private constructor(path: string, partial: string, file: FileHandle) {
		this.#path = path;
		this.#partial = partial;
		this.#file = file;
	}

	/** @throws a system error where it cannot be made */
	static async begin(path: string): Promise<PartialBackup> {
		const partial = partialOf(path);
		await mkdir(dirname(partial), { recursive: true });
		await mkdir(partial, { mode: 0o700 });
		return new PartialBackup(path, partial, await open(join(partial, 'archive'), 'wx', 0o600));
	}

	get archive(): string {
		return join(this.#partial, 'archive');
	}

	async write(chunk: Uint8Array): Promise<void> {
		this.#hash.update(chunk);
		try {
			for (let at = 0; at < chunk.length; ) at += (await this.#file.write(chunk, at)).bytesWritten;
		} catch (error) {
			throw new Error(systemProblem(error, this.archive));
		}
	}

	/** No more comes: all of it is on the disk. @returns the digest of what came */
	async close(): Promise<string> {
		await this.#file.sync();
		await this.#file.close();
		return `sha256:${this.#hash.digest('hex')}`;
	}

	/** Names it, and puts it in its place. */
	async finish(
		{ config, state }: { readonly config: StreamConfig; readonly state: StreamState },
		own: OwnNotes,
	): Promise<void> {
		await rename(this.archive, join(this.#partial, archiveNames[0]));
		const file = await open(join(this.#partial, description), 'wx', 0o600);
		try {
			await file.writeFile(`${stringifyJson({ config, state, jetdeck: own }, 2)}\n`);
			await file.sync();
		} finally {
			await file.close();
		}
		// An empty folder of that name gives way; anything else does not.
		await rmdir(this.#path).catch(() => undefined);
		await rename(this.#partial, this.#path);
	}

	/** Nothing of it stays. */
	async remove(): Promise<void> {
		await this.#file.close().catch(() => undefined);
		await rm(this.#partial, { recursive: true, force: true });
	}
}

/** Of a state that a folder lacks: nothing is known. */
export const unknownState = {
	messages: 0,
	bytes: 0,
	first_seq: 0,
	first_ts: '0001-01-01T00:00:00Z',
	last_seq: 0,
	last_ts: '0001-01-01T00:00:00Z',
	consumer_count: 0,
} as const satisfies StreamState & Readonly<Record<string, Integer | string>>;
