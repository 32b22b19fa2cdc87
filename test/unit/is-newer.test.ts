import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isNewer } from '../../scripts/is-newer.mjs';

/** A program made an hour after its sources, of which `change` then changes something. */
async function isFresh(change: (folder: string) => void): Promise<boolean> {
	const folder = mkdtempSync(join(tmpdir(), 'jetdeck-newer-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const path = (name: string): string => join(folder, name);
	mkdirSync(path('src/inner'), { recursive: true });
	for (const name of ['src/a.ts', 'src/inner/b.ts', 'lock', 'made']) writeFileSync(path(name), name);
	const now = Date.now() / 1000;
	for (const name of ['src/a.ts', 'src/inner/b.ts', 'src/inner', 'src', 'lock'])
		utimesSync(path(name), now - 7200, now - 7200);
	utimesSync(path('made'), now - 3600, now - 3600);
	change(folder);
	return isNewer(path('made'), [path('src'), path('lock'), path('never-there')]);
}

it.each<readonly [string, (folder: string) => void, boolean]>([
	['nothing', () => {}, true],
	['a file', (folder) => writeFileSync(join(folder, 'src/inner/b.ts'), 'new'), false],
	['a file that is added', (folder) => writeFileSync(join(folder, 'src/inner/c.ts'), ''), false],
	['a file that is removed', (folder) => rmSync(join(folder, 'src/a.ts')), false],
	['a source that is a file', (folder) => writeFileSync(join(folder, 'lock'), 'new'), false],
	['what is made, which is gone', (folder) => rmSync(join(folder, 'made')), false],
])('tells that %s changed', async (_, change, fresh) => {
	expect(await isFresh(change)).toBe(fresh);
});
