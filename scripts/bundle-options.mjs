// How everything that runs in a terminal is bundled: the program, and the hello-world its start is measured against.

/** @type {import('esbuild').BuildOptions} */
export const bundleOptions = {
	bundle: true,
	minify: true,
	platform: 'node',
	format: 'esm',
	target: 'node20.20',
	jsx: 'automatic',
	legalComments: 'none',
	// React's development build keeps two performance entries a render for ever.
	define: { 'process.env.NODE_ENV': '"production"' },
	plugins: [withoutDevtools()],
	banner: {
		// The NATS client is CommonJS: inside an ES module its require() of Node's own modules needs one of its own.
		js: "import{createRequire as jetdeckRequire}from'node:module';const require=jetdeckRequire(import.meta.url);",
	},
};

/**
 * Loads a bundle with Node's compile cache, which makes every start but the first faster (Node 22.1 and later have it; its modules can be
 * asked for without importing them from 22.3 on). A start keeps most of what it makes: room for it at once saves collecting the same garbage
 * several times, a twentieth of a start; but a backup or a restore, which makes garbage all the time, would hold 30 MiB of it. The cache of a file is written once, with the functions that were called until then: what runs without
 * a screen has one of its own, for a deck would call others.
 *
 * Every Node reads the launcher, so it is written as one of 2019 was: its syntax and its modules. Node 20 and 21 are not supported, and run:
 * `lib` in tsconfig.json refuses what they lack.
 * @param node the oldest version that is supported
 */
export function launcherOf(bundle, node) {
	return `#!/usr/bin/env node
var version = process.versions.node;
if (parseInt(version, 10) < 20) {
	process.stderr.write('jetdeck needs Node ${node} or later, and this is Node ' + version + ': install a newer one from https://nodejs.org.\\n');
	process.exitCode = 1;
} else {
	if (process.getBuiltinModule) prepare(process.getBuiltinModule);
	import('./${bundle}');
}

function prepare(get) {
	get('v8').setFlagsFromString('--semi-space-growth-factor=' + (process.argv.some(isTransfer) ? 1 : 16));
	if (!get('module').enableCompileCache) return;
	try {
		var cache = process.env.XDG_CACHE_HOME || get('path').join(get('os').homedir(), '.cache');
		var folder = get('path').join(cache, 'jetdeck', process.argv.some(isShort) ? 'compiled-short' : 'compiled');
		make(get, folder);
		get('module').enableCompileCache(folder);
	} catch (error) {
		// It starts without, only slower.
	}
}

function isTransfer(word) {
	return word === 'backup' || word === 'restore';
}

function isShort(word) {
	return /^(report|request|plan|apply|export|backup|restore|completion|complete|man|help|-h|--help|-V|--version)$/.test(word);
}

// Node would ask for ever where a folder is said to be missing but cannot be made, such as in /proc.
function make(get, folder) {
	try {
		get('fs').mkdirSync(folder);
	} catch (error) {
		if (error.code === 'EEXIST') return;
		var around = get('path').dirname(folder);
		if (error.code !== 'ENOENT' || around === folder) throw error;
		make(get, around);
		get('fs').mkdirSync(folder);
	}
}
`;
}

/** Ink names React's developer tools, which it loads only when DEV is set; they are not shipped. */
function withoutDevtools() {
	return {
		name: 'without-devtools',
		setup(bundler) {
			bundler.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: 'devtools', namespace: 'none' }));
			bundler.onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'export default {}' }));
		},
	};
}
