import { appendFileSync, chmodSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** A file of lines for this user's eyes only, which grows by whole lines. */
export interface AppendedFile {
	readonly path: string;
	/** Adds a line at once, before it returns. Answers with a sentence where it could not. */
	readonly append: (line: string) => string | undefined;
}

/** From here on the file is put aside as `.1`, in place of the one before. */
const largestBytes = 16 * 1024 * 1024;

/**
 * Lines of this program are kept in the order in which they were written, also when several run: each is one write of its
 * own. A process that is killed leaves whole lines.
 */
export function appendedFile(path: string): AppendedFile {
	return {
		path,
		append: (line) => {
			try {
				makeFolder(dirname(path), 0o700);
				rotate(path);
				appendFileSync(path, `${line}\n`, { mode: 0o600 });
				// Only a new file gets the mode it is created with.
				chmodSync(path, 0o600);
				return undefined;
			} catch (error) {
				const code = (error as NodeJS.ErrnoException).code ?? String(error);
				return `${path} could not be written (${code}): what is sent is not kept.`;
			}
		},
	};
}

function rotate(path: string): void {
	try {
		if (statSync(path).size > largestBytes) renameSync(path, `${path}.1`);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
	}
}

/** The folder of this program for what is kept between runs but is no setting: `$XDG_STATE_HOME/jetdeck`. */
export function stateFolder(env: NodeJS.ProcessEnv): string | undefined {
	if (env.XDG_STATE_HOME?.startsWith('/')) return `${env.XDG_STATE_HOME}/jetdeck`;
	return env.HOME === undefined || env.HOME === '' ? undefined : `${env.HOME}/.local/state/jetdeck`;
}
