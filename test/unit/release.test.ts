import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findServer, versionOf } from '../../src/demo/find-server.ts';
import { provideServer } from '../../src/demo/provide-server.ts';
import { archiveName, fetchRelease, type ReleaseOptions } from '../../src/demo/release.ts';
import { pinnedSums } from '../../src/demo/release-sums.ts';
import { releaseVersion } from '../../src/demo/release-version.ts';

const version = '9.9.9';
const script = '#!/bin/sh\necho "nats-server: v9.9.9"\n';

let folder: string;
let cache: string;
let server: Server;
let base: string;
let files: Map<string, Buffer>;
/** The archive's connection ends half way. */
let cutShort: boolean;

/** A release as it is published: an archive with one folder, and the list of sums. */
function publish(name: string): void {
	const top = join(folder, 'nats-server-v9.9.9-linux-amd64');
	mkdirSync(top, { recursive: true });
	writeFileSync(join(top, 'nats-server'), script);
	execFileSync('tar', ['-czf', join(folder, name), '-C', folder, 'nats-server-v9.9.9-linux-amd64']);
	const archive = readFileSync(join(folder, name));
	files.set(`/v9.9.9/${name}`, archive);
	const sum = createHash('sha256').update(archive).digest('hex');
	files.set('/v9.9.9/SHA256SUMS', Buffer.from(`${'0'.repeat(64)}  other.zip\n${sum}  ${name}\n`));
}

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'jetdeck-release-'));
	cache = join(folder, 'cache');
	files = new Map();
	cutShort = false;
	server = createServer((request, response) => {
		const file = files.get(request.url ?? '');
		if (file === undefined) response.writeHead(404).end();
		else if (cutShort && request.url?.endsWith('.gz')) {
			response.writeHead(200, { 'content-length': file.length });
			response.write(file.subarray(0, file.length / 2), () => response.destroy());
		} else response.writeHead(200, { 'content-length': file.length }).end(file);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	base = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
});

afterEach(() => {
	server.closeAllConnections();
	server.close();
	rmSync(folder, { recursive: true, force: true });
});

const linux: Pick<ReleaseOptions, 'platform' | 'arch' | 'version'> = { platform: 'linux', arch: 'x64', version };
const archive = 'nats-server-v9.9.9-linux-amd64.tar.gz';

describe('the release of nats-server', () => {
	it('is unpacked once its sum is the published one, and runs', async () => {
		publish(archive);
		const progress: number[] = [];
		const released = await fetchRelease({ ...linux, cache, base, onProgress: (bytes) => progress.push(bytes) });
		expect(released).toEqual({ ok: true, path: join(cache, 'v9.9.9', 'nats-server') });
		expect(progress.at(-1)).toBe(files.get(`/v9.9.9/${archive}`)?.length);
		expect(await versionOf(join(cache, 'v9.9.9', 'nats-server'))).toBe('9.9.9');
	});

	it('is refused with another sum than jetdeck knows, whatever is published beside it', async () => {
		publish(archive);
		const sums = { [archive]: '1'.repeat(64) };
		const released = await fetchRelease({ ...linux, cache, base, sums });
		expect(released).toMatchObject({ ok: false, message: expect.stringContaining('is expected') });
		expect(readdirSync(cache)).toEqual([]);
		const sum = createHash('sha256')
			.update(files.get(`/v9.9.9/${archive}`) ?? '')
			.digest('hex');
		files.delete('/v9.9.9/SHA256SUMS');
		expect(await fetchRelease({ ...linux, cache, base, sums: { [archive]: sum } })).toMatchObject({ ok: true });
	});

	it('has a sum that jetdeck knows for most machines', () => {
		const machines = ['x64', 'arm64', 'arm', 'ia32', 's390x', 'ppc64', 'loong64'];
		const names = [
			...machines.map((arch) => archiveName(releaseVersion, 'linux', arch)),
			archiveName(releaseVersion, 'win32', 'x64'),
		];
		expect(Object.keys(pinnedSums).sort()).toEqual(names.sort());
		for (const sum of Object.values(pinnedSums)) expect(sum).toMatch(/^[0-9a-f]{64}$/);
	});

	it('is refused with another sum, and nothing is left behind', async () => {
		publish(archive);
		files.set(
			`/v9.9.9/${archive}`,
			Buffer.concat([files.get(`/v9.9.9/${archive}`) ?? Buffer.of(), Buffer.from('more')]),
		);
		const released = await fetchRelease({ ...linux, cache, base });
		expect(released).toMatchObject({ ok: false, message: expect.stringContaining('jetdeck did not use it') });
		expect(readdirSync(cache)).toEqual([]);
	});

	it('is refused when it comes only in part, and nothing is left behind', async () => {
		publish(archive);
		cutShort = true;
		const released = await fetchRelease({ ...linux, cache, base });
		expect(released).toMatchObject({ ok: false, message: expect.stringContaining('terminated') });
		expect(readdirSync(cache)).toEqual([]);
	});

	it('is refused when its sum is not published', async () => {
		publish(archive);
		files.set('/v9.9.9/SHA256SUMS', Buffer.from('0000  something-else.tar.gz\n'));
		const released = await fetchRelease({ ...linux, cache, base });
		expect(released).toMatchObject({ ok: false, message: expect.stringContaining('does not list') });
		expect(readdirSync(cache)).toEqual([]);
	});

	it.each(['SHA256SUMS', archive])('says which file is missing: %s', async (missing) => {
		publish(archive);
		files.delete(`/v9.9.9/${missing}`);
		const released = await fetchRelease({ ...linux, cache, base });
		expect(released).toMatchObject({ ok: false, message: `${base}/v9.9.9/${missing} answered 404` });
		expect(existsSync(join(cache, 'v9.9.9'))).toBe(false);
	});

	it('can be cancelled while it comes', async () => {
		publish(archive);
		const cancel = new AbortController();
		const released = await fetchRelease({
			...linux,
			cache,
			base,
			signal: cancel.signal,
			onProgress: () => cancel.abort(),
		});
		expect(released).toMatchObject({ ok: false, message: expect.stringContaining('aborted') });
		expect(readdirSync(cache)).toEqual([]);
	});

	it('says when nobody answers', async () => {
		server.close();
		server.closeAllConnections();
		const released = await fetchRelease({ ...linux, cache, base });
		expect(released).toMatchObject({ ok: false, message: expect.stringContaining('ECONNREFUSED') });
	});

	it.each([
		['linux', 'x64', 'nats-server-v1.2.3-linux-amd64.tar.gz'],
		['linux', 'arm64', 'nats-server-v1.2.3-linux-arm64.tar.gz'],
		['darwin', 'arm64', 'nats-server-v1.2.3-darwin-arm64.tar.gz'],
		['linux', 'arm', 'nats-server-v1.2.3-linux-arm6.tar.gz'],
		['win32', 'x64', 'nats-server-v1.2.3-windows-amd64.zip'],
		['freebsd', 'x64', 'nats-server-v1.2.3-freebsd-amd64.tar.gz'],
		['freebsd', 'arm64', undefined],
		['aix', 'ppc64', undefined],
	])('for %s on %s is %s', (platform, arch, name) => {
		expect(archiveName('1.2.3', platform, arch)).toBe(name);
	});
});

