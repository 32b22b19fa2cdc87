import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { afterAll } from 'vitest';
import { bundle } from '../../scripts/bundle.mjs';
import { root } from './build.ts';

/** A program of test/support/fixtures, bundled as the one that is shipped, or otherwise. Removed at the end of the test file. */
export async function bundled(fixture: string, options?: BuildOptions): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'jetdeck-fixture-'));
	folders.push(folder);
	const outfile = join(folder, 'fixture.mjs');
	const entry = `test/support/fixtures/${fixture}`;
	if (options !== undefined) await build({ ...options, absWorkingDir: root, entryPoints: [entry], outfile });
	else writeFileSync(outfile, (await bundle({ root, entry })).code);
	return outfile;
}

const folders: string[] = [];

afterAll(() => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
