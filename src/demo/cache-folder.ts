import { homedir } from 'node:os';
import { join } from 'node:path';

/** The cache folder for servers that jetdeck downloads. */
export function serverCache(env: NodeJS.ProcessEnv): string {
	return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'jetdeck', 'servers');
}
