import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { PartialFile } from '../../src/jetstream/objects/partial-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'jetdeck-partial-'));
afterAll(() => rmSync(folder, { recursive: true }));

const mebibyte = new Uint8Array(1024 * 1024);

async function filled(path: string, mebibytes: number): Promise<PartialFile> {
	const file = await PartialFile.begin(path);
	for (let at = 0; at < mebibytes; at += 1) await file.write(mebibyte, () => undefined);
	return file;
}

it('takes its place once it is whole', async () => {
	const path = join(folder, 'whole');
	const file = await filled(path, 70);
	expect(existsSync(path)).toBe(false);
	await file.finish(false);
	expect(statSync(path).size).toBe(70 * mebibyte.length);
});

it('takes no place if the disk failed while it was written, which Linux tells once', async () => {
	const path = join(folder, 'failed');
	const probe = await open(join(folder, 'probe'), 'w');
	const datasync = vi.spyOn(Object.getPrototypeOf(probe), 'datasync');
	await probe.close();
	datasync.mockRejectedValueOnce(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
	const file = await filled(path, 70);
	await expect(file.finish(false)).rejects.toThrow(/i\/o error|EIO|disk/i);
	expect(datasync).toHaveBeenCalledOnce();
	expect(existsSync(path)).toBe(false);
	await file.remove();
});
