// `npm run bench`: builds the program and the hello-world its start is measured against, then measures.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import './build.mjs';
import { bundleOptions, launcherOf } from './bundle-options.mjs';
import { programOptions } from './program-options.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'jetdeck-hello-'));
try {
	const entryPoints = ['test/bench/hello.tsx'];
	// Twice: with Ink as it is published, and with what the program does to the libraries in its bundle.
	const files = [];
	for (const [name, options] of Object.entries({ plain: bundleOptions, faster: programOptions })) {
		await build({ ...options, absWorkingDir: root, entryPoints, outfile: join(folder, `${name}.mjs`) });
		files.push(join(folder, `start-${name}.mjs`));
		await writeFile(join(folder, `start-${name}.mjs`), launcherOf(`${name}.mjs`, '22'));
	}
	const args = [join(root, 'test/bench/run.ts'), ...files];
	process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
} finally {
	await rm(folder, { recursive: true, force: true });
}
