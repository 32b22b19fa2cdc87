import { execFileSync } from 'node:child_process';
import {
	chmodSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lineOf, readPayload } from '../../src/cli/request-line.ts';
import { resolveSettings } from '../../src/nats/settings.ts';
import { writeFileSafely } from '../../src/terminal/files.ts';
import { readTextFile } from '../../src/terminal/read-text.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'jetdeck-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const inFolder = (name: string): string => join(folder, name);
function fifo(): string {
	execFileSync('mkfifo', [inFolder('pipe')]);
	return inFolder('pipe');
}
const isRoot = process.getuid?.() === 0;

/** Root may write everything: as who may not. */
async function asNobody(act: () => Promise<void>): Promise<void> {
	if (!isRoot) return act();
	execFileSync('chown', ['-R', '65534:65534', folder]);
	process.seteuid?.(65534);
	try {
		await act();
	} finally {
		process.seteuid?.(0);
	}
}

describe('a file that is written', () => {
	it.each([false, true])('takes the place of no pipe and no device, overwrite %s', async (overwrite) => {
		const pipe = fifo();
		const socket = inFolder('null');
		if (isRoot) execFileSync('mknod', [socket, 'c', '1', '3']);
		for (const path of ['/dev/null', pipe, ...(isRoot ? [socket] : [])]) {
			expect(await writeFileSafely(path, 'x', { overwrite })).toEqual({
				ok: false,
				exists: false,
				message: `${path} is a device, a pipe or a socket: give the name of a file.`,
			});
		}
		expect(lstatSync(pipe).isFIFO()).toBe(true);
		if (isRoot) expect(lstatSync(socket).isCharacterDevice()).toBe(true);
		expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
	});

	it.each([0o600, 0o640, 0o755])('keeps its mode: %o', async (mode) => {
		const path = inFolder('a');
		writeFileSync(path, 'before');
		chmodSync(path, mode);
		expect(await writeFileSafely(path, 'after', { overwrite: true })).toEqual({ ok: true, path });
		expect(statSync(path).mode & 0o777).toBe(mode);
		expect(readFileSync(path, 'utf8')).toBe('after');
	});

	it('keeps its owner', async () => {
		if (!isRoot) return;
		const path = inFolder('a');
		writeFileSync(path, 'before');
		execFileSync('chown', ['1234:2345', path]);
		await writeFileSafely(path, 'after', { overwrite: true });
		expect(statSync(path)).toMatchObject({ uid: 1234, gid: 2345 });
	});

	it('leaves alone what others have beside it', async () => {
		const path = inFolder('a');
		const others = [`${path}.${process.pid}.tmp`, `${path}.tmp`];
		for (const other of others) writeFileSync(other, 'mine');
		expect(await writeFileSafely(path, 'x')).toEqual({ ok: true, path });
		for (const other of others) expect(readFileSync(other, 'utf8')).toBe('mine');
		expect(readdirSync(folder)).toHaveLength(3);
	});

	it('may have the longest name there is', async () => {
		const path = inFolder('x'.repeat(255));
		expect(await writeFileSafely(path, 'x')).toEqual({ ok: true, path });
	});

	it('is where a link leads to, and the link stays', async () => {
		mkdirSync(inFolder('d'));
		writeFileSync(inFolder('d/real'), 'before');
		symlinkSync('d/real', inFolder('link'));
		expect(await writeFileSafely(inFolder('link'), 'after')).toMatchObject({ ok: false, exists: true });
		expect(await writeFileSafely(inFolder('link'), 'after', { overwrite: true })).toMatchObject({ ok: true });
		expect(readlinkSync(inFolder('link'))).toBe('d/real');
		expect(readFileSync(inFolder('d/real'), 'utf8')).toBe('after');
		symlinkSync('nowhere', inFolder('dangling'));
		expect(await writeFileSafely(inFolder('dangling'), 'x')).toMatchObject({
			ok: false,
			message: expect.stringContaining('is a link to a file that does not exist'),
		});
		symlinkSync('/dev/null', inFolder('null'));
		expect(await writeFileSafely(inFolder('null'), 'x', { overwrite: true })).toMatchObject({ ok: false });
	});

	it('is not replaced where it may only be read', async () => {
		const path = inFolder('a');
		writeFileSync(path, 'before', { mode: 0o444 });
		await asNobody(async () => {
			expect(await writeFileSafely(path, 'after', { overwrite: true })).toMatchObject({
				message: `This user may not write ${path}.`,
			});
			chmodSync(folder, 0o555);
			expect(await writeFileSafely(inFolder('b'), 'x')).toMatchObject({
				message: `This user may not write files in ${folder}.`,
			});
		});
		expect(readFileSync(path, 'utf8')).toBe('before');
	});
});

