// What the bundle changes in what Ink does: it counts columns as terminals do, see src/format/string-width.ts.
import { fileURLToPath } from 'node:url';

/** @returns {import('esbuild').Plugin} */
export function columnsOfTerminals() {
	const path = fileURLToPath(new URL('../src/format/string-width.ts', import.meta.url));
	return {
		name: 'columns-of-terminals',
		setup: (bundler) => bundler.onResolve({ filter: /^string-width$/ }, () => ({ path })),
	};
}
