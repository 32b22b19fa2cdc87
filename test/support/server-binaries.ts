import { serverCache } from '../../src/demo/cache-folder.ts';
import { debianServer, type Suite } from '../../src/demo/debian.ts';

/** The server lines every test of the API runs on. */
export const serverLines = ['2.9', '2.10', 'newest'] as const;
export type ServerLine = (typeof serverLines)[number];

const suiteOf: Readonly<Record<ServerLine, Suite>> = { '2.9': 'bookworm', '2.10': 'trixie', newest: 'sid' };

/** Path of the nats-server of a line, from jetdeck's cache or Debian. */
export function serverBinary(line: ServerLine): Promise<string> {
	return debianServer(suiteOf[line], serverCache(process.env));
}
