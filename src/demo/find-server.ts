import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { serverCache } from './cache-folder.ts';
import { debianBinary, suites } from './debian.ts';
import { releaseBinary } from './release.ts';

const run = promisify(execFile);

/** A nats-server that runs on this machine. */
export interface FoundServer {
	readonly path: string;
	/** `2.15.1`. */
	readonly version: string;
	/** Where it came from, for people. */
	readonly origin: string;
}

/**
 * The first nats-server that runs: the one in `JETDECK_NATS_SERVER`, one on the `PATH`, or one that an earlier run downloaded.
 */
export async function findServer(env: NodeJS.ProcessEnv): Promise<FoundServer | undefined> {
	for (const { path, origin } of candidates(env)) {
		const version = await versionOf(path);
		if (version !== undefined) return { path, version, origin };
	}
	return undefined;
}

/** The version that the binary prints; undefined if it does not run here, because it or one of its libraries is missing. */
export async function versionOf(path: string): Promise<string | undefined> {
	try {
		const { stdout } = await run(path, ['--version'], { timeout: 10_000 });
		return /v?(\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1];
	} catch {
		return undefined;
	}
}

function candidates(env: NodeJS.ProcessEnv): readonly { readonly path: string; readonly origin: string }[] {
	const cache = serverCache(env);
	const name = process.platform === 'win32' ? 'nats-server.exe' : 'nats-server';
	return [
		...(env.JETDECK_NATS_SERVER ? [{ path: env.JETDECK_NATS_SERVER, origin: 'JETDECK_NATS_SERVER' }] : []),
		...(env.PATH ?? '')
			.split(delimiter)
			.filter((folder) => folder !== '')
			.map((folder) => ({ path: join(folder, name), origin: 'the PATH' })),
		...suites.map((suite) => ({ path: debianBinary(cache, suite), origin: "jetdeck's cache" })),
		{ path: releaseBinary(cache), origin: "jetdeck's cache" },
	];
}
