import { build, transform } from 'esbuild';
import { lateModules } from './late-modules.mjs';
import { programOptions } from './program-options.mjs';

/** Ours, and a library that loads node:child_process for what nobody asks of it. */
const late = /^(src|node_modules\/commander)\//;

/** Bundles a program as it is shipped: with faster libraries, and modules that are evaluated when they are first used. */
export async function bundle({ root, entry, define }) {
	const bundled = await build({
		...programOptions,
		absWorkingDir: root,
		// A module that is imported can be evaluated late; an entry point is evaluated where it stands.
		stdin: { contents: `await import('./${entry}');`, resolveDir: root },
		define: { ...programOptions.define, ...define },
		minify: false,
		metafile: true,
		write: false,
	});
	const { target } = programOptions;
	const { code } = await transform(
		lateModules(bundled.outputFiles[0].text, (path) => late.test(path)),
		{ minify: true, treeShaking: true, format: 'esm', platform: 'node', target, legalComments: 'none' },
	);
	return { code: inAscii(code), metafile: bundled.metafile };
}

/** Node keeps a file of ASCII in half the memory. esbuild escapes other letters but for those of regular expressions. */
function inAscii(code) {
	return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
