import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import { lateModules } from '../../scripts/late-modules.mjs';
import { lateRequires } from '../../scripts/late-requires.mjs';

/** Each module says so when it is evaluated. */
type Evaluated = { readonly evaluated: string[] };

/** Runs files, the first of which is imported; those of `ours/` may be evaluated late. Answers its exports, and what was evaluated so far. */
async function run(
	files: Readonly<Record<string, string>>,
): Promise<Evaluated & Record<string, (...all: unknown[]) => unknown>> {
	const folder = mkdtempSync(join(tmpdir(), 'jetdeck-late-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const names = Object.keys(files);
	const bundled = await build({
		stdin: {
			contents: `export const evaluated = globalThis.evaluated = []; export const all = await import('${names[0]}');`,
		},
		bundle: true,
		format: 'esm',
		platform: 'node',
		write: false,
		plugins: [
			{
				name: 'files',
				setup(bundler) {
					bundler.onResolve({ filter: /^(ours|library)\// }, ({ path }) => ({ path, namespace: 'files' }));
					bundler.onLoad({ filter: /.*/, namespace: 'files' }, ({ path }) => ({
						contents: path.endsWith('.cjs')
							? (files[path] ?? '')
							: `globalThis.evaluated.push('${path}');\n${files[path]}`,
					}));
				},
			},
		],
	});
	const source = bundled.outputFiles[0]?.text.replaceAll('files:', '') ?? '';
	writeFileSync(
		join(folder, 'late.mjs'),
		lateModules(source, (path) => path.startsWith('ours/')),
	);
	const { evaluated, all } = await import(pathToFileURL(join(folder, 'late.mjs')).href);
	return { evaluated, ...all };
}

it('evaluates a module when one of its variables is first read, and only once', async () => {
	const { evaluated, read } = await run({
		'ours/main': `import { table } from 'ours/table'; export const read = () => table.length;`,
		'ours/table': `export const table = [1, 2, 3].map((each) => each);`,
	});
	expect(evaluated).toEqual(['ours/main']);
	expect([read?.(), read?.()]).toEqual([3, 3]);
	expect(evaluated).toEqual(['ours/main', 'ours/table']);
});

it('evaluates at once what a module reads while it is evaluated itself', async () => {
	const { evaluated } = await run({
		'ours/main': `import { rows } from 'ours/rows'; export const all = [...rows];`,
		'ours/rows': `export const rows = [[1]];`,
	});
	expect(evaluated).toEqual(['ours/rows', 'ours/main']);
});

it('calls a function without its module, and evaluates this when the function reads something of it', async () => {
	const { evaluated, double, next } = await run({
		'ours/main': `export { double, next } from 'ours/count';`,
		'ours/count': `let count = [0]; export function double(x) { return 2 * x; } export function next() { count = [count[0] + 1]; return count[0]; }`,
	});
	expect([double?.(2), [...evaluated]]).toEqual([4, ['ours/main']]);
	expect([next?.(), next?.(), [...evaluated]]).toEqual([1, 2, ['ours/main', 'ours/count']]);
});

it('evaluates a module for what a default of a parameter reads, for classes that extend and for names in braces', async () => {
	const { evaluated, byDefault, Two, both } = await run({
		'ours/main': `import { least, One } from 'ours/things'; export const byDefault = ({ from = least } = { from: least }) => from;
			export const Two = () => new (class extends One { two() { return this.one() + 1; } })().two(); export const both = () => ({ least, One });`,
		'ours/things': `export const least = [7]; export class One { one() { return 1; } }`,
	});
	expect(evaluated).toEqual(['ours/main']);
	expect(byDefault?.()).toEqual([7]);
	expect(Two?.()).toBe(2);
	expect(both?.()).toMatchObject({ least: [7] });
});

it('takes a property, a label and a key for what they are', async () => {
	const { evaluated, read } = await run({
		'ours/main': `import { table } from 'ours/table'; export const late = () => table; export const read = (x) => { table: for (;;) break table; return { table: x.table }; };`,
		'ours/table': `export const table = [1];`,
	});
	expect([read?.({ table: 1 }), evaluated]).toEqual([{ table: 1 }, ['ours/main']]);
});

it('reads a number or a text of a module without evaluating it, but not one that changes meanwhile', async () => {
	const { evaluated, seconds, sum } = await run({
		'ours/main': `import { minute, total } from 'ours/numbers'; export const seconds = () => minute; export const sum = () => total;`,
		'ours/numbers': `export const minute = 60; export let total = 0; for (const each of [1, 2]) total += each;`,
	});
	expect([seconds?.(), [...evaluated]]).toEqual([60, ['ours/main']]);
	expect([sum?.(), [...evaluated]]).toEqual([3, ['ours/main', 'ours/numbers']]);
});

it('evaluates a library whole, with what it imports, when something of it is used', async () => {
	const { evaluated, use } = await run({
		'ours/main': `import { use as used } from 'library/index'; export const use = () => used();`,
		'library/index': `import { state } from 'library/state'; export function use() { return state.length; }`,
		'library/state': `export const state = [1, 2];`,
	});
	expect(evaluated).toEqual(['ours/main']);
	expect(use?.()).toBe(2);
	expect(evaluated).toEqual(['ours/main', 'library/state', 'library/index']);
});

it('requires a library when it is used, and waits for a module that waits', async () => {
	const { evaluated, use, waited } = await run({
		'ours/main': `import old from 'library/old.cjs'; import { later } from 'ours/waits'; export const use = () => old.answer; export const waited = () => later[0];`,
		'library/old.cjs': `globalThis.evaluated.push('library/old'); exports.answer = 42;`,
		'ours/waits': `export const later = await Promise.resolve([1]);`,
	});
	expect(evaluated).toContain('ours/waits');
	expect(waited?.()).toBe(1);
	expect(use?.()).toBe(42);
});

it('has a library require its other parts when it uses them', () => {
	const source = [
		'const sub_1 = require("./sub");',
		'var kinds_1 = require("./kinds");',
		'class Sub extends sub_1.Base {}',
		'exports.make = () => new kinds_1.Kind(sub_1, other_1.x);',
	].join('\n');
	expect(lateRequires(source)).toBe(
		[
			'const sub_1 = () => require("./sub");',
			'const kinds_1 = () => require("./kinds");',
			'class Sub extends (sub_1()).Base {}',
			'exports.make = () => new (kinds_1()).Kind(sub_1, other_1.x);',
		].join('\n'),
	);
});