describe('a file that is read', () => {
	it('is no pipe, device or folder, and nobody waits for one', async () => {
		for (const path of [fifo(), '/dev/zero', '/dev/null', '/dev/tty'])
			expect(await readTextFile(path)).toMatchObject({ ok: false });
		expect(await readTextFile(folder)).toEqual({ ok: false, message: `${folder} is a folder, not a file.` });
	});

	it('has an end, whatever the system says of its size', async () => {
		const version = await readTextFile('/proc/version');
		expect(version.ok && version.text).toMatch(/Linux/);
		writeFileSync(inFolder('large'), Buffer.alloc(65 * 1024 * 1024, 'x'));
		expect(await readTextFile(inFolder('large'))).toMatchObject({
			message: expect.stringContaining('larger than 64 MiB'),
		});
	});

	it('is text, or is not sent as something else', async () => {
		writeFileSync(inFolder('binary'), Uint8Array.of(0xff, 0xfe, 0x00));
		expect(await readTextFile(inFolder('binary'))).toMatchObject({
			message: expect.stringContaining('not UTF-8 text'),
		});
		writeFileSync(inFolder('empty'), '');
		expect(await readTextFile(inFolder('empty'))).toEqual({ ok: true, text: '' });
	});
});

describe('the payload of jetdeck request', () => {
	const read = (payload: string, input: Readable = Readable.from([])) => {
		const line = lineOf({
			subject: 'a',
			payload,
			headers: [],
			raw: false,
			journal: true,
			yes: false,
			asPreview: false,
			readOnly: false,
		});
		if ('wrong' in line) throw new Error(line.wrong);
		return readPayload(line, input);
	};

	it('comes from a pipe too, as a shell makes it', async () => {
		const pipe = fifo();
		const reading = read(`@${pipe}`);
		writeFileSync(pipe, 'piped');
		expect(await reading).toEqual({ ok: true, text: 'piped' });
	});

	it('ends: a device that never does is refused, and so is such an input', async () => {
		expect(await read('@/dev/zero')).toMatchObject({ message: expect.stringContaining('larger than 64 MiB') });
		const endless = Readable.from(
			(function* () {
				for (;;) yield Buffer.alloc(1024 * 1024);
			})(),
		);
		expect(await read('-', endless)).toMatchObject({ message: expect.stringContaining('larger than 64 MiB') });
	});
});

describe('a file of a login', () => {
	it.each(['creds', 'nkey', 'tlsca'] as const)('is a file, for --%s', async (option) => {
		const pipe = fifo();
		for (const path of [pipe, '/dev/zero']) {
			const resolved = await resolveSettings({ server: 'a', context: false, [option]: path }, { HOME: folder });
			expect(!resolved.ok && resolved.problem.message).toContain('it is a pipe or a device');
		}
		writeFileSync(inFolder('large'), 'x'.repeat(2 * 1024 * 1024));
		const resolved = await resolveSettings(
			{ server: 'a', context: false, [option]: inFolder('large') },
			{ HOME: folder },
		);
		expect(!resolved.ok && resolved.problem.message).toContain('larger than 1 MiB');
	});

	it('and a context is one too', async () => {
		mkdirSync(inFolder('.config/nats/context'), { recursive: true });
		execFileSync('mkfifo', [inFolder('.config/nats/context/piped.json')]);
		const resolved = await resolveSettings({ context: 'piped' }, { HOME: folder });
		expect(!resolved.ok && resolved.problem.message).toContain('it is a pipe or a device');
	});
});
