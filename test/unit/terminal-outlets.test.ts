import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copySequence } from '../../src/terminal/clipboard.ts';
import { applyColourChoice } from '../../src/terminal/colour.ts';
import { writeFileSafely } from '../../src/terminal/files.ts';

describe('the clipboard', () => {
	it('is given any text as base64, which cannot act on the terminal', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const copied = copySequence(text, {});
				if (!copied.ok) throw new Error(copied.message);
				const encoded = copied.bytes.slice('\u001b]52;c;'.length, -1);
				expect(copied.bytes).toBe(`\u001b]52;c;${encoded}\u0007`);
				expect(encoded).toMatch(/^[A-Za-z0-9+/=]*$/);
				expect(Buffer.from(encoded, 'base64')).toEqual(Buffer.from(text, 'utf8'));
			}),
		);
	});

	it('says how much is too much', () => {
		expect(copySequence('x'.repeat(56_244), {}).ok).toBe(true);
		const refused = copySequence('x'.repeat(56_250), {});
		expect(refused).toMatchObject({ ok: false, message: expect.stringContaining('56250 bytes') });
	});

	it('is reached through GNU screen in pieces that it passes on', () => {
		const copied = copySequence('x'.repeat(2_000), { STY: '1.screen' });
		if (!copied.ok) throw new Error(copied.message);
		const pieces = copied.bytes.split('\u001b\\').filter((piece) => piece !== '');
		expect(pieces.every((piece) => piece.startsWith('\u001bP') && piece.length <= 770)).toBe(true);
		const through = pieces.map((piece) => piece.slice(2)).join('');
		expect(through).toBe(`\u001b]52;c;${Buffer.from('x'.repeat(2_000)).toString('base64')}\u0007`);
	});
});

describe('colours', () => {
	it.each([
		[{}, true, undefined],
		[{ NO_COLOR: '1' }, true, '0'],
		[{ NO_COLOR: '' }, true, undefined],
		[{}, false, '0'],
		[{ TERM: 'dumb' }, true, '0'],
		[{ FORCE_COLOR: '3', NO_COLOR: '1' }, true, '0'],
	])('with %j and the option %s', (given, color, forced) => {
		const env: NodeJS.ProcessEnv = { ...given };
		applyColourChoice(env, { color });
		expect(env.FORCE_COLOR).toBe(forced);
		expect(env.NO_COLOR).toBe(forced === undefined ? undefined : '1');
	});
});

describe('a file', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'jetdeck-files-'));
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('is written whole, and nothing else is left', async () => {
		const path = join(folder, 'LOGS.json');
		expect(await writeFileSafely(path, '{}\n')).toEqual({ ok: true, path });
		expect(readFileSync(path, 'utf8')).toBe('{}\n');
		expect(readdirSync(folder)).toEqual(['LOGS.json']);
	});

	it('that is there is replaced only when that is wanted', async () => {
		const path = join(folder, 'LOGS.json');
		writeFileSync(path, 'before');
		const refused = await writeFileSafely(path, 'after');
		expect(refused).toEqual({ ok: false, exists: true, message: `${path} is there already.` });
		expect(readFileSync(path, 'utf8')).toBe('before');
		expect(await writeFileSafely(path, 'after', { overwrite: true })).toEqual({ ok: true, path });
		expect(readFileSync(path, 'utf8')).toBe('after');
		expect(readdirSync(folder)).toEqual(['LOGS.json']);
	});

	it('can be for its owner alone', async () => {
		const path = join(folder, 'mine');
		await writeFileSafely(path, 'x', { mode: 0o600 });
		expect(statSync(path).mode & 0o777).toBe(0o600);
	});

	it.each([
		['nowhere/LOGS.json', 'is not there'],
		['a-file/LOGS.json', 'is a file, not a folder'],
		['a-folder', '/a-folder names a folder: give the name of a file.'],
		['a-folder/', '/a-folder/ names a folder: give the name of a file.'],
		['nowhere/', '/nowhere/ names a folder: give the name of a file.'],
		['no/where/LOGS.json', '/no/where is not there.'],
		[`${'x'.repeat(300)}`, 'is too long for a file name'],
	])('that cannot be is refused in a sentence: %s', async (name, words) => {
		writeFileSync(join(folder, 'a-file'), '');
		mkdirSync(join(folder, 'a-folder'));
		expect(await writeFileSafely(`${folder}/${name}`, '{}')).toMatchObject({
			ok: false,
			message: expect.stringContaining(words),
			exists: false,
		});
	});
});
