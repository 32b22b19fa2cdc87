import { closeSync, fchmodSync, fstatSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { writeProblem } from './write-problem.ts';

/** A file of lines, readable only for this user, that grows by whole lines. */
export interface AppendedFile {
	readonly path: string;
	/** Adds a line at once, before it returns. Returns a sentence if that fails. */
	readonly append: (line: string) => string | undefined;
	/** Why no line can be added, as a sentence; creates the file and its folder if missing. Only writing reveals a full disk. */
	readonly problem: () => string | undefined;
	/** Its lines, after those that were put aside; empty where there are none. */
	readonly read: () => Promise<string>;
}

/** At this size the file is renamed to `.1`, in place of the one before. */
const largestBytes = 16 * 1024 * 1024;

/**
 * Lines of this program stay in the order in which they were written, even if several programs run: each line is one write. A
 * killed process leaves whole lines. A full disk leaves a partial line: the next line starts after a line end.
 */
export function appendedFile(path: string): AppendedFile {
	return {
		path,
		append: (line) =>
			problemOf(path, () => {
				makeFolder(dirname(path), 0o700);
				rotate(path);
				withFile(path, (file) => writeWhole(file, `${endsInLine(file) ? '\n' : ''}${line}\n`));
			}),
		problem: () =>
			problemOf(path, () => {
				makeFolder(dirname(path), 0o700);
				withFile(path, () => {});
			}),
		read: async () => (await Promise.all([textOf(`${path}.1`), textOf(path)])).join('\n'),
	};
}

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

function problemOf(path: string, act: () => void): string | undefined {
	try {
		act();
		return undefined;
	} catch (error) {
		const { code = String(error) } = error as NodeJS.ErrnoException;
		return writeProblem(code === 'ENOENT' ? 'EUNMADE' : code, path);
	}
}

/** Opened for reading too, to read its last letter. A pipe or a device would accept lines and store none. */
function withFile(path: string, use: (file: number) => void): void {
	const file = openSync(path, 'a+', 0o600);
	try {
		if (!fstatSync(file).isFile()) throw Object.assign(new Error('not a regular file'), { code: 'ENOTREG' });
		// Only a new file gets the mode given at creation.
		fchmodSync(file, 0o600);
		use(file);
	} finally {
		closeSync(file);
	}
}

const lineEnd = 10;

function endsInLine(file: number): boolean {
	const { size } = fstatSync(file);
	const last = Buffer.alloc(1);
	return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== lineEnd;
}

/** A disk that becomes full accepts a part; only the next write fails. */
function writeWhole(file: number, text: string): void {
	const data = Buffer.from(text);
	for (let at = 0; at < data.length; ) at += writeSync(file, data, at);
}

/** A process killed while it renamed the file leaves its lock: after this long it is ignored. */
const longestMs = 60_000;

/** By one process at a time: a second one would replace the `.1` that was just made with the new file. */
function rotate(path: string): void {
	if (!isTooLarge(path)) return;
	const mark = `${path}.turning`;
	try {
		closeSync(openSync(mark, 'wx', 0o600));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		if (Date.now() - (statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > longestMs)
			rmSync(mark, { force: true });
		return;
	}
	try {
		if (isTooLarge(path)) renameSync(path, `${path}.1`);
	} finally {
		rmSync(mark, { force: true });
	}
}

function isTooLarge(path: string): boolean {
	return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largestBytes;
}

/** The folder for state between runs other than settings: `$XDG_STATE_HOME/jetdeck`. */
export function stateFolder(env: NodeJS.ProcessEnv): string | undefined {
	if (env.XDG_STATE_HOME?.startsWith('/')) return `${env.XDG_STATE_HOME}/jetdeck`;
	return env.HOME === undefined || env.HOME === '' ? undefined : `${env.HOME}/.local/state/jetdeck`;
}
