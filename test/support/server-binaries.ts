import { existsSync } from 'node:fs';
import { serverCache } from '../../src/demo/cache-folder.ts';
import { debianBinary, debianServer, hasDebian, type Suite } from '../../src/demo/debian.ts';
import { fetchRelease, releaseBinary } from '../../src/demo/release.ts';

/** The server lines every test of the API runs on. */
export const serverLines = ['2.9', '2.10', 'newest'] as const;
export type ServerLine = (typeof serverLines)[number];

/** Where each line comes from: Debian's suite or, on machines that have no Debian packages, the official release. */
const sources: Readonly<Record<ServerLine, { readonly suite: Suite; readonly release: string }>> = {
	'2.9': { suite: 'bookworm', release: '2.9.25' },
	'2.10': { suite: 'trixie', release: '2.10.27' },
	newest: { suite: 'sid', release: '2.15.1' },
};

/** Path of the nats-server of a line, from jetdeck's cache or else fetched into it. */
export async function serverBinary(line: ServerLine): Promise<string> {
	const { suite, release } = sources[line];
	const cache = serverCache(process.env);
	const kept = [debianBinary(cache, suite), releaseBinary(cache, release)].find((path) => existsSync(path));
	if (kept !== undefined) return kept;
	if (await hasDebian()) return debianServer(suite, cache);
	const released = await fetchRelease({ cache, version: release });
	if (released.ok) return released.path;
	throw new Error(`no nats-server of the ${line} line: ${released.message}`);
}
