import { serverCache } from '../../src/demo/cache-folder.ts';
import { debianServer, type Suite } from '../../src/demo/debian.ts';

/** The server lines every test of the API runs on. */
export const lines = ['2.9', '2.10', 'newest'] as const;
export type Line = (typeof lines)[number];

const suiteOf: Readonly<Record<Line, Suite>> = { '2.9': 'bookworm', '2.10': 'trixie', newest: 'sid' };

/** Path of the nats-server of a line, from jetdeck's cache or Debian. */
export function serverBinary(line: Line): Promise<string> {
	return debianServer(suiteOf[line], serverCache(process.env));
}
