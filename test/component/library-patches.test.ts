import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { bundleOptions } from '../../scripts/bundle-options.mjs';
import { columnsOfTerminals } from '../../scripts/columns-of-terminals.mjs';
import { columnPatches, libraryPatches } from '../../scripts/library-patches.mjs';
import { root } from '../support/build.ts';
import { bundled } from '../support/bundled.ts';

const ways = ['whole', 'changed', 'spoken'] as const;

/** What was written for each frame, as test/support/fixtures/frames.tsx draws them in these ways. */
type Drawn = Readonly<Record<(typeof ways)[number], readonly (readonly [frame: string, written: string])[]>>;

const run = promisify(execFile);

/** The corpus as it is drawn by libraries that are bundled as those of the program are, or otherwise. */
async function drawnBy(options?: typeof bundleOptions): Promise<Drawn> {
	const file = await bundled('frames.tsx', options);
	const env = { PATH: process.env.PATH, FORCE_COLOR: '3' };
	const { stdout } = await run(join(root, 'node_modules/.bin/node'), [file], { env, maxBuffer: 2 ** 30 });
	return JSON.parse(stdout) as Drawn;
}

/** Ink turns bracketed paste on and off by effects, which may come before or after a frame. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about an escape sequence
const pasting = /\u001b\[\?2004[hl]/g;

/** By the same columns: that Ink counts otherwise is no matter of speed. */
const unpatchedOptions = {
	...bundleOptions,
	plugins: [...(bundleOptions.plugins ?? []), columnsOfTerminals(), libraryPatches(columnPatches)],
};

let patched: Drawn;
let unpatched: Drawn;

beforeAll(async () => {
	[patched, unpatched] = await Promise.all([drawnBy(), drawnBy(unpatchedOptions)]);
}, 180_000);

test.each(ways)('the corpus has frames that differ, %s', (way) => {
	const frames = unpatched[way];
	expect(new Set(frames.map(([name]) => name)).size).toBe(frames.length);
	// In a terminal that is too small every frame is one sentence.
	expect(new Set(frames.map(([, written]) => written)).size).toBeGreaterThan(frames.length * 0.6);
});

test.each(ways)('patched libraries write what unpatched ones write, %s', (way) => {
	const wanted = new Map(unpatched[way].map(([name, written]) => [name, written.replace(pasting, '')]));
	const other = patched[way].filter(([name, written]) => wanted.get(name) !== written.replace(pasting, ''));
	expect(other.map(([name]) => name).slice(0, 5)).toEqual([]);
	expect(patched[way]).toHaveLength(unpatched[way].length);
});
