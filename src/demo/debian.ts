import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withWorkFolder } from './work-folder.ts';

const run = promisify(execFile);

/** Debian's suites with a nats-server, the newest first: 2.15, 2.10 and 2.9 in 2026. */
export const suites = ['sid', 'trixie', 'bookworm'] as const;
export type Suite = (typeof suites)[number];

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const publicMirror = 'http://deb.debian.org/debian';

/**
 * A mirror that stopped following Debian serves lists that have expired (after a week, for sid). They are still signed, and
 * accepted unless they are older than this date, when jetdeck's newest server version was in Debian: so nobody can offer a server
 * from years ago as the newest.
 */
export const earliestRelease = new Date('2026-10-01T00:00:00Z');

/** Whether Debian's packages can be installed here: needs its tools and its key. */
export async function hasDebian(): Promise<boolean> {
	return (await works('apt-get', ['--version'])) && (await works('dpkg', ['--version'])) && (await exists(keyring));
}

/** The path of a suite's server, once downloaded. */
export function debianBinary(cache: string, suite: Suite): string {
	return join(cache, suite, 'usr/sbin/nats-server');
}

/**
 * Downloads the nats-server of a Debian suite and unpacks it into `cache`. It needs no root and does not touch the system's
 * packages, lists or configuration: apt gets its own configuration, lists and cache. Packages not signed by Debian are refused,
 * even if the system's configuration accepts them.
 * @param base the mirror; by default the system's
 * @returns the path of the binary
 * @throws an Error that says what failed
 */
export async function debianServer(
	suite: Suite,
	cache: string,
	{ signal, base }: { readonly signal?: AbortSignal | undefined; readonly base?: string } = {},
): Promise<string> {
	const binary = debianBinary(cache, suite);
	if (await exists(binary)) return binary;
	return withWorkFolder(cache, async (work) => {
		// In English, because jetdeck reads apt's message about an expired list.
		const command = { cwd: work, env: { ...process.env, LC_ALL: 'C' }, ...(signal && { signal }) };
		const config = await writeAptConfig(suite, work, base ?? (await mirror()));
		const apt = (...args: readonly string[]) => run('apt-get', ['-c', config, ...args], command);
		await apt('update').catch(async (error: unknown) => {
			if (!isExpired(error)) throw error;
			await apt('update', '-o', 'Acquire::Check-Valid-Until=false');
			await refuseOldLists(suite, join(work, 'lists'));
		});
		await apt('download', 'nats-server');
		const archive = (await readdir(work)).find((name) => name.endsWith('.deb'));
		if (archive === undefined) throw new Error(`apt-get fetched no package of nats-server from ${suite}`);
		await run('dpkg', ['-x', join(work, archive), join(work, 'unpacked')], command);
		// Whole or not at all; if another process was faster, its copy is just as good.
		await rename(join(work, 'unpacked'), join(cache, suite)).catch(async (error: unknown) => {
			if (!(await exists(binary))) throw error;
		});
		return binary;
	});
}

function isExpired(error: unknown): boolean {
	return error instanceof Error && /Release file for .* is expired/.test(error.message);
}

/** @throws an Error if the signed lists in the folder are older than `earliestRelease`, or have no date */
async function refuseOldLists(suite: Suite, lists: string): Promise<void> {
	const name = (await readdir(lists)).find((file) => file.endsWith('InRelease'));
	const date = name === undefined ? undefined : releaseDate(await readFile(join(lists, name), 'utf8'));
	if (date !== undefined && date >= earliestRelease) return;
	throw new Error(`The mirror's list of packages of ${suite} is too old: ${date?.toUTCString() ?? 'it has no date'}`);
}

/** When Debian made a signed list of packages; undefined if it has no date. */
export function releaseDate(text: string): Date | undefined {
	const date = new Date(/^Date: (.+)$/m.exec(text)?.[1] ?? '');
	return Number.isNaN(date.getTime()) ? undefined : date;
}

/**
 * Configuration read after the system's. It keeps the system's proxies and credentials, and replaces every path, command and
 * choice of apt.
 */
async function writeAptConfig(suite: Suite, work: string, base: string): Promise<string> {
	for (const folder of ['lists/partial', 'cache/archives/partial', 'empty']) {
		await mkdir(join(work, folder), { recursive: true });
	}
	await writeFile(join(work, 'status'), '');
	await writeFile(join(work, 'sources.list'), `deb [signed-by=${keyring}] ${base} ${suite} main\n`);
	const settings = {
		'Dir::Etc::sourcelist': join(work, 'sources.list'),
		'Dir::Etc::sourceparts': join(work, 'empty'),
		// Pins and a default release concern the system's own suites.
		'Dir::Etc::preferences': '/dev/null',
		'Dir::Etc::preferencesparts': join(work, 'empty'),
		'APT::Default-Release': '',
		'Dir::State::status': join(work, 'status'),
		'Dir::State::lists': join(work, 'lists'),
		'Dir::Cache': join(work, 'cache'),
		// Only the package itself: no translations, no lists of components.
		'Acquire::Languages': 'none',
		'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
		'Acquire::Retries': '2',
		'Acquire::http::Timeout': '20',
		'Acquire::https::Timeout': '20',
		'APT::Update::Error-Mode': 'any',
		'APT::Sandbox::User': '',
		// Whatever the system allows: only signed lists, with current algorithms, not long expired.
		'Acquire::AllowInsecureRepositories': 'false',
		'Acquire::AllowWeakRepositories': 'false',
		'Acquire::AllowDowngradeToInsecureRepositories': 'false',
		'APT::Get::AllowUnauthenticated': 'false',
		'APT::Get::Force-Yes': 'false',
		'Acquire::Check-Valid-Until': 'true',
		'Acquire::Check-Date': 'true',
		'Debug::NoLocking': 'true',
	};
	// Commands that systems run after an update: Debian's own container images empty the package cache with one.
	const hooks = ['APT::Update::Pre-Invoke', 'APT::Update::Post-Invoke', 'APT::Update::Post-Invoke-Success'];
	// Signature checks, their options and the accepted algorithms: apt's defaults without a configuration.
	const checks = ['APT::Key', 'APT::Hashes', 'Acquire::gpgv', 'Dir::Bin::apt-key', 'Dir::Bin::gpg', 'Dir::Bin::gpgv'];
	const lines = [
		...[...hooks, ...checks].map((name) => `#clear ${name};`),
		...Object.entries(settings).map(([name, value]) => `${name} "${value}";`),
	];
	const path = join(work, 'apt.conf');
	await writeFile(path, `${lines.join('\n')}\n`);
	return path;
}

/** The mirror that this machine uses, so that a proxy or a nearby mirror is used too. */
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
