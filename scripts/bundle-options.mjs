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
 * As a function of `require`, which the launcher evaluates: a module would be kept in Node's compile cache, which has no functions but those
 * that are compiled before anything runs.
 * @type {import('esbuild').BuildOptions}
 */
export const functionOptions = {
	...bundleOptions,
	banner: {},
	// Yoga looks where it is, and has all that it needs; Ink asks for developer tools, see below.
	define: { ...bundleOptions.define, 'import.meta.url': '""', 'import.meta.resolve': 'undefined' },
};

/** What `functionOptions` made, as an expression. */
export function functionOf(code) {
	return `(async function (require) {${inAscii(code)}\n})`;
}

/** Node keeps a file of ASCII in half the memory. esbuild escapes other letters but for those of regular expressions. */
export function inAscii(code) {
	return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
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
