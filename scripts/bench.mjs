// `npm run bench`: builds the program, its executable and the hello-worlds its start is measured against, then measures.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import './build.mjs';
import { bundle } from './bundle.mjs';
import { bundleOptions, launcherOf } from './bundle-options.mjs';
import { executableName, thisPlatform } from './platforms.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'jetdeck-hello-'));
try {
	const entry = 'test/bench/hello.tsx';
	// Twice: with Ink as it is published, and as the program is bundled.
	await build({ ...bundleOptions, absWorkingDir: root, entryPoints: [entry], outfile: join(folder, 'plain.mjs') });
	await writeFile(join(folder, 'faster.mjs'), (await bundle({ root, entry })).code);
	const files = ['plain', 'faster'].map((name) => join(folder, `start-${name}.mjs`));
	for (const file of files) await writeFile(file, launcherOf(basename(file).replace('start-', ''), '22'));
	const made = spawnSync(process.execPath, [join(root, 'scripts/executable.mjs'), '--out', folder], {
		stdio: 'inherit',
	});
	if (made.status !== 0) throw new Error('the executable was not made');
	const args = [join(root, 'test/bench/run.ts'), ...files, join(folder, executableName(thisPlatform))];
	process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
} finally {
	await rm(folder, { recursive: true, force: true });
}
