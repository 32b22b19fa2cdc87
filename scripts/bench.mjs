// `npm run bench`: builds the program and the hello-world its start is measured against, then measures.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import './build.mjs';
import { bundle } from './bundle.mjs';
import { bundleOptions, launcherOf } from './bundle-options.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'jetdeck-hello-'));
try {
	const entry = 'test/bench/hello.tsx';
	// Twice: with Ink as it is published, and as the program is bundled.
	await build({ ...bundleOptions, absWorkingDir: root, entryPoints: [entry], outfile: join(folder, 'plain.mjs') });
	await writeFile(join(folder, 'faster.mjs'), (await bundle({ root, entry })).code);
	const files = ['plain', 'faster'].map((name) => join(folder, `start-${name}.mjs`));
	for (const file of files) await writeFile(file, launcherOf(basename(file).replace('start-', ''), '22'));
	const args = [join(root, 'test/bench/run.ts'), ...files];
	process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
} finally {
	await rm(folder, { recursive: true, force: true });
}
