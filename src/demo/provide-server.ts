import { bytes } from '../format/bytes.ts';
import { serverCache } from './cache-folder.ts';
import { debianServer, hasDebian, suites } from './debian.ts';
import { type FoundServer, findServer, versionOf } from './find-server.ts';
import { fetchRelease, type ReleaseOptions } from './release.ts';
import { releaseVersion } from './release-version.ts';

export interface ProvideOptions {
	readonly env: NodeJS.ProcessEnv;
	/** Receives progress, a line at a time. */
	readonly onProgress?: ((line: string) => void) | undefined;
	readonly signal?: AbortSignal | undefined;
}

export type Provided = ({ readonly ok: true } & FoundServer) | { readonly ok: false; readonly message: string };

const howToInstall =
	'Install one (apt install nats-server, brew install nats-server, or https://github.com/nats-io/nats-server/releases) and put it on the PATH, or set JETDECK_NATS_SERVER to its path.';

/** A nats-server that runs here: an existing one, else Debian's package, else the official release. */
export async function provideServer(options: ProvideOptions): Promise<Provided> {
	const { env, onProgress, signal } = options;
	const found = await findServer(env);
	if (env.JETDECK_NATS_SERVER && found?.path !== env.JETDECK_NATS_SERVER) {
		onProgress?.(`JETDECK_NATS_SERVER is ${env.JETDECK_NATS_SERVER}, which does not run here.`);
	}
	if (found !== undefined) return { ok: true, ...found };
	const failures: string[] = [];
	for (const source of [fromDebian, fromRelease]) {
		const provided = await source(options);
		if (provided.ok) return provided;
		if (signal?.aborted) return { ok: false, message: 'Fetching a nats-server was cancelled.' };
		failures.push(provided.message);
	}
	return { ok: false, message: `jetdeck found no nats-server: ${failures.join('; ')}. ${howToInstall}` };
}

async function fromDebian({ env, onProgress, signal }: ProvideOptions): Promise<Provided> {
	if (!(await hasDebian())) return { ok: false, message: 'this machine has no Debian packages' };
	let last = '';
	for (const suite of suites) {
		if (signal?.aborted) break;
		onProgress?.(`Fetching nats-server, Debian's package of ${suite}…`);
		try {
			const path = await debianServer(suite, serverCache(env), { signal });
			const version = await versionOf(path);
			if (version !== undefined) return { ok: true, path, version, origin: `Debian ${suite}` };
			last = `the nats-server of ${suite} does not run here`;
		} catch (error) {
			last = firstLine(error);
		}
	}
	return { ok: false, message: `fetching the Debian package failed (${last})` };
}

async function fromRelease({ env, onProgress, signal }: ProvideOptions): Promise<Provided> {
	const what = `Fetching the release of nats-server ${releaseVersion}…`;
	onProgress?.(what);
	const released = await fetchRelease({
		cache: serverCache(env),
		...(signal && { signal }),
		...(onProgress && { onProgress: inQuarters((line) => onProgress(`${what} ${line}`)) }),
	});
	if (!released.ok) return { ok: false, message: `fetching the release failed (${released.message})` };
	const version = await versionOf(released.path);
	if (version === undefined) return { ok: false, message: 'the nats-server of the release does not run here' };
	return { ok: true, path: released.path, version, origin: 'the official release' };
}

/** One line per quarter downloaded, because each line stays visible for a while. */
function inQuarters(say: (line: string) => void): NonNullable<ReleaseOptions['onProgress']> {
	let said = 0;
	return (came, total) => {
		const quarter = total === undefined ? 0 : Math.floor((4 * came) / total);
		if (total === undefined || quarter <= said) return;
		said = quarter;
		say(`${bytes(came)} of ${bytes(total)}`);
	};
}

/** The first line of a tool's standard error, without the command line before it. */
function firstLine(error: unknown): string {
	const text = error instanceof Error ? error.message : String(error);
	return text.split('\n').find((line) => line.trim() !== '' && !line.startsWith('Command failed')) ?? text;
}
