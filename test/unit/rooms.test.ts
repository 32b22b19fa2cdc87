import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** What the linter says of a file with these lines in a room. */
function lint(room: string, source: string): { readonly failed: boolean; readonly said: string } {
	const file = join(root, 'src', room, `forbidden-${process.pid}.ts`);
	writeFileSync(file, source);
	try {
		const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/biome'), ['lint', file], {
			encoding: 'utf8',
		});
		return { failed: status !== 0, said: stdout + stderr };
	} finally {
		rmSync(file);
	}
}

const importing = (what: string): string => `import { thing } from '${what}';\nexport const used = thing;\n`;

describe('the rooms', () => {
	it.each([
		['format', '../nats/link.ts'],
		['terminal', '../store/state.ts'],
		['nats', '../jetstream/request.ts'],
		['jetstream', '../store/state.ts'],
		['store', '../commands/all.ts'],
		['store/show', '../../ui/app.tsx'],
		['commands', '../ui/app.tsx'],
		['ui', '../nats/open-link.ts'],
		['ui/parts', '../../jetstream/request.ts'],
		['cli', '../ui/app.tsx'],
		['demo', '../store/state.ts'],
		['jetstream', 'nats'],
		['store', 'react'],
		['commands', 'ink'],
	])('src/%s may not import %s', (room, what) => {
		const { failed, said } = lint(room, importing(what));
		expect(said).toContain('noRestrictedImports');
		expect(failed).toBe(true);
	});

	it.each([
		['store', '../jetstream/request.ts'],
		['jetstream', '../nats/link.ts'],
		['cli', '../store/state.ts'],
		['nats', 'nats'],
		['ui', 'ink'],
	])('src/%s may import %s', (room, what) => {
		expect(lint(room, importing(what)).said).not.toContain('noRestrictedImports');
	});
});
