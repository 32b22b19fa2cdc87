import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Integer } from '../../format/integer.ts';
import { isRecord } from '../../format/is.ts';
import { parseJson } from '../../format/json.ts';
import type { StreamConfig, StreamState } from '../wire.ts';
import { systemProblem } from './system-problem.ts';

/** A folder with the backup of one stream. The nats CLI reads and writes the same. */
export interface BackupFolder {
	readonly path: string;
	readonly archive: string;
	/** Of the archive, in bytes. */
	readonly size: number;
	readonly config: StreamConfig;
	/** Absent if somebody wrote `backup.json` by hand. */
	readonly state?: StreamState;
	readonly own: OwnNotes;
}

/** What jetdeck adds to `backup.json`; the nats CLI ignores it. */
export interface OwnNotes {
	/** `sha256:…` of the archive. */
	readonly digest?: string;
	/** Messages that the archive lacks because the server removed them while the backup ran. */
	readonly removed?: number;
}

type Wrong = { readonly wrong: string };

export const description = 'backup.json';
const mostDescription = 64 * 1024 * 1024;

/**
 * Names of the archive; the format shows in its content, not in its name. Every nats CLI reads the first. From 0.5 the nats CLI also reads the
 * second, and writes it when it backs up a stream of nats-server 2.15.
 */
export const archiveNames = ['stream.tar.s2', 'stream.arc.s2'] as const;

/** Reads the folder of one stream without its archive, or returns what is wrong with it, as a sentence. Never rejects. */
export async function readBackup(path: string): Promise<BackupFolder | Wrong> {
	return orWrong(path, async () => {
		const described = await describedIn(path);
		return 'wrong' in described ? described : withArchive(path, described);
	});
}

/** A folder that this user may not read is wrong, not absent. */
async function orWrong<T>(path: string, read: () => Promise<T>): Promise<T | Wrong> {
	try {
		return await read();
	} catch (error) {
		const { code, path: refused = path } = error as NodeJS.ErrnoException;
		if (code === undefined) throw error;
		return { wrong: systemProblem(error, refused) };
	}
}

type Described = Pick<BackupFolder, 'config' | 'state' | 'own'>;

async function withArchive(path: string, described: Described): Promise<BackupFolder | Wrong> {
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

async function describedIn(path: string): Promise<Described | Wrong> {
	const file = join(path, description);
	const size = await sizeOf(file);
	if (size === undefined) return { wrong: `${path} is not the backup of a stream: it has no ${description}.` };
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

const isMissing = ({ code }: NodeJS.ErrnoException): boolean => code === 'ENOENT' || code === 'ENOTDIR';

/** Bytes of a file; undefined if there is none. @throws a system error if nobody can tell */
async function sizeOf(path: string): Promise<number | undefined> {
	try {
		const about = await stat(path);
		return about.isFile() ? about.size : undefined;
	} catch (error) {
		if (isMissing(error as NodeJS.ErrnoException)) return undefined;
		throw error;
	}
}

/** Every ext4 disk has one in its root, for root alone. */
const recovered = 'lost+found';

/** The folders of streams that a path names: itself, or those inside it, as in the backup of an account; or what is wrong. Never rejects. */
export async function backupsAt(path: string): Promise<readonly string[] | Wrong> {
	return orWrong(path, async () => {
		if (!(await stat(path)).isDirectory()) return { wrong: `${path} is not a folder: name the folder of a backup.` };
		if ((await sizeOf(join(path, description))) !== undefined) return [path];
		const entries = await readdir(path, { withFileTypes: true });
		const inside: string[] = [];
		for (const { name } of entries.filter((entry) => entry.isDirectory() && entry.name !== recovered))
			if ((await sizeOf(join(path, name, description))) !== undefined) inside.push(join(path, name));
		return inside.length > 0
			? inside.toSorted()
			: { wrong: `${path} has no backup: neither it nor a folder in it has a ${description}.` };
	});
}

/** In place of the state that a folder lacks. */
export const unknownState = {
	messages: 0,
	bytes: 0,
	first_seq: 0,
	first_ts: '0001-01-01T00:00:00Z',
	last_seq: 0,
	last_ts: '0001-01-01T00:00:00Z',
	consumer_count: 0,
} as const satisfies StreamState & Readonly<Record<string, Integer | string>>;
