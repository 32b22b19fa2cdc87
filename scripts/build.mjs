// Builds dist/: one minified production bundle and a launcher that turns on Node's compile cache before loading it.
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url);
const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));

await rm(new URL('dist', root), { recursive: true, force: true });
await mkdir(new URL('dist', root), { recursive: true });

await build({
	absWorkingDir: new URL('.', root).pathname,
	entryPoints: ['src/main.ts'],
	outfile: 'dist/deck.js',
	bundle: true,
	minify: true,
	platform: 'node',
	format: 'esm',
	target: 'node20.20',
	jsx: 'automatic',
	legalComments: 'none',
	define: {
		// React's development build keeps two performance entries a render for ever.
		'process.env.NODE_ENV': '"production"',
		'process.env.DEV': '"false"',
		JETDECK_VERSION: JSON.stringify(version),
	},
	plugins: [withoutDevtools()],
	banner: {
		// The NATS client is CommonJS: inside an ES module its require() of Node's own modules needs one of its own.
		js: "import{createRequire as jetdeckRequire}from'node:module';const require=jetdeckRequire(import.meta.url);",
	},
});

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

const launcher = `#!/usr/bin/env node
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

// A compile cache makes every start but the first about a third faster (Node 22.1 and later have it).
const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
module.enableCompileCache?.(join(cache, 'jetdeck', 'compiled'));
await import('./deck.js');
`;
const path = new URL('dist/jetdeck.js', root);
await writeFile(path, launcher);
await chmod(path, 0o755);
