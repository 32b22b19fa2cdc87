import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { editInEditor } from '../../src/terminal/editor.ts';
import { until } from '../support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'jetdeck-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const never = new AbortController().signal;

/** Edits with a shell line, whose last word is the file. */
function edit(
	editor: string,
	text = 'before\n',
	options: { readonly name?: string; readonly signal?: AbortSignal } = {},
) {
	const { name = 'LOGS.json', signal = never } = options;
	return editInEditor(text, { name, env: { PATH: process.env.PATH, EDITOR: editor }, signal });
}

describe('the editor of a person', () => {
	it('is given the text, and its result is read', async () => {
		expect(await edit('sed -i s/before/after/')).toEqual({ ok: true, text: 'after\n' });
	});

	it('edits a file that only this user can read, in a folder of its own, and nothing is left of it', async () => {
		const told = join(folder, 'told');
		await edit(`stat -c '%a %n' > ${told} "$@"; stat -c '%a %n' "$(dirname "$1")" >> ${told}; true`);
		const [file = '', around = ''] = readFileSync(told, 'utf8').split('\n');
		expect(file).toMatch(/^600 .*\/LOGS\.json$/);
		expect(around).toMatch(/^700 /);
		expect(existsSync(dirname(file.slice(4)))).toBe(false);
	});

	it('may save under another name and rename', async () => {
		expect(await edit('f() { echo new > "$1.tmp" && mv "$1.tmp" "$1"; }; f')).toEqual({ ok: true, text: 'new\n' });
	});

	it.each(['../../etc/passwd', '.bashrc', 'a/b', `${'x'.repeat(300)}.json`, '-rf', 'a\nb'])(
		'gives no file the name %j',
		async (name) => {
			const told = join(folder, 'name');
			await edit(`f() { basename "$1" > ${told}; }; f`, '', { name });
			expect(readFileSync(told, 'utf8')).toBe('configuration.json\n');
		},
	);

	it.each([
		['no-such-editor-anywhere', /“no-such-editor-anywhere” does not exist\. Set EDITOR/],
		['sh -c "exit 3"', /ended with code 3: nothing changed/],
		['sh -c "kill -9 $$"', /was ended by SIGKILL: nothing changed/],
		['rm', /deleted the file/],
	])('that fails says so: %s', async (editor, message) => {
		expect(await edit(editor)).toMatchObject({ ok: false, message: expect.stringMatching(message) });
	});

	it('without a file says why', async () => {
		vi.stubEnv('TMPDIR', '/nonexistent/x');
		onTestFinished(() => void vi.unstubAllEnvs());
		const message = 'The editor has no file to edit. The folder /nonexistent/x does not exist.';
		expect(await edit('true')).toEqual({ ok: false, message });
	});

	it('that no shell can start is not blamed on the file', async () => {
		const env = { PATH: process.env.PATH, EDITOR: 'x'.repeat(3_000_000) };
		expect(await editInEditor('x', { name: 'a.json', env, signal: never })).toMatchObject({
			ok: false,
			message: expect.stringMatching(/could not start the editor .* \(E2BIG\): nothing changed\.$/),
		});
	});

	it('prefers VISUAL, as others do', async () => {
		const env = { PATH: process.env.PATH, EDITOR: 'false', VISUAL: 'true' };
		expect(await editInEditor('x', { name: 'a.json', env, signal: never })).toEqual({ ok: true, text: 'x' });
	});

	it('is ended with the program, and its file removed', async () => {
		const told = join(folder, 'pid');
		const ends = new AbortController();
		const script = join(folder, 'slow-editor');
		writeFileSync(script, `#!/bin/sh\necho $$ "$1" > ${told}.tmp && mv ${told}.tmp ${told} && exec sleep 60\n`);
		chmodSync(script, 0o755);
		const edited = edit(script, 'x', { signal: ends.signal });
		await until(() => existsSync(told), { what: 'the editor' });
		ends.abort();
		expect(await edited).toMatchObject({ ok: false, message: expect.stringContaining('SIGTERM') });
		const [pid = '', path = ''] = readFileSync(told, 'utf8').trim().split(' ');
		expect(existsSync(path)).toBe(false);
		expect(() => process.kill(Number(pid), 0)).toThrow();
	});
});
