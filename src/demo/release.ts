import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The release that is fetched where nothing else is at hand. */
export const releaseVersion = '2.12.15';
const releases = 'https://github.com/nats-io/nats-server/releases/download';

/** Node's names of platforms and machines, as the release archives spell them. */
const systems: Readonly<Record<string, string>> = {
	linux: 'linux',
	darwin: 'darwin',
	win32: 'windows',
	freebsd: 'freebsd',
};
const machines: Readonly<Record<string, string>> = {
	x64: 'amd64',
	arm64: 'arm64',
	arm: 'arm7',
	ia32: '386',
	ppc64: 'ppc64le',
	s390x: 's390x',
	riscv64: 'riscv64',
};

export interface ReleaseOptions {
	/** Folder for the server; its archive is not kept. */
	readonly cache: string;
	/** Where the folder `v<version>` with archives and SHA256SUMS is; the official releases by default. */
	readonly base?: string;
	readonly version?: string;
	readonly platform?: NodeJS.Platform;
	readonly arch?: string;
	readonly signal?: AbortSignal;
	/** Bytes that came, and how many there are where the server says so. */
	readonly onProgress?: (bytes: number, total: number | undefined) => void;
}

export type Released = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly message: string };

/** Where the binary of a release is put. */
export function releaseBinary(
	cache: string,
	version = releaseVersion,
	platform: NodeJS.Platform = process.platform,
): string {
	return join(cache, `v${version}`, platform === 'win32' ? 'nats-server.exe' : 'nats-server');
}

/** The name of the archive of a release for a platform; undefined where there is none. */
export function archiveName(version: string, platform: string, arch: string): string | undefined {
	const [system, machine] = [systems[platform], machines[arch]];
	if (system === undefined || machine === undefined) return undefined;
	return `nats-server-v${version}-${system}-${machine}.${platform === 'win32' ? 'zip' : 'tar.gz'}`;
}

/**
 * Fetches the official release archive for this platform and unpacks its binary, once its SHA-256 is the published one.
 * Whatever fails, nothing is left behind.
 */
export async function fetchRelease(options: ReleaseOptions): Promise<Released> {
	const {
		cache,
		base = releases,
		version = releaseVersion,
		platform = process.platform,
		arch = process.arch,
	} = options;
	const name = archiveName(version, platform, arch);
	if (name === undefined)
		return { ok: false, message: `there is no release of nats-server for ${platform} on ${arch}` };
	await mkdir(cache, { recursive: true });
	const work = await mkdtemp(join(cache, '.release-'));
	try {
		const sums = await download(`${base}/v${version}/SHA256SUMS`, { ...options, onProgress: undefined });
		const wanted = sumOf(sums.toString('utf8'), name);
		if (wanted === undefined) return { ok: false, message: `SHA256SUMS of v${version} does not name ${name}` };
		const archive = await download(`${base}/v${version}/${name}`, options);
		const sum = createHash('sha256').update(archive).digest('hex');
		if (sum !== wanted) {
			return { ok: false, message: `${name} has the SHA-256 ${sum}, but ${wanted} is published: it was not used` };
		}
		const path = releaseBinary(cache, version, platform);
		await unpack(archive, join(work, name), path);
		return { ok: true, path };
	} catch (error) {
		return { ok: false, message: error instanceof Error ? reason(error) : String(error) };
	} finally {
		await rm(work, { recursive: true, force: true });
	}
}

function sumOf(sums: string, name: string): string | undefined {
	const line = sums.split('\n').find((each) => each.trim().split(/\s+\*?/)[1] === name);
	return line?.trim().split(/\s+/)[0]?.toLowerCase();
}

async function download(
	url: string,
	{ signal, onProgress }: { readonly signal?: AbortSignal; readonly onProgress?: ReleaseOptions['onProgress'] },
): Promise<Buffer> {
	const response = await fetch(url, { ...(signal && { signal }) });
	if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`);
	const length = Number(response.headers.get('content-length')) || undefined;
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of response.body) {
		chunks.push(chunk);
		bytes += chunk.length;
		onProgress?.(bytes, length);
	}
	return Buffer.concat(chunks);
}

/** The `tar` of the system reads both kinds of archive: GNU's and BSD's `.tar.gz`, and that of Windows also `.zip`. */
async function unpack(archive: Buffer, file: string, path: string): Promise<void> {
	await writeFile(file, archive);
	const folder = `${file}.unpacked`;
	await mkdir(folder);
	await run('tar', ['-xf', file, '-C', folder, '--strip-components', '1']);
	const binary = join(folder, path.endsWith('.exe') ? 'nats-server.exe' : 'nats-server');
	await chmod(binary, 0o755);
	await mkdir(join(path, '..'), { recursive: true });
	await rename(binary, path);
}

function reason(error: Error): string {
	const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
	return `${error.message}${cause}`;
}
