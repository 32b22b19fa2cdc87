// `npm run bench`: builds the program, its executable and the hello-worlds its start is measured against, then measures. With
// `-- --only PATTERN` only the groups of rows whose name matches: start, peer, open, wire, events, fleet, plan, objects.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import './build.mjs';
import { bundle } from './bundle.mjs';
import { bundleOptions } from './bundle-options.mjs';
import { launcherOf } from './launcher.mjs';
import { executableName, thisPlatform } from './platforms.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The best that Node has for any program: its compile cache, and room for what a start makes. */
const plainStart = `import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
setFlagsFromString('--semi-space-growth-factor=16');
enableCompileCache(process.env.XDG_CACHE_HOME);
await import('./plain.mjs');
`;
const { only = '' } = parseArgs({ options: { only: { type: 'string' } } }).values;
const folder = await mkdtemp(join(tmpdir(), 'jetdeck-hello-'));
try {
	const files = new RegExp(only).test('start') ? await startFiles() : [];
	const args = [join(root, 'test/bench/run.ts'), only, ...files];
	process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
} finally {
	await rm(folder, { recursive: true, force: true });
}

/** The hello-worlds, and the executable. */
async function startFiles() {
	const entry = 'test/bench/hello.tsx';
	// Twice: with Ink as it is published, and as the program is bundled.
	await build({ ...bundleOptions, absWorkingDir: root, entryPoints: [entry], outfile: join(folder, 'plain.mjs') });
	const { code } = await bundle({ root, entry, asFunction: true });
	await writeFile(join(folder, 'faster.txt'), code);
	const files = [join(folder, 'start-plain.mjs'), join(folder, 'start-faster.cjs')];
	await writeFile(files[0], plainStart);
	await writeFile(files[1], launcherOf('faster.txt', code, '22'));
	const made = spawnSync(process.execPath, [join(root, 'scripts/executable.mjs'), '--out', folder], {
		stdio: 'inherit',
	});
	if (made.status !== 0) throw new Error('the executable was not made');
	return [...files, join(folder, executableName(thisPlatform))];
}
