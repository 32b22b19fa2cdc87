import { build, transform } from 'esbuild';
import { functionOf, functionOptions, inAscii } from './bundle-options.mjs';
import { lateModules } from './late-modules.mjs';
import { programOptions } from './program-options.mjs';

/** Ours, and a library that loads node:child_process for what nobody asks of it. */
const late = /^(src|node_modules\/commander)\//;

/** Bundles a program as it is shipped: with faster libraries, and modules that are evaluated when they are first used. */
export async function bundle({ root, entry, define, asFunction = false }) {
	const { banner, define: defined } = asFunction ? functionOptions : programOptions;
	const bundled = await build({
		...programOptions,
		banner,
		absWorkingDir: root,
		// A module that is imported can be evaluated late; an entry point is evaluated where it stands.
		stdin: { contents: `await import('./${entry}');`, resolveDir: root },
		define: { ...programOptions.define, ...defined, ...define },
		minify: false,
		metafile: true,
		write: false,
	});
	const { target } = programOptions;
	const { code } = await transform(
		lateModules(bundled.outputFiles[0].text, (path) => late.test(path)),
		{ minify: true, treeShaking: true, format: 'esm', platform: 'node', target, legalComments: 'none' },
	);
	return { code: asFunction ? functionOf(code) : inAscii(code), metafile: bundled.metafile };
}
