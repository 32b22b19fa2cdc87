// Builds dist/: one minified production bundle and a launcher, which keeps what V8 makes of it. With --if-changed only
// where something it is made of is newer, and for npx, which asks for it at every start in a checkout, only where there is none.
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';
import { isNewer } from './is-newer.mjs';
import { launcherOf } from './launcher.mjs';
import { thirdParty } from './third-party.mjs';

const root = new URL('..', import.meta.url);
const { version, engines } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));

const sources = ['src', 'scripts', 'package.json', 'package-lock.json', 'node_modules/.package-lock.json'];
const path = (name) => fileURLToPath(new URL(name, root));
if (process.argv.includes('--if-changed')) {
	const isForNpx = process.env.npm_command === 'exec' && existsSync(path('dist/jetdeck.js'));
	if (isForNpx || (await isNewer(path('dist/jetdeck.js'), sources.map(path)))) process.exit();
}

await rm(new URL('dist', root), { recursive: true, force: true });
await mkdir(new URL('dist', root), { recursive: true });

const define = { JETDECK_VERSION: JSON.stringify(version) };
const { code, metafile } = await bundle({ root: fileURLToPath(root), entry: 'src/main.ts', define, asFunction: true });
await writeFile(new URL('dist/deck.js', root), code);
await writeFile(new URL('dist/THIRD-PARTY.txt', root), await thirdParty(fileURLToPath(root), metafile));

const launcher = new URL('dist/jetdeck.js', root);
await writeFile(launcher, launcherOf('deck.js', code, engines.node.replace('>=', '')));
await chmod(launcher, 0o755);
// The launcher is no module, which every Node reads; the package says that its files are modules.
await writeFile(new URL('dist/package.json', root), '{ "type": "commonjs" }\n');

// What people start: it gives the terminal back where the program cannot.
const guard = new URL('dist/jetdeck', root);
await copyFile(new URL('src/terminal/jetdeck.sh', root), guard);
await chmod(guard, 0o755);
