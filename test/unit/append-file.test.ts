import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	truncateSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newRunId } from '../../src/changes/run-id.ts';
import { appendedFile } from '../../src/terminal/append-file.ts';
import { journalFile } from '../../src/terminal/journal-file.ts';
import { keptLines } from '../../src/terminal/kept-lines.ts';
import { root } from '../support/build.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'jetdeck-append-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const node = join(root, 'node_modules/.bin/node');
const fixture = join(root, 'test/support/fixtures/append-lines.ts');
const linesOf = (path: string): readonly string[] => readFileSync(path, 'utf8').split('\n').slice(0, -1);
const isJson = (line: string): boolean => {
	try {
		JSON.parse(line);
		return true;
	} catch {
		return false;
	}
};

describe('a file of lines', () => {
	it('begins on a new line after what a full disk took a part of', () => {
		const path = join(folder, 'lines');
		// The file may have 1,024 bytes (two blocks of a POSIX shell): what goes beyond is refused as by a full disk, after a part of it.
		const limited = `ulimit -f 2; exec "$@"`;
		const said = execFileSync('sh', ['-c', limited, 'sh', node, fixture, path, 'a', '1', '2000'], { encoding: 'utf8' });
		expect(said).toBe(`${path} could not be written (EFBIG).`);
		const before = readFileSync(path, 'utf8');
		expect(before.length).toBeGreaterThan(0);
		expect(before).not.toContain('\n');
		expect(appendedFile(path).append('{"whole":1}')).toBeUndefined();
		expect(appendedFile(path).append('{"whole":2}')).toBeUndefined();
		expect(readFileSync(path, 'utf8')).toBe(`${before}\n{"whole":1}\n{"whole":2}\n`);
	});

	it('is read without the part, which stays in it', () => {
		const path = join(folder, 'history');
		writeFileSync(path, '"first"\n"sec');
		expect(keptLines(path, 10).append('third')).toBeUndefined();
		expect(keptLines(path, 10).lines).toEqual(['first', 'third']);
		expect(readFileSync(path, 'utf8')).toBe('"first"\n"sec\n"third"\n');
	});

	it('takes whole lines of several processes, each in its order', async () => {
		const path = join(folder, 'state', 'lines');
		const names = ['a', 'b', 'c'];
		const children = names.map((name) => spawn(node, [fixture, path, name, '300', '5000'], { stdio: 'ignore' }));
		await Promise.all(children.map((child) => once(child, 'exit')));
		const lines = linesOf(path).filter((line) => line !== '');
		expect(lines.filter((line) => !isJson(line))).toEqual([]);
		const entries = lines.map((line) => JSON.parse(line) as { name: string; at: number });
		for (const name of names) {
			const own = entries.filter((entry) => entry.name === name).map(({ at }) => at);
			expect(own).toEqual(Array.from({ length: 300 }, (_, at) => at));
		}
	});

	it('is put aside whole when it is large, by one process at a time', async () => {
		const path = join(folder, 'lines');
		const full = 16 * 1024 * 1024 + 1;
		writeFileSync(path, '');
		truncateSync(path, full);
		const children = ['a', 'b', 'c'].map((name) => spawn(node, [fixture, path, name, '20', '10'], { stdio: 'ignore' }));
		await Promise.all(children.map((child) => once(child, 'exit')));
		expect(statSync(`${path}.1`).size).toBeGreaterThanOrEqual(full);
		expect(linesOf(path).length + linesOf(`${path}.1`).length).toBeGreaterThanOrEqual(60);
		expect(existsSync(`${path}.turning`)).toBe(false);
	});

	it('is put aside after a process was killed that had begun to', () => {
		const path = join(folder, 'lines');
		writeFileSync(path, '');
		truncateSync(path, 16 * 1024 * 1024 + 1);
		writeFileSync(`${path}.turning`, '');
		expect(appendedFile(path).append('1')).toBeUndefined();
		expect(existsSync(`${path}.1`)).toBe(false);
		const longAgo = Date.now() / 1000 - 3600;
		utimesSync(`${path}.turning`, longAgo, longAgo);
		for (const line of ['2', '3']) expect(appendedFile(path).append(line)).toBeUndefined();
		expect(existsSync(`${path}.1`)).toBe(true);
	});

	it.each(['problem', 'append'] as const)('says why it takes none: %s', (how) => {
		const pipe = join(folder, 'pipe');
		execFileSync('mkfifo', [pipe]);
		mkdirSync(join(folder, 'taken'));
		const say = (path: string) => (how === 'append' ? appendedFile(path).append('x') : appendedFile(path).problem());
		expect(say('/proc/x/y')).toBe('The folder /proc/x does not exist and cannot be created.');
		expect(say('/dev/full')).toContain('is a device, a pipe or a socket');
		expect(say(pipe)).toContain('is a device, a pipe or a socket');
		expect(say(join(folder, 'taken'))).toContain('names a folder');
		expect(say(join(folder, 'new', 'file'))).toBeUndefined();
		expect(statSync(join(folder, 'new', 'file')).mode & 0o777).toBe(0o600);
		expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o700);
	});
});

describe('the journal file', () => {
	it.each([{}, { HOME: '' }, { XDG_STATE_HOME: 'state' }])('says that there is no folder for it with %j', (env) => {
		const journal = journalFile(env);
		const words = 'There is no folder for the journal: neither XDG_STATE_HOME nor HOME names one.';
		expect([journal.append('x'), journal.problem(), journal.path]).toEqual([words, words, undefined]);
	});

	it('has entries of which no two have the same id, also of decks that begin at once', () => {
		vi.useFakeTimers({ toFake: ['Date'] });
		try {
			expect(new Set(Array.from({ length: 1000 }, newRunId)).size).toBe(1000);
		} finally {
			vi.useRealTimers();
		}
	});
});
