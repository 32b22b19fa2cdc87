import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Debian's suites that carry nats-server, the newest first: 2.15, 2.10 and 2.9 in 2026. */
export const suites = ['sid', 'trixie', 'bookworm'] as const;
export type Suite = (typeof suites)[number];

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const publicMirror = 'http://deb.debian.org/debian';

/** Whether Debian's packages can be had here at all: its tools and its key. */
export async function hasDebian(): Promise<boolean> {
	return (await works('apt-get', ['--version'])) && (await works('dpkg', ['--version'])) && (await exists(keyring));
}

/**
 * The nats-server of a Debian suite, unpacked into `cache`. Needs no root and does not touch the system's own packages,
 * lists or configuration: apt is given a configuration, lists and a cache of its own.
 * @returns the path of the binary
 * @throws an Error that says which step failed
 */
export async function debianServer(suite: Suite, cache: string, signal?: AbortSignal): Promise<string> {
	const home = join(cache, suite);
	const binary = join(home, 'usr/sbin/nats-server');
	if (await exists(binary)) return binary;
	await mkdir(cache, { recursive: true });
	const work = await mkdtemp(join(cache, `.${suite}-`));
	try {
		const options = await aptOptions(suite, work);
		const command = { cwd: work, ...(signal && { signal }) };
		await run('apt-get', [...options, 'update'], command);
		await run('apt-get', [...options, 'download', 'nats-server'], command);
		const archive = (await readdir(work)).find((name) => name.endsWith('.deb'));
		if (archive === undefined) throw new Error(`apt-get brought no package of nats-server from ${suite}`);
		await run('dpkg', ['-x', join(work, archive), join(work, 'unpacked')], command);
		// Whole or not at all; where another process was faster its copy is as good.
		await rename(join(work, 'unpacked'), home).catch(async (error: unknown) => {
			if (!(await exists(binary))) throw error;
		});
		return binary;
	} finally {
		await rm(work, { recursive: true, force: true });
	}
}

async function aptOptions(suite: Suite, work: string): Promise<readonly string[]> {
	const sources = join(work, 'sources.list');
	await mkdir(join(work, 'lists/partial'), { recursive: true });
	await mkdir(join(work, 'cache/archives/partial'), { recursive: true });
	await mkdir(join(work, 'parts'), { recursive: true });
	await writeFile(sources, `deb [signed-by=${keyring}] ${await mirror()} ${suite} main\n`);
	const settings = {
		'Dir::Etc::sourcelist': sources,
		'Dir::Etc::sourceparts': join(work, 'parts'),
		'Dir::State::lists': join(work, 'lists'),
		'Dir::Cache': join(work, 'cache'),
		// Only the package itself: no translations, no lists of files.
		'Acquire::Languages': 'none',
		'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
		'Acquire::Retries': '3',
		'APT::Sandbox::User': '',
		'Debug::NoLocking': 'true',
	};
	return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/** Where this machine gets its Debian packages from, so that a proxy or a mirror nearby is used. */
async function mirror(): Promise<string> {
	const parts = '/etc/apt/sources.list.d';
	const names = await readdir(parts).catch(() => []);
	const files = ['/etc/apt/sources.list', ...names.map((name) => join(parts, name))];
	for (const file of files) {
		const text = await readFile(file, 'utf8').catch(() => '');
		const found = /^(?!\s*#).*?(https?:\/\/[^\s]+\/debian)\/?(?=\s|$)/m.exec(text);
		if (found?.[1] !== undefined) return found[1];
	}
	return publicMirror;
}

async function works(command: string, args: readonly string[]): Promise<boolean> {
	return run(command, args).then(
		() => true,
		() => false,
	);
}

async function exists(path: string): Promise<boolean> {
	return access(path, constants.R_OK).then(
		() => true,
		() => false,
	);
}
