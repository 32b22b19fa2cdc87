import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Cost, costOf } from './cost-of.ts';
import { root } from './program.ts';
import type { Bench } from './world.ts';

/** Of the stream, MiB. */
export const backupSize = 256;
const stream = 'BACKUP';
const messageBytes = 128 * 1024;

/** What it costs to back up a stream, the second time: the first writes the code cache. */
export async function costOfBackup({ server, link }: Bench, env: NodeJS.ProcessEnv): Promise<Cost> {
	const config = { name: stream, subjects: [stream], storage: 'file' };
	await link.request(`$JS.API.STREAM.CREATE.${stream}`, JSON.stringify(config));
	const payload = randomBytes(messageBytes);
	for (let sent = 0; sent < backupSize * 2 ** 20; sent += messageBytes) await link.request(stream, payload);
	const folder = join(env.HOME ?? '', 'backup');
	const backUp = () => costOf(join(root, 'dist/jetdeck'), ['backup', stream, folder, '--server', server.url], env);
	await backUp();
	rmSync(folder, { recursive: true });
	const cost = await backUp();
	await link.request(`$JS.API.STREAM.DELETE.${stream}`, '');
	return cost;
}
