import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ownerOf, workName } from './work-name.ts';

const first = 'jetdeck-edit';

/** A folder for an edited text, with mode 0700. */
export function makeEditFolder(parent: string): Promise<string> {
	return mkdtemp(join(parent, workName(first)));
}

/**
 * Removes edited texts left by killed decks: configurations may be private. Only folders of this user, and only of processes that
 * have ended. What cannot be removed stays.
 */
export async function removeLeftEdits(parent: string): Promise<void> {
	const names = await readdir(parent).catch(() => []);
	for (const name of names) {
		const owner = ownerOf(name, first);
		if (owner === undefined || isAlive(owner)) continue;
		const path = join(parent, name);
		const about = await lstat(path).catch(() => undefined);
		if (about?.isDirectory() && about.uid === (process.getuid?.() ?? about.uid))
			await rm(path, { recursive: true, force: true }).catch(() => {});
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// A process of somebody else may be alive.
		return (error as NodeJS.ErrnoException).code !== 'ESRCH';
	}
}
