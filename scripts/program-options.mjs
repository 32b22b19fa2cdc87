// How the program itself is bundled: as everything else, with faster libraries.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { bundleOptions } from './bundle-options.mjs';
import { columnsOfTerminals } from './columns-of-terminals.mjs';
import { libraryPatches } from './library-patches.mjs';

/** @type {import('esbuild').BuildOptions} */
export const programOptions = {
	...bundleOptions,
	define: { ...bundleOptions.define, 'Intl.Segmenter': 'PlainSegmenter' },
	inject: [fileURLToPath(new URL('plain-segmenter.mjs', import.meta.url))],
	plugins: [...(bundleOptions.plugins ?? []), columnsOfTerminals(), libraryPatches(), lateBuiltins()],
};

/** Node's own modules, loaded when first needed: imported by the bundle they would all be loaded before anything else. */
function lateBuiltins() {
	return {
		name: 'late-builtins',
		setup(bundler) {
			bundler.onResolve({ filter: /^node:/ }, ({ kind, path }) =>
				kind === 'import-statement' ? { path, namespace: 'late' } : undefined,
			);
			bundler.onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({ contents: lateModule(path) }));
		},
	};
}

const require = createRequire(import.meta.url);

/** What nobody imports falls away: some of it is loaded by merely being asked for. */
function lateModule(path) {
	const names = Object.keys(require(path)).filter((name) => /^[A-Za-z_]\w*$/.test(name) && name !== 'default');
	const exported = names.map((name) => `export const ${name} = /* @__PURE__ */ (() => all.${name})();`);
	return [`const all = require('${path}');`, 'export default all;', ...exported].join('\n');
}
