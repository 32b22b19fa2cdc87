import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { debianServer, earliestRelease, hasDebian, releaseDate } from '../../src/demo/debian.ts';

const run = promisify(execFile);

let folder: string;
let server: Server;
let base: string;

/** A mirror with a package that nobody signed. */
function publish(validUntil?: Date): void {
	const tree = join(folder, 'tree');
	mkdirSync(join(tree, 'DEBIAN'), { recursive: true });
	mkdirSync(join(tree, 'usr/sbin'), { recursive: true });
	writeFileSync(join(tree, 'usr/sbin/nats-server'), '#!/bin/sh\necho "nats-server: v6.6.6"\n', { mode: 0o755 });
	const about =
		'Package: nats-server\nVersion: 6.6.6\nArchitecture: all\nMaintainer: nobody <a@b>\nDescription: none\n';
	writeFileSync(join(tree, 'DEBIAN/control'), about);
	mkdirSync(join(folder, 'pool'));
	execFileSync('dpkg-deb', ['--build', tree, join(folder, 'pool/nats-server.deb')], { stdio: 'ignore' });
	const deb = readFileSync(join(folder, 'pool/nats-server.deb'));
	const machine = execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();
	const sum = (data: Buffer) => createHash('sha256').update(data).digest('hex');
	const list = Buffer.from(`${about}Filename: pool/nats-server.deb\nSize: ${deb.length}\nSHA256: ${sum(deb)}\n\n`);
	const binary = join(folder, 'dists/sid/main', `binary-${machine}`);
	mkdirSync(binary, { recursive: true });
	writeFileSync(join(binary, 'Packages'), list);
	const date = new Date().toUTCString();
	const entry = ` ${sum(list)} ${list.length} main/binary-${machine}/Packages`;
	const term = validUntil === undefined ? '' : `Valid-Until: ${validUntil.toUTCString()}\n`;
	const release = `Origin: Debian\nSuite: sid\nCodename: sid\nDate: ${date}\n${term}Architectures: ${machine}\nComponents: main\nSHA256:\n${entry}\n`;
	writeFileSync(join(folder, 'dists/sid/Release'), release);
}

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'jetdeck-debian-'));
	server = createServer((request, response) => {
		const path = join(folder, request.url ?? '');
		if (existsSync(path)) response.end(readFileSync(path));
		else response.writeHead(404).end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	base = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
});

afterEach(() => {
	vi.unstubAllEnvs();
	server.closeAllConnections();
	server.close();
	rmSync(folder, { recursive: true, force: true });
});

/** What a system may have allowed; apt reads it as it reads its own. */
const permissive = `
	Acquire::AllowInsecureRepositories "true";
	Acquire::AllowWeakRepositories "true";
	Acquire::AllowDowngradeToInsecureRepositories "true";
	APT::Get::AllowUnauthenticated "true";
	APT::Key::GPGVCommand "/bin/true";
	Acquire::gpgv::Options { "--allow-weak-digest-algos"; };
	Acquire::http::Proxy "DIRECT";
`;

describe('a package of Debian', async () => {
	it.runIf(await hasDebian())('is refused where nobody signed it, whatever the system allows', async () => {
		publish();
		writeFileSync(join(folder, 'apt.conf'), permissive);
		vi.stubEnv('APT_CONFIG', join(folder, 'apt.conf'));
		// As the system is configured it would be taken.
		const own = join(folder, 'own');
		for (const each of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(own, each), { recursive: true });
		writeFileSync(join(own, 'sources.list'), `deb ${base} sid main\n`);
		writeFileSync(join(own, 'status'), '');
		const options = [
			`Dir::Etc::sourcelist=${own}/sources.list`,
			'Dir::Etc::sourceparts=/dev/null',
			`Dir::State::lists=${own}/lists`,
			`Dir::State::status=${own}/status`,
			`Dir::Cache=${own}/cache`,
			'APT::Sandbox::User=',
		].flatMap((option) => ['-o', option]);
		const apt = (...args: readonly string[]) => run('apt-get', [...options, ...args], { cwd: own });
		await apt('update');
		await apt('download', 'nats-server');
		expect(readdirSync(own).some((name) => name.endsWith('.deb'))).toBe(true);

		const cache = join(folder, 'cache');
		await expect(debianServer('sid', cache, { base })).rejects.toThrow(/is not signed|InRelease|Release/);
		expect(readdirSync(cache)).toEqual([]);
	});

	it.runIf(await hasDebian())('is refused where nobody signed it and its list has expired', async () => {
		publish(new Date(Date.now() - 86_400_000));
		const cache = join(folder, 'cache');
		await expect(debianServer('sid', cache, { base })).rejects.toThrow(/is not signed|InRelease|Release/);
		expect(readdirSync(cache)).toEqual([]);
	});

	it('says when its list was made', () => {
		const list = (date: string) =>
			`-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nOrigin: Debian\n${date}Suite: sid\n`;
		expect(releaseDate(list('Date: Fri, 30 Oct 2026 08:08:01 UTC\n'))?.toISOString()).toBe('2026-10-30T08:08:01.000Z');
		expect(releaseDate(list(''))).toBeUndefined();
		expect(releaseDate(list('Date: yesterday\n'))).toBeUndefined();
		expect(earliestRelease.getTime()).toBeLessThan(Date.now());
	});
});
