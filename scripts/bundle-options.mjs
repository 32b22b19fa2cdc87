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
 * Loads a bundle with Node's compile cache, which makes every start but the first faster (Node 22.1 and later have it). A start
 * keeps most of what it makes: room for it at once saves collecting the same garbage several times, a twentieth of a start.
 */
export function launcherOf(bundle) {
	return `#!/usr/bin/env node
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import v8 from 'node:v8';

v8.setFlagsFromString('--semi-space-growth-factor=16');
const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
module.enableCompileCache?.(join(cache, 'jetdeck', 'compiled'));
await import('./${bundle}');
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
