import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Host } from './host.ts';

/** A named file, found as a shell would find it. */
export function pathOf({ folder }: Pick<Host, 'folder'>, path: string): string {
	if (path.startsWith('~/')) return join(homedir(), path.slice(2));
	return isAbsolute(path) ? path : join(folder, path);
}
