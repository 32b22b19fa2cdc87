import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from '../support/build.ts';
import { bundled } from '../support/bundled.ts';

/** Many more find more: `HOSTILE_VALUES=5000`, and another `PROPERTY_SEED`. */
const values = Number(process.env.HOSTILE_VALUES ?? 24);
const { PROPERTY_SEED: asked = '20261123' } = process.env;
const seed = asked === 'random' ? Date.now() : Number(asked);
/** Unless many are asked for, one of each kind is enough. */
const alike = values > 100 ? [] : ['glibc 2.43', 'VTE, glib 2.74', 'VTE, glib 2.90', 'utf8proc 2.8'];

interface Seen {
	readonly values: number;
	readonly frames: number;
	readonly rows: number;
	readonly control: readonly object[];
	readonly crashes: readonly object[];
	readonly misplaced: readonly object[];
}

test(
	'whatever stands in it, every screen is drawn, harmless, and in its columns',
	async () => {
		const file = await bundled('hostile-frames.tsx');
		const tables = fileURLToPath(new URL('../reference/terminal-widths.txt', import.meta.url));
		const env = { PATH: process.env.PATH, NODE_PATH: `${root}/node_modules`, FORCE_COLOR: '3' };
		const { stdout } = await promisify(execFile)(
			`${root}/node_modules/.bin/node`,
			[file, tables, String(values), String(seed), ...alike],
			{ env, maxBuffer: 2 ** 30 },
		);
		const seen = JSON.parse(stdout) as Seen;
		const figures = `${seen.values} values, ${seen.frames} screens, ${seen.rows} rows, seed ${seed}`;
		if (values > 100)
			process.stdout.write(`${figures}: ${[seen.control, seen.crashes, seen.misplaced].map(({ length }) => length)}\n`);
		expect(seen.control.slice(0, 3), figures).toEqual([]);
		expect(seen.crashes.slice(0, 3), figures).toEqual([]);
		expect(seen.misplaced.slice(0, 3), figures).toEqual([]);
		expect(seen.frames).toBeGreaterThan(150);
	},
	60_000 + values * 4000,
);
