import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cost, costOf } from './cost-of.ts';
import { root } from './program.ts';
import type { Bench } from './world.ts';

/** Of the object, MiB: so large that the start of a program is little of the time. */
export const objectSize = 1024;
const pieceSize = 16;
const turns = 2;
const bucket = 'BENCH';

export interface ObjectCosts {
	readonly put: Cost;
	readonly get: Cost;
}

/** What it costs to put an object and to get it, by jetdeck and by the nats CLI, in turns; that of `nats` is undefined where there is none. */
export async function costOfObjects(
	{ server, link }: Bench,
	env: NodeJS.ProcessEnv,
): Promise<{ readonly jetdeck: ObjectCosts; readonly nats: ObjectCosts | undefined }> {
	const name = `OBJ_${bucket}`;
	const subjects = [`$O.${bucket}.C.>`, `$O.${bucket}.M.>`];
	const config = { name, subjects, storage: 'file', discard: 'new', allow_rollup_hdrs: true, allow_direct: true };
	await link.request(`$JS.API.STREAM.CREATE.${name}`, JSON.stringify(config));
	const [file, target] = [join(env.HOME ?? '', 'object'), join(env.HOME ?? '', 'object-got')];
	for (let size = 0; size < objectSize; size += pieceSize) appendFileSync(file, randomBytes(pieceSize * 2 ** 20));
	const jetdeck = (...args: readonly string[]) =>
		costOf(join(root, 'dist/jetdeck'), ['object', ...args, '--server', server.url], env);
	const nats = (...args: readonly string[]) => costOf('nats', ['--server', server.url, 'object', ...args], env);
	// Who stores first makes the files of the server, and their memory: each begins with none.
	const empty = () => link.request(`$JS.API.STREAM.PURGE.${name}`, '');
	const turnOf = async () => {
		await empty();
		const put = await jetdeck('put', bucket, file, '--name', 'jetdeck');
		const get = await jetdeck('get', bucket, 'jetdeck', target, '--force');
		await empty();
		const natsPut = await nats('put', bucket, file, '--name', 'nats', '--force', '--no-progress').catch(
			() => undefined,
		);
		if (natsPut === undefined) return { put, get };
		return { put, get, natsPut, natsGet: await nats('get', bucket, 'nats', '-O', target, '--force', '--no-progress') };
	};
	const taken = { put: [] as Cost[], get: [] as Cost[], natsPut: [] as Cost[], natsGet: [] as Cost[] };
	// The first turn is not counted: it makes the caches of the programs.
	for (let turn = 0; turn <= turns; turn += 1) {
		const costs = await turnOf();
		if (turn === 0) continue;
		for (const [way, cost] of Object.entries(costs)) taken[way as keyof typeof taken].push(cost);
	}
	await link.request(`$JS.API.STREAM.DELETE.${name}`, '');
	const [put, get, natsPut, natsGet] = [taken.put, taken.get, taken.natsPut, taken.natsGet].map(leastOf);
	if (put === undefined || get === undefined) throw new Error('jetdeck ran in each turn');
	return { jetdeck: { put, get }, nats: natsPut && natsGet && { put: natsPut, get: natsGet } };
}

function leastOf(costs: readonly Cost[]): Cost | undefined {
	if (costs.length === 0) return undefined;
	return {
		seconds: Math.min(...costs.map(({ seconds }) => seconds)),
		memory: Math.max(...costs.map(({ memory }) => memory)),
	};
}
