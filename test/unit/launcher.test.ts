import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import { launcherOf } from '../../scripts/bundle-options.mjs';

const launcher = launcherOf('deck.js', '22');

it('is of a syntax that Node 12 reads, so that an old Node can say that it is one', async () => {
	// Node 12 reads an import(), which it need not know how to follow.
	const supported = { 'dynamic-import': true };
	// What a target does not know is written in its own way: nothing has to be.
	const written = async (target: string) => (await transform(launcher, { target, supported })).code;
	expect(await written('node12.0')).toBe(await written('esnext'));
	expect(launcher).not.toMatch(/^\s*(import|export)\s[^(]/m);
});

/** Starts the launcher, in front of a program that says that it runs, as if this Node were of another version. */
function started(version: string) {
	const folder = mkdtempSync(join(tmpdir(), 'jetdeck-launcher-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
	writeFileSync(join(folder, 'jetdeck.js'), launcher);
	writeFileSync(join(folder, 'deck.js'), 'console.log("it runs", process.argv.slice(2))');
	const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
	writeFileSync(join(folder, 'version.mjs'), versions);
	const args = ['--import', join(folder, 'version.mjs'), join(folder, 'jetdeck.js'), 'report'];
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
	expect(started(process.versions.node)).toEqual({ status: 0, stdout: "it runs [ 'report' ]\n", stderr: '' });
});
