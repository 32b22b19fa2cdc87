import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeEditFolder } from './left-edits.ts';
import { readTextFile } from './read-text.ts';
import { writeProblem } from './write-problem.ts';

/** The result of editing a text in the person's editor; the message is a sentence. */
export type Edited = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

interface EditOptions {
	/** Of the file, for the editor's title and colours: `LOGS.json`. */
	readonly name: string;
	readonly env: NodeJS.ProcessEnv;
	/** Aborts when the program ends: the editor is ended too, and its file removed. */
	readonly signal: AbortSignal;
}

/**
 * Opens a text in `$VISUAL`, `$EDITOR` or vi, which uses the terminal meanwhile. The text is in a file that only this user can
 * read, in its own folder, since some editors save under another name first. Both are removed afterwards, or after a kill by the
 * next start, see `left-edits.ts`.
 */
export async function editInEditor(text: string, { name, env, signal }: EditOptions): Promise<Edited> {
	const editor = editorOf(env);
	let folder: string | undefined;
	// What fails says why: a full disk is no fault of the editor, nor a missing shell one of the folder.
	let failing = (code: string): string =>
		`The editor has no file to edit. ${writeProblem(code, join(tmpdir(), 'jetdeck-edit'))}`;
	try {
		folder = await makeEditFolder(tmpdir());
		const path = join(folder, fileName(name));
		await writeFile(path, text, { mode: 0o600, flag: 'wx' });
		failing = (code) => `jetdeck could not start the editor “${editor}” (${code}): nothing changed.`;
		const failure = failureOf(editor, await runEditor(editor, path, signal));
		return failure === undefined ? await readBack(path) : { ok: false, message: failure };
	} catch (error) {
		return { ok: false, message: failing((error as NodeJS.ErrnoException).code ?? String(error)) };
	} finally {
		if (folder !== undefined) await rm(folder, { recursive: true, force: true }).catch(() => {});
	}
}

/** As git looks for it. */
function editorOf(env: NodeJS.ProcessEnv): string {
	return env.VISUAL?.trim() || env.EDITOR?.trim() || 'vi';
}

/** Names come from a server: only plain names reach the file system. */
function fileName(name: string): string {
	return /^[A-Za-z0-9_][\w.-]{0,99}$/.test(name) ? name : 'configuration.json';
}

async function readBack(path: string): Promise<Edited> {
	const left = await readTextFile(path);
	if (left.ok) return left;
	if (left.missing) return { ok: false, message: 'The editor deleted the file: nothing changed.' };
	return { ok: false, message: `jetdeck cannot use the edited file, so nothing changed. ${left.message}` };
}

interface Ended {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
}

/** It may be a program with arguments, such as `code --wait`: the shell reads it, as in every program that starts an editor. */
async function runEditor(editor: string, path: string, signal: AbortSignal): Promise<Ended> {
	// Loaded when an editor is opened: every start would pay for it.
	const { spawn } = await import('node:child_process');
	return new Promise((resolve, reject) => {
		// Replaces the shell if possible, so that ending the child ends the editor.
		const line = /[=;&|<>(){}`$\n]/.test(editor) ? editor : `exec ${editor}`;
		const child = spawn('/bin/sh', ['-c', `${line} "$@"`, editor, path], { stdio: 'inherit' });
		const end = (): void => void child.kill('SIGTERM');
		signal.addEventListener('abort', end, { once: true });
		child.once('error', reject);
		child.once('exit', (code, by) => {
			signal.removeEventListener('abort', end);
			resolve({ code, signal: by });
		});
		if (signal.aborted) end();
	});
}

/** Exit codes of a POSIX shell for what it cannot run. */
const shellFailures: Readonly<Record<number, string>> = {
	126: 'is not executable',
	127: 'does not exist',
};

function failureOf(editor: string, { code, signal }: Ended): string | undefined {
	if (code === 0) return undefined;
	if (code === null) return `The editor “${editor}” was ended by ${signal}: nothing changed.`;
	const cannot = shellFailures[code];
	if (cannot === undefined) return `The editor “${editor}” ended with code ${code}: nothing changed.`;
	return `The editor “${editor}” ${cannot}. Set EDITOR to another one, such as EDITOR=nano.`;
}
