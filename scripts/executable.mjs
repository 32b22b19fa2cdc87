// `npm run executable` makes dist/jetdeck-PLATFORM, one file with Node in it, for this platform or for those that are named (`all` names all).
// The Node of another platform comes from the registry, by npm, which checks it against the sum that the registry has of it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.mjs';
import { executableLauncherOf } from './launcher.mjs';
import { executableName, platforms, thisPlatform } from './platforms.mjs';
import { thirdParty } from './third-party.mjs';

const licensePage = `Its licenses: https://github.com/nodejs/node/blob/${process.version}/LICENSE\n`;
const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { out: { type: 'string', default: join(root, 'dist') } },
});
const wanted = positionals.includes('all')
	? Object.keys(platforms)
	: positionals.length > 0
		? positionals
		: [thisPlatform];

const work = await mkdtemp(join(tmpdir(), 'jetdeck-executable-'));
try {
	const define = { JETDECK_VERSION: JSON.stringify(version) };
	const { code, metafile } = await bundle({ root, entry: 'src/main.ts', define, asFunction: true });
	await writeFile(join(work, 'deck.js'), code);
	await writeFile(join(work, 'main.cjs'), executableLauncherOf('deck.js', code));
	await mkdir(values.out, { recursive: true });
	const nodes = wanted.map((platform) => (platform === thisPlatform ? process.execPath : nodeOf(platform)));
	for (const [at, platform] of wanted.entries()) await make(platform, nodes[at]);
	const node = wanted.map((platform, at) => licenseOf(nodes[at], platform)).find((each) => each !== undefined);
	const license = node === undefined ? licensePage : await readFile(node, 'utf8');
	const others = await thirdParty(root, metafile);
	await writeFile(
		join(values.out, 'THIRD-PARTY.txt'),
		`${others}\n${'-'.repeat(80)}\n\nNode ${process.version}\n\n${license}`,
	);
} finally {
	await rm(work, { recursive: true, force: true });
}

async function make(platform, executable) {
	const output = join(values.out, executableName(platform));
	const config = {
		main: join(work, 'main.cjs'),
		// No code cache: the launcher keeps a better one, of what starts called.
		assets: { 'deck.js': join(work, 'deck.js') },
		output,
		executable,
		disableExperimentalSEAWarning: true,
		// What NODE_OPTIONS says is meant for programs of Node.
		execArgvExtension: 'none',
	};
	await writeFile(join(work, 'config.json'), JSON.stringify(config));
	await rm(output, { force: true });
	execFileSync(process.execPath, ['--build-sea', join(work, 'config.json')], {
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	await chmod(output, 0o755);
	// Apple's processors run no program without a signature, and that of Node is of Node alone.
	if (platform.startsWith('darwin') && process.platform === 'darwin')
		execFileSync('codesign', ['--force', '--sign', '-', output]);
	console.log(output);
}

/** The same version of Node as this one. */
function nodeOf(platform) {
	if (!(platform in platforms)) throw new Error(`${platform} is none of ${Object.keys(platforms).join(', ')}`);
	const { node, binary } = platforms[platform];
	const into = join(work, platform);
	const name = `${node}@${process.versions.node}`;
	const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
	const told = execFileSync(npm, ['pack', name, '--json', '--pack-destination', work], {
		encoding: 'utf8',
		shell: process.platform === 'win32',
	});
	const [{ filename }] = Object.values(JSON.parse(told));
	mkdirSync(into);
	execFileSync('tar', ['-xzf', join(work, filename), '-C', into]);
	return join(into, 'package', binary);
}

/** Beside the Node of an archive, or in the package that brought it; npm may have removed that when it was done. */
function licenseOf(node, platform) {
	const folder = join(dirname(node), '..');
	const files = [folder, join(folder, 'node_modules', platforms[platform].node)].map((each) => join(each, 'LICENSE'));
	return files.find(existsSync);
}
