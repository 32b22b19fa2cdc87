import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { copySequence, copyToClipboard } from '../../src/terminal/clipboard.ts';
import { applyColourChoice } from '../../src/terminal/colour.ts';
import { writeFileSafely } from '../../src/terminal/files.ts';

/** A program in place of tmux; `$TOLD` is the folder in which it notes what it is told. */
function tmuxThat(does: string): { readonly env: NodeJS.ProcessEnv; readonly told: (what: string) => string } {
	const folder = mkdtempSync(join(tmpdir(), 'jetdeck-tmux-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	writeFileSync(join(folder, 'tmux'), `#!/bin/sh\n${does}\n`, { mode: 0o755 });
	const env = { TMUX: '/tmp/tmux-0/default,1,0', PATH: `${folder}:${process.env.PATH}`, TOLD: folder };
	return { env, told: (what) => readFileSync(join(folder, what), 'utf8') };
}

const takes = 'echo "$@" > "$TOLD/args"; cat > "$TOLD/text"';

describe('the clipboard', () => {
	const osc52 = (text: string): string => `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
	const copy = async (text: string, env: NodeJS.ProcessEnv) => {
		const written: string[] = [];
		return { copied: await copyToClipboard(text, env, (bytes) => written.push(bytes)), written };
	};

	it('is given any text as base64, which cannot act on the terminal', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const bytes = copySequence(text, {});
				const encoded = bytes.slice('\u001b]52;c;'.length, -1);
				expect(bytes).toBe(`\u001b]52;c;${encoded}\u0007`);
				expect(encoded).toMatch(/^[A-Za-z0-9+/=]*$/);
				expect(Buffer.from(encoded, 'base64')).toEqual(Buffer.from(text, 'utf8'));
			}),
		);
	});

	it('of a terminal is sent a text, of which no answer comes', async () => {
		expect(await copy('LOGS', {})).toEqual({ copied: { ok: true, where: 'terminal' }, written: [osc52('LOGS')] });
	});

	it('of a terminal takes 74,994 bytes of base64; more is not sent, and it is said how much is too much', async () => {
		// Base64 has lengths of 4 each: 74,992 is the last that fits.
		expect((await copy('x'.repeat(56_244), {})).written).toEqual([osc52('x'.repeat(56_244))]);
		expect(await copy('x'.repeat(56_245), {})).toEqual({
			copied: { ok: false, message: 'Not copied: 56,245 bytes are more than the 56,244 bytes that a terminal takes.' },
			written: [],
		});
	});

	it('of a tmux is given the text by tmux itself, which sends it on', async () => {
		const { env, told } = tmuxThat(takes);
		expect(await copy('$(touch x)\n', env)).toEqual({ copied: { ok: true, where: 'tmux' }, written: [] });
		expect(told('args')).toBe('load-buffer -w -\n');
		expect(told('text')).toBe('$(touch x)\n');
	});

	it('of a tmux takes any length; what a terminal would not take is not sent on to it', async () => {
		const { env, told } = tmuxThat(takes);
		const text = 'é'.repeat(40_000);
		expect((await copy(text, env)).copied).toEqual({
			ok: true,
			where: 'tmux',
			note: 'jetdeck did not send it on to the terminal, which takes at most 56,244 bytes.',
		});
		expect(told('args')).toBe('load-buffer -\n');
		expect(told('text')).toBe(text);
	});

	it.each([
		['does not know -w, before 3.2', 'exit 1'],
		['ends without reading', 'exec 0<&-; exit 1'],
		['is killed', 'kill -9 $$'],
	])('of a tmux that %s is the terminal, and it is said what that needs', async (_, does) => {
		const { env } = tmuxThat(does);
		expect(await copy('LOGS', env)).toEqual({
			copied: { ok: true, where: 'terminal', note: 'tmux passes it on only with set-clipboard on.' },
			written: [osc52('LOGS')],
		});
	});

	it('of a tmux whose program is not there is the terminal', async () => {
		const { copied } = await copy('LOGS', { TMUX: '/tmp/tmux-0/default,1,0', PATH: '/nonexistent' });
		expect(copied).toMatchObject({ ok: true, where: 'terminal' });
	});

	it('is reached through GNU screen in pieces that it passes on', () => {
		const pieces = copySequence('x'.repeat(2_000), { STY: '1.screen' })
			.split('\u001b\\')
			.filter((piece) => piece !== '');
		expect(pieces.every((piece) => piece.startsWith('\u001bP') && piece.length <= 770)).toBe(true);
		expect(pieces.map((piece) => piece.slice(2)).join('')).toBe(osc52('x'.repeat(2_000)));
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
		expect(refused).toEqual({ ok: false, exists: true, message: `${path} already exists.` });
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
		['nowhere/LOGS.json', 'does not exist'],
		['a-file/LOGS.json', 'is a file, not a folder'],
		['a-folder', '/a-folder names a folder: give the name of a file.'],
		['a-folder/', '/a-folder/ names a folder: give the name of a file.'],
		['nowhere/', '/nowhere/ names a folder: give the name of a file.'],
		['no/where/LOGS.json', '/no/where does not exist.'],
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
