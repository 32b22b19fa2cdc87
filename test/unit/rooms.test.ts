import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** What each room may import: rooms, and libraries that belong to one room. */
const mayImport = {
	nats: ['format', 'the nats client'],
	jetstream: ['nats', 'format'],
	store: ['jetstream', 'nats', 'format'],
	changes: ['store', 'jetstream', 'nats', 'format'],
	forms: ['changes', 'store', 'jetstream', 'nats', 'format'],
	console: ['changes', 'store', 'jetstream', 'nats', 'format'],
	views: ['console', 'forms', 'changes', 'store', 'jetstream', 'nats', 'format'],
	commands: ['views', 'console', 'forms', 'changes', 'store', 'jetstream', 'nats', 'format', 'terminal'],
	ui: [
		'commands',
		'views',
		'console',
		'forms',
		'changes',
		'store',
		'format',
		'terminal',
		'react',
		'ink',
		'ink-text-input',
	],
	terminal: [],
	format: [],
	demo: ['nats', 'format', 'terminal'],
	cli: ['commands', 'views', 'console', 'forms', 'changes', 'store', 'jetstream', 'nats', 'format', 'terminal'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const rooms = Object.keys(mayImport) as readonly (keyof typeof mayImport)[];
const wiring = readdirSync(join(root, 'src')).filter((name) => name.endsWith('.ts'));
const libraries = {
	'the nats client': 'nats',
	react: 'react',
	ink: 'ink',
	'ink-text-input': 'ink-text-input',
} as const;

/** Everything that a file in `room` could import, and by which specifier, from a folder `up` steps below src/. */
function importable(room: string, up: string): readonly (readonly [what: string, specifier: string])[] {
	return [
		...rooms.filter((other) => other !== room).map((other) => [other, `${up}/${other}/x.ts`] as const),
		...Object.entries(libraries),
		// A new file of the wiring that biome.json does not name fails here.
		...wiring.map((file) => [file, `${up}/${file}`] as const),
	];
}

const files = rooms.flatMap((room) =>
	['', 'deeper/'].flatMap((below) =>
		importable(room, below === '' ? '..' : '../..').map(([what, specifier], at) => ({
			room,
			below,
			what,
			path: `src/${room}/${below}imports-${at}.ts`,
			// A type is refused as a value is: a room knows nothing of what is above it.
			source: `import type { Thing } from '${specifier}';\nexport type Used = Thing;\n`,
		})),
	),
);

let folder: string;
/** The paths of `files` in which the linter refuses the import, with the repository's own rules. */
let refused: ReadonlySet<string>;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'jetdeck-rooms-'));
	copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
	for (const { path, source } of files) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), source);
	}
	// The folder is no git repository: without version control there is no ignore file to look for.
	const args = ['lint', '--vcs-enabled=false', '--reporter=github', '--max-diagnostics=none', 'src'];
	const { stdout } = spawnSync(join(root, 'node_modules/.bin/biome'), args, { cwd: folder, encoding: 'utf8' });
	const found = stdout.matchAll(/title=lint\/style\/noRestrictedImports,file=[^,]*\/(src\/[^,]+),/g);
	refused = new Set([...found].map(([, path = '']) => path));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(
	rooms.flatMap((room) => [
		{ room, below: '' },
		{ room, below: 'deeper/' },
	]),
)('a file of src/$room/$below may import what its room may, and nothing else', ({ room, below }) => {
	const ofRoom = files.filter((file) => file.room === room && file.below === below);
	const allowed = ofRoom.filter(({ path }) => !refused.has(path)).map(({ what }) => what);
	expect(allowed.toSorted()).toEqual([...mayImport[room]].toSorted());
});
