import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { writeFolder } from '../../src/terminal/write-folder.ts';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'jetdeck-export-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const a = { name: 'A.json', text: 'a\n' };
const b = { name: 'B.json', text: 'b\n' };
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('a folder of files', () => {
	it('is made, and told apart by what is new, changed, unchanged and left', async () => {
		const deep = join(folder, 'x y', 'z');
		const program = { name: 'run.sh', text: '#!/bin/sh\n', isProgram: true } as const;
		expect(await writeFolder(deep, [a, b, program], false)).toEqual({
			ok: true,
			created: ['A.json', 'B.json', 'run.sh'],
			changed: [],
			unchanged: 0,
			left: [],
		});
		expect(statSync(join(deep, 'run.sh')).mode & 0o100).toBe(0o100);
		expect(await writeFolder(deep, [{ ...a, text: 'other\n' }, program], false)).toEqual({
			ok: true,
			created: [],
			changed: ['A.json'],
			unchanged: 1,
			left: ['B.json'],
		});
		expect(readFileSync(join(deep, 'A.json'), 'utf8')).toBe('other\n');
		rmSync(join(deep, 'B.json'));
		expect(await writeFolder(deep, [a, program], false)).toMatchObject({ changed: ['A.json'], left: [] });
	});

	it('keeps what somebody else wrote or changed, unless forced, and then writes nothing', async () => {
		writeFileSync(join(folder, 'A.json'), 'mine\n');
		expect(await writeFolder(folder, [a, b], false)).toEqual({
			ok: false,
			exists: true,
			messages: [`${join(folder, 'A.json')} already exists, and no export wrote it.`],
		});
		expect(readdirSync(folder)).toEqual(['A.json']);
		expect(await writeFolder(folder, [a, b], true)).toMatchObject({
			ok: true,
			created: ['B.json'],
			changed: ['A.json'],
		});
		writeFileSync(join(folder, 'B.json'), '# by hand\n');
		expect(await writeFolder(folder, [a, { ...b, text: 'new\n' }], false)).toMatchObject({
			ok: false,
			messages: [`${join(folder, 'B.json')} changed since it was exported.`],
		});
		expect(read('B.json')).toBe('# by hand\n');
	});

	it('says why it cannot be one', async () => {
		writeFileSync(join(folder, 'file'), '');
		expect(await writeFolder(join(folder, 'file'), [a], true)).toMatchObject({
			messages: [`${join(folder, 'file')} is a file: name a folder.`],
		});
		expect(await writeFolder(join(folder, 'file', 'x'), [a], true)).toMatchObject({ ok: false, exists: false });
	});
});
