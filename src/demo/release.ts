import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pinnedSums } from './release-sums.ts';
import { releaseVersion } from './release-version.ts';
import { withWorkFolder } from './work-folder.ts';

const run = promisify(execFile);

const releases = 'https://github.com/nats-io/nats-server/releases/download';

interface System {
	/** As the archives spell it. */
	readonly name: string;
	readonly extension: 'tar.gz' | 'zip';
	/** Node's names of the supported machines, and the archives' names of them. */
	readonly machines: Readonly<Record<string, string>>;
}

const everywhere = { x64: 'amd64' } as const;

/** By Node's name of the platform. Node does not say which 32-bit ARM it runs on; ARMv6 code runs on each of them. */
const systems: Readonly<Record<string, System>> = {
	linux: {
		name: 'linux',
		extension: 'tar.gz',
		machines: {
			...everywhere,
			arm64: 'arm64',
			arm: 'arm6',
			ia32: '386',
			loong64: 'loong64',
			ppc64: 'ppc64le',
			riscv64: 'riscv64',
			s390x: 's390x',
		},
	},
	darwin: { name: 'darwin', extension: 'tar.gz', machines: { ...everywhere, arm64: 'arm64' } },
	win32: { name: 'windows', extension: 'zip', machines: { ...everywhere, arm64: 'arm64', ia32: '386' } },
	freebsd: { name: 'freebsd', extension: 'tar.gz', machines: everywhere },
};

export interface ReleaseOptions {
	/** Folder for the server; its archive is removed. */
	readonly cache: string;
	/** Where the folder `v<version>` with archives and SHA256SUMS is; the official releases by default. */
	readonly base?: string;
	readonly version?: string;
	/** Known SHA-256 sums of archives, by name. */
	readonly sums?: Readonly<Record<string, string>>;
	readonly platform?: NodeJS.Platform;
	readonly arch?: string;
	readonly signal?: AbortSignal;
	/** Bytes received, and the total if the server sends it. */
	readonly onProgress?: (bytes: number, total: number | undefined) => void;
}

export type Released = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly message: string };

/** The path of a release's binary. */
export function releaseBinary(
	cache: string,
	version = releaseVersion,
	platform: NodeJS.Platform = process.platform,
): string {
	return join(cache, `v${version}`, platform === 'win32' ? 'nats-server.exe' : 'nats-server');
}

/** The name of a release's archive for a platform; undefined if there is none. */
export function archiveName(version: string, platform: string, arch: string): string | undefined {
	const system = systems[platform];
	const machine = system?.machines[arch];
	if (system === undefined || machine === undefined) return undefined;
	return `nats-server-v${version}-${system.name}-${machine}.${system.extension}`;
}

/**
 * Downloads the official release archive for this platform and unpacks its binary, after checking its SHA-256 against the known
 * sum, or else the published one. If anything fails, it leaves no files.
 */
export async function fetchRelease(options: ReleaseOptions): Promise<Released> {
	const {
		cache,
		base = releases,
		version = releaseVersion,
		sums = pinnedSums,
		platform = process.platform,
		arch = process.arch,
	} = options;
	const name = archiveName(version, platform, arch);
	if (name === undefined)
		return { ok: false, message: `there is no release of nats-server for ${platform} on ${arch}` };
	const path = releaseBinary(cache, version, platform);
	try {
		return await withWorkFolder(cache, async (work): Promise<Released> => {
			const pinned = sums[name];
			const wanted = pinned ?? (await publishedSum(`${base}/v${version}/SHA256SUMS`, name, options));
			if (wanted === undefined) return { ok: false, message: `SHA256SUMS of v${version} does not list ${name}` };
			const archive = await download(`${base}/v${version}/${name}`, options);
			const sum = createHash('sha256').update(archive).digest('hex');
			if (sum !== wanted) {
				const where = pinned === undefined ? 'is published' : 'is expected';
				return { ok: false, message: `${name} has the SHA-256 ${sum}, but ${wanted} ${where}: jetdeck did not use it` };
			}
			await unpack(archive, join(work, name), path);
			return { ok: true, path };
		});
	} catch (error) {
		return { ok: false, message: error instanceof Error ? reason(error) : String(error) };
	}
}

async function publishedSum(
	url: string,
	name: string,
	{ signal }: Pick<ReleaseOptions, 'signal'>,
): Promise<string | undefined> {
	const sums = (await download(url, { ...(signal && { signal }) })).toString('utf8');
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

/**
 * The system's `tar` reads the archive of its own platform. On Windows that is not the `tar` of Git's shell, which reads no
 * `.zip`.
 */
const tar = process.platform === 'win32' ? join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'tar.exe') : 'tar';

async function unpack(archive: Buffer, file: string, path: string): Promise<void> {
	await writeFile(file, archive);
	const folder = `${file}.unpacked`;
	await mkdir(folder);
	await run(tar, ['-xf', file, '-C', folder, '--strip-components', '1']);
	const binary = join(folder, path.endsWith('.exe') ? 'nats-server.exe' : 'nats-server');
	await chmod(binary, 0o755);
	await mkdir(join(path, '..'), { recursive: true });
	await rename(binary, path);
}

function reason(error: Error): string {
	const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
	return `${error.message}${cause}`;
}
