import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeEditFolder, removeLeftEdits } from '../../src/terminal/left-edits.ts';
import { ownerOf, workName } from '../../src/terminal/work-name.ts';

let parent: string;
beforeEach(() => {
	parent = mkdtempSync(join(tmpdir(), 'jetdeck-left-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** Of a process that was there, and is no more. */
const dead = spawnSync('true').pid;
const place = (name: string): string => {
	mkdirSync(join(parent, name));
	writeFileSync(join(parent, name, 'LOGS.json'), 'secret');
	return join(parent, name);
};

it('is removed where its process was killed, and nothing else is', async () => {
	const own = await makeEditFolder(parent);
	const left = place(`${workName('jetdeck-edit', dead)}abc123`);
	const kept = [
		own,
		place('jetdeck-edit-abc123'),
		place(`${workName('jetdeck-other', dead)}abc123`),
		place(`jetdeck-edit-0123abcd-${dead}-abc123`),
		place(`x${workName('jetdeck-edit', dead)}abc123`),
		place(workName('jetdeck-edit', dead).replace(`-${dead}-`, `-${dead}`)),
		// Of somebody else, who is alive: kill says EPERM, or to root that it may.
		place(`${workName('jetdeck-edit', 1)}abc123`),
	];
	const target = place('target');
	const link = join(parent, `${workName('jetdeck-edit', dead)}link`);
	symlinkSync(target, link);
	const file = join(parent, `${workName('jetdeck-edit', dead)}file`);
	writeFileSync(file, '');
	const strange = place(`${workName('jetdeck-edit', dead)}strange`);
	if (process.getuid?.() === 0) chownSync(strange, 1234, 1234);
	await removeLeftEdits(parent);
	expect(existsSync(left)).toBe(false);
	for (const path of [...kept, target, join(target, 'LOGS.json'), link, file])
		expect([path, existsSync(path)]).toEqual([path, true]);
	if (process.getuid?.() === 0) expect(existsSync(strange)).toBe(true);
});

it('is known by the process that made it', async () => {
	expect(ownerOf(basename(await makeEditFolder(parent)), 'jetdeck-edit')).toBe(process.pid);
});
