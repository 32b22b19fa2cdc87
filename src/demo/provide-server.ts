import { serverCache } from './cache-folder.ts';
import { debianServer, hasDebian, suites } from './debian.ts';
import { type FoundServer, findServer, versionOf } from './find-server.ts';
import { fetchRelease, releaseVersion } from './release.ts';

export interface ProvideOptions {
	readonly env: NodeJS.ProcessEnv;
	/** Told what is being done, a line at a time. */
	readonly onProgress?: ((line: string) => void) | undefined;
	readonly signal?: AbortSignal | undefined;
}

export type Provided = ({ readonly ok: true } & FoundServer) | { readonly ok: false; readonly message: string };

const howToInstall =
	'Install one (apt install nats-server, brew install nats-server, or https://github.com/nats-io/nats-server/releases) and put it on the PATH, or name it in JETDECK_NATS_SERVER.';

/** A nats-server that runs here: one that is there, else Debian's package, else the official release. */
export async function provideServer(options: ProvideOptions): Promise<Provided> {
	const found = await findServer(options.env);
	if (found !== undefined) return { ok: true, ...found };
	const failures: string[] = [];
	for (const source of [fromDebian, fromRelease]) {
		const provided = await source(options);
		if (provided.ok) return provided;
		failures.push(provided.message);
	}
	return { ok: false, message: `No nats-server is at hand: ${failures.join('; ')}. ${howToInstall}` };
}

async function fromDebian({ env, onProgress, signal }: ProvideOptions): Promise<Provided> {
	if (!(await hasDebian())) return { ok: false, message: 'this is no Debian' };
	let last = '';
	for (const suite of suites) {
		onProgress?.(`Fetching nats-server, Debian's package of ${suite}…`);
		try {
			const path = await debianServer(suite, serverCache(env), signal);
			const version = await versionOf(path);
			if (version !== undefined) return { ok: true, path, version, origin: `Debian ${suite}` };
			last = `the nats-server of ${suite} does not run here`;
		} catch (error) {
			if (signal?.aborted) return { ok: false, message: 'cancelled' };
			last = firstLine(error);
		}
	}
	return { ok: false, message: `Debian's package could not be had (${last})` };
}

async function fromRelease({ env, onProgress, signal }: ProvideOptions): Promise<Provided> {
	onProgress?.(`Fetching the release of nats-server ${releaseVersion}…`);
	const released = await fetchRelease({ cache: serverCache(env), ...(signal && { signal }) });
	if (!released.ok) return { ok: false, message: `the release could not be had (${released.message})` };
	const version = await versionOf(released.path);
	if (version === undefined) return { ok: false, message: 'the nats-server of the release does not run here' };
	return { ok: true, path: released.path, version, origin: 'the official release' };
}

function firstLine(error: unknown): string {
	const text = error instanceof Error ? error.message : String(error);
	return text.split('\n').find((line) => line.trim() !== '' && !line.startsWith('Command failed')) ?? text;
}
