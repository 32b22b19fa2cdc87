// How the program itself is bundled: as everything else, with faster libraries.
import { fileURLToPath } from 'node:url';
import { bundleOptions } from './bundle-options.mjs';
import { libraryPatches } from './library-patches.mjs';

/** @type {import('esbuild').BuildOptions} */
export const programOptions = {
	...bundleOptions,
	define: { ...bundleOptions.define, 'Intl.Segmenter': 'PlainSegmenter' },
	inject: [fileURLToPath(new URL('plain-segmenter.mjs', import.meta.url))],
	plugins: [...(bundleOptions.plugins ?? []), libraryPatches(), lateBuiltins()],
};

/** Node's own modules, loaded when first needed: imported by the bundle they would all be loaded before anything else. */
function lateBuiltins() {
	return {
		name: 'late-builtins',
		setup(bundler) {
			bundler.onResolve({ filter: /^node:/ }, ({ kind, path }) =>
				kind === 'import-statement' ? { path, namespace: 'late' } : undefined,
			);
			bundler.onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
				contents: `module.exports = require('${path}')`,
			}));
		},
	};
}
