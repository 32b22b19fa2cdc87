import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileSafely } from './files.ts';
import { makeFolder } from './make-folder.ts';
import { writeProblem } from './write-problem.ts';

export interface FileToWrite {
	readonly name: string;
	readonly text: string;
	readonly isProgram?: true;
}

export type WrittenFolder =
	| {
			readonly ok: true;
			/** Names of new files. */
			readonly created: readonly string[];
			readonly changed: readonly string[];
			readonly unchanged: number;
			/** Written by an earlier export, and still there. */
			readonly left: readonly string[];
	  }
	| {
			readonly ok: false;
			/** Sentences. */
			readonly messages: readonly string[];
			/** Files are in the way, and nothing was written. */
			readonly exists: boolean;
	  };

/** As `sha256sum` writes and checks it. Plans, Terraform and kubectl do not read a file of this name. */
const listName = '.jetdeck-export';

const program = 0o777;

/**
 * Writes files into a folder, which is created if missing. An existing file is overwritten only if an earlier export wrote it and
 * it is unchanged, or with `force`. If a file is in the way, nothing is written.
 */
export async function writeFolder(
	folder: string,
	files: readonly FileToWrite[],
	force: boolean,
): Promise<WrittenFolder> {
	const problem = await folderProblem(folder);
	if (problem !== undefined) return { ok: false, messages: [problem], exists: false };
	const before = await readList(folder);
	const there = await Promise.all(files.map(({ name }) => readText(join(folder, name))));
	const differs = files.filter(({ text }, at) => there[at] !== undefined && there[at] !== text);
	const foreign = differs.filter(
		({ name }) => before.get(name) !== sumOf(there[files.findIndex((each) => each.name === name)] ?? ''),
	);
	if (foreign.length > 0 && !force)
		return {
			ok: false,
			messages: foreign.map(({ name }) => inTheWay(join(folder, name), before.has(name))),
			exists: true,
		};
	const created = files.filter((_, at) => there[at] === undefined);
	for (const { name, text, isProgram } of [...created, ...differs]) {
		const written = await writeFileSafely(join(folder, name), text, {
			overwrite: true,
			...(isProgram && { mode: program }),
		});
		if (!written.ok) return { ok: false, messages: [written.message], exists: false };
	}
	const names = new Set(files.map(({ name }) => name));
	const left = await stillThere(
		folder,
		[...before.keys()].filter((name) => !names.has(name)),
	);
	const listed = await writeList(folder, [
		...files.map(({ name, text }) => [name, sumOf(text)] as const),
		...left.map((name) => [name, before.get(name) ?? ''] as const),
	]);
	if (listed !== undefined) return { ok: false, messages: [listed], exists: false };
	const namesOf = (some: readonly FileToWrite[]): readonly string[] => some.map(({ name }) => name);
	return {
		ok: true,
		created: namesOf(created),
		changed: namesOf(differs),
		unchanged: files.length - created.length - differs.length,
		left,
	};
}

const inTheWay = (path: string, isOurs: boolean): string =>
	isOurs ? `${path} changed since it was exported.` : `${path} already exists, and no export wrote it.`;

async function folderProblem(folder: string): Promise<string | undefined> {
	const about = await stat(folder).catch(() => undefined);
	if (about?.isDirectory()) return undefined;
	if (about !== undefined) return `${folder} is a file: name a folder.`;
	try {
		makeFolder(folder);
		return undefined;
	} catch (error) {
		const { code = String(error) } = error as NodeJS.ErrnoException;
		return writeProblem(code === 'ENOENT' ? 'EUNMADE' : code, join(folder, listName));
	}
}

/** Undefined if there is none; an unreadable file is another case. */
async function readText(path: string): Promise<string | undefined> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : '';
	}
}

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex');

async function readList(folder: string): Promise<ReadonlyMap<string, string>> {
	const text = (await readText(join(folder, listName))) ?? '';
	return new Map(
		[...text.matchAll(/^([0-9a-f]{64}) {2}([^/\n]+)$/gm)].map(([, sum = '', name = '']) => [name, sum] as const),
	);
}

async function writeList(
	folder: string,
	entries: readonly (readonly [name: string, sum: string])[],
): Promise<string | undefined> {
	const lines = entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => `${sum}  ${name}\n`);
	const path = join(folder, listName);
	const text = lines.join('');
	if ((await readText(path)) === text) return undefined;
	const written = await writeFileSafely(path, text, { overwrite: true });
	return written.ok ? undefined : written.message;
}

async function stillThere(folder: string, names: readonly string[]): Promise<readonly string[]> {
	const there = await Promise.all(names.map((name) => readText(join(folder, name))));
	return names.filter((_, at) => there[at] !== undefined);
}
