import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { completedPath } from '../../src/commands/complete-path.ts';
import { pathsOf, readPathLine, unquoted } from '../../src/commands/path-words.ts';
import { pathsLike } from '../../src/terminal/config-paths.ts';

let host: { readonly pathsLike: (typed: string) => Promise<readonly string[]> };

beforeEach(() => {
	const folder = mkdtempSync(join(tmpdir(), 'jetdeck-paths-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	for (const name of ['deploy', 'deploy/eu', 'my folder', '.hidden']) mkdirSync(join(folder, name));
	for (const name of ['deploy/a.json', 'deploy/b.json', 'my folder/x y.yaml', "it's.json"])
		writeFileSync(join(folder, name), '');
	host = { pathsLike: (typed) => pathsLike(typed, folder) };
});

describe('a line of paths', () => {
	it('has flags apart, and blanks in quotes', () => {
		expect(readPathLine('a --merge "b c" --format=yaml --stream "X Y*" d\\ e', ['--stream', '--format'])).toEqual({
			flags: [
				['--merge', ''],
				['--format', 'yaml'],
				['--stream', 'X Y*'],
			],
			words: ['a', '"b c"', 'd\\ e'],
		});
		expect(['"b c"', "'b c'/d", 'd\\ e', '"open'].map(unquoted)).toEqual(['b c', 'b c/d', 'd e', 'open']);
	});

	it.each([
		['deploy', ['deploy']],
		['deploy other', ['deploy', 'other']],
		['my folder', ['my folder']],
		['my folder/ --merge', ['my folder/']],
		['"my folder" deploy', ['my folder', 'deploy']],
		['my folder/x y.yaml', ['my folder/x y.yaml']],
		['', []],
	])('%j names %j', async (line, paths) => {
		expect(await pathsOf(host, readPathLine(line))).toEqual(paths);
	});
});

describe('tab', () => {
	it.each([
		['de', 'deploy/', ''],
		['deploy/', 'deploy/', 'a.json  b.json  eu/'],
		['deploy/a', 'deploy/a.json', ''],
		['my', 'my folder/', ''],
		['my f', 'my folder/', ''],
		['my folder/', 'my folder/x y.yaml', ''],
		['"my', '"my folder/', ''],
		['"my folder/x', '"my folder/x y.yaml"', ''],
		['deploy my', 'deploy my folder/', ''],
		['--merge de', '--merge deploy/', ''],
		['', '', "deploy/  it's.json  my folder/"],
		['.h', '.hidden/', ''],
		['nothing', 'nothing', 'There is no such file or folder.'],
	])('after %j makes %j of it', async (typed, text, offered) => {
		expect(await completedPath(host, typed, 'words')).toEqual({ text, offered });
	});

	it('completes a whole line where it is one path', async () => {
		expect(await completedPath(host, 'deploy my', 'line')).toMatchObject({ text: 'deploy my' });
		expect(await completedPath(host, 'my f', 'line')).toMatchObject({ text: 'my folder/' });
	});
});
