import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where servers that jetdeck brought are kept from one run to the next. */
export function serverCache(env: NodeJS.ProcessEnv): string {
	return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'jetdeck', 'servers');
}
