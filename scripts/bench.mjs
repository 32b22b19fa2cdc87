// `npm run bench`: builds the program and the hello-world it is measured against, then measures.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import './build.mjs';
import { bundleOptions, launcherOf } from './bundle-options.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'jetdeck-hello-'));
try {
	const entryPoints = ['test/bench/hello.tsx'];
	await build({ ...bundleOptions, absWorkingDir: root, entryPoints, outfile: join(folder, 'hello.mjs') });
	await writeFile(join(folder, 'start.mjs'), launcherOf('hello.mjs'));
	const args = [join(root, 'test/bench/run.ts'), join(folder, 'start.mjs')];
	process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
} finally {
	await rm(folder, { recursive: true, force: true });
}
