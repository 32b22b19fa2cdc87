import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { withWorkFolder } from '../../src/demo/work-folder.ts';
import { until } from '../support/until.ts';

let cache: string;

beforeEach(() => {
	cache = mkdtempSync(join(tmpdir(), 'jetdeck-test-'));
});

afterEach(() => rmSync(cache, { recursive: true, force: true }));

it('is there while it is used and gone afterwards, also after a failure', async () => {
	const used = withWorkFolder(cache, async (folder) => {
		writeFileSync(join(folder, 'half'), 'of it');
		throw new Error('no more');
	});
	await expect(used).rejects.toThrow('no more');
	expect(readdirSync(cache)).toEqual([]);
	expect(await withWorkFolder(cache, async (folder) => existsSync(folder))).toBe(true);
	expect(readdirSync(cache)).toEqual([]);
});

it('is gone when its process is killed', async () => {
	const source = `
		import { withWorkFolder } from ${JSON.stringify(join(import.meta.dirname, '../../src/demo/work-folder.ts'))};
		await withWorkFolder(${JSON.stringify(cache)}, async () => {
			console.log('ready');
			await new Promise((resolve) => setTimeout(resolve, 60_000));
		});`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	await once(child.stdout, 'data');
	expect(readdirSync(cache)).toHaveLength(1);
	child.kill('SIGKILL');
	await until(() => readdirSync(cache).length === 0, { within: 5_000, what: 'the folder to go' });
});