describe('the search for a nats-server', () => {
	function binary(at: string, says: string): string {
		const path = join(folder, at);
		mkdirSync(join(path, '..'), { recursive: true });
		writeFileSync(path, `#!/bin/sh\n${says}\n`);
		chmodSync(path, 0o755);
		return path;
	}

	it('takes the one that JETDECK_NATS_SERVER names before the one on the PATH', async () => {
		const named = binary('named/server', 'echo nats-server: v2.1.0');
		binary('bin/nats-server', 'echo nats-server: v2.2.0');
		const env = { JETDECK_NATS_SERVER: named, PATH: `${join(folder, 'bin')}:/bin`, XDG_CACHE_HOME: cache };
		expect(await findServer(env)).toEqual({ path: named, version: '2.1.0', origin: 'JETDECK_NATS_SERVER' });
	});

	it('passes over one that does not run here', async () => {
		const broken = binary('broken', 'exit 127');
		const good = binary('bin/nats-server', 'echo nats-server: v2.2.0');
		const env = { JETDECK_NATS_SERVER: broken, PATH: join(folder, 'bin'), XDG_CACHE_HOME: cache };
		expect(await findServer(env)).toEqual({ path: good, version: '2.2.0', origin: 'the PATH' });
	});

	it('says that the one in JETDECK_NATS_SERVER does not run', async () => {
		const broken = binary('broken', 'exit 127');
		const good = binary('bin/nats-server', 'echo nats-server: v2.2.0');
		const lines: string[] = [];
		const env = { JETDECK_NATS_SERVER: broken, PATH: join(folder, 'bin'), XDG_CACHE_HOME: cache };
		const provided = await provideServer({ env, onProgress: (line) => lines.push(line) });
		expect(provided).toEqual({ ok: true, path: good, version: '2.2.0', origin: 'the PATH' });
		expect(lines).toEqual([`JETDECK_NATS_SERVER is ${broken}, which does not run here.`]);
	});

	it('takes what an earlier run brought, and else finds none', async () => {
		const env = { PATH: join(folder, 'nowhere'), XDG_CACHE_HOME: cache };
		expect(await findServer(env)).toBeUndefined();
		const kept = binary('cache/jetdeck/servers/trixie/usr/sbin/nats-server', 'echo nats-server: v2.10.27');
		expect(await findServer(env)).toEqual({ path: kept, version: '2.10.27', origin: "jetdeck's cache" });
	});
});
