import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/build.ts';
import { type PreviewServer, startPreviewServer } from '../support/preview-responder.ts';
import { recordedAt } from '../support/preview-transcript.ts';

const home = mkdtempSync(join(tmpdir(), 'jetdeck-request-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

let server: PreviewServer;
beforeAll(async () => {
	server = await startPreviewServer();
});

async function request(args: readonly string[], input = '') {
	const env = { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: join(tmpdir(), 'jetdeck-test-cache') };
	const file = join(root, 'dist/jetdeck.js');
	const child = spawn(process.execPath, [file, 'request', '--server', server.url, ...args], { env, cwd: home });
	const said = { out: '', err: '' };
	child.stdout.on('data', (data) => {
		said.out += data;
	});
	child.stderr.on('data', (data) => {
		said.err += data;
	});
	child.stdin.end(input);
	const [code] = await once(child, 'close');
	return { code, ...said };
}

describe('jetdeck request on a server of then', () => {
	it('sends what is typed and prints what comes, as it is', async () => {
		expect(await request(['$JS.ENABLED', '.'])).toEqual({ code: 0, out: '+OK\n', err: '' });
		expect(await request(['$JS.STREAM.LIST', '.'])).toEqual({ code: 0, out: 'null\n', err: '' });
		expect(await request(['$JS.STREAM.NOPE.INFO'])).toMatchObject({ code: 3, out: "-ERR 'stream not found'\n" });
		server.expectAllKnown();
	});

	it('changes nothing without --yes, and what it is given on stdin with it', async () => {
		const config = recordedAt('blog.stream.create').request ?? '';
		const create = ['$JS.STREAM.LOGS.CREATE', '-'];
		expect(await request(create, config)).toMatchObject({ code: 4, out: '' });
		expect(server.answered.some((each) => each.case === 'blog.stream.create')).toBe(false);
		expect(await request([...create, '--yes'], config)).toMatchObject({ code: 0, out: '+OK\n' });
		server.expectAllKnown();
	});

	it('does not send what would end the server', async () => {
		const { subject, request: config } = recordedAt('crash.stream.create.bad-subject');
		const { code, out, err } = await request([subject, config ?? '', '--yes']);
		expect([code, out]).toEqual([2, '']);
		expect(err).toMatch(/subjects contains "a\.\.b"/);
		expect(server.unexpected).toEqual([]);
	});
});
