import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import { launcherOf } from '../../scripts/launcher.mjs';
import { subcommands } from '../../src/cli/subcommands.ts';

const program = `(async function (require) {
	function called() { return 'it runs'; }
	console.log(called(), process.argv.slice(2));
})`;
const launcher = launcherOf('deck.js', program, '22');

it('is of a syntax that Node 12 reads, so that an old Node can say that it is one', async () => {
	// What a target does not know is written in its own way: nothing has to be.
	const written = async (target: string) => (await transform(launcher, { target })).code;
	expect(await written('node12.0')).toBe(await written('esnext'));
	expect(launcher).not.toMatch(/^\s*(import|export)\s[^(]/m);
});

/** A folder with the launcher in front of a program that says that it runs. Removed with the test. */
function installed(): string {
	const folder = mkdtempSync(join(tmpdir(), 'jetdeck-launcher-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	writeFileSync(join(folder, 'jetdeck.js'), launcher);
	writeFileSync(join(folder, 'deck.js'), program);
	return folder;
}

/** Starts it, as if this Node were of another version. */
function started(version: string, folder = installed(), word = 'report') {
	const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
	writeFileSync(join(folder, 'version.cjs'), versions);
	const args = ['--require', join(folder, 'version.cjs'), join(folder, 'jetdeck.js'), word];
	const env = { PATH: process.env.PATH, HOME: folder };
	const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
	return { status, stdout, stderr };
}

it.each(['12.22.12', '14.21.3', '16.20.2', '18.20.8'])('says on Node %s which one is needed', (version) => {
	expect(started(version)).toEqual({
		status: 1,
		stdout: '',
		stderr: `jetdeck needs Node 22 or later, and this is Node ${version}: install a newer one from https://nodejs.org.\n`,
	});
});

it('starts the program on a Node of today', () => {
	expect(started(process.versions.node)).toEqual(runs);
});

const runs = { status: 0, stdout: "it runs [ 'report' ]\n", stderr: '' };

/** What is kept for later starts: by name, when it was written. */
function kept(folder: string): Readonly<Record<string, number>> {
	const caches = join(folder, '.cache/jetdeck/compiled');
	return Object.fromEntries(readdirSync(caches).map((name) => [name, statSync(join(caches, name)).mtimeMs]));
}

it('keeps what V8 compiled, for each kind of start, and writes it once', () => {
	const folder = installed();
	expect(started(process.versions.node, folder)).toEqual(runs);
	const first = kept(folder);
	expect(Object.keys(first)).toEqual([expect.stringMatching(/^[0-9a-f]{16}-short-v/)]);
	expect(started(process.versions.node, folder)).toEqual(runs);
	expect(kept(folder)).toEqual(first);
	started(process.versions.node, folder, 'backup');
	started(process.versions.node, folder, '--read-only');
	expect(Object.keys(kept(folder)).map((name) => name.split('-')[1])).toEqual(
		expect.arrayContaining(['short', 'transfer', 'deck']),
	);
});

it('takes each subcommand but the demo for no deck, whose start has other functions', () => {
	const folder = installed();
	for (const name of Object.keys(subcommands)) if (name !== 'demo') started(process.versions.node, folder, name);
	expect(
		Object.keys(kept(folder))
			.map((name) => name.split('-')[1])
			.sort(),
	).toEqual(['short', 'transfer']);
});

it('keeps nothing on Node 20, where a bundle from a cache cannot import', () => {
	const folder = installed();
	expect(started('20.20.2', folder)).toEqual(runs);
	expect(existsSync(join(folder, '.cache/jetdeck/compiled'))).toBe(false);
});

it('writes what V8 does not take again, and removes what builds of long ago left', () => {
	const folder = installed();
	started(process.versions.node, folder);
	const [name = ''] = Object.keys(kept(folder));
	const cache = join(folder, '.cache/jetdeck/compiled', name);
	const whole = statSync(cache).size;
	writeFileSync(cache, 'of another V8');
	writeFileSync(join(folder, '.cache/jetdeck/compiled/old'), '');
	utimesSync(join(folder, '.cache/jetdeck/compiled/old'), 0, 0);
	expect(started(process.versions.node, folder)).toEqual(runs);
	expect(statSync(cache).size).toBeGreaterThan(whole / 2);
	expect(Object.keys(kept(folder))).toEqual([name]);
});
