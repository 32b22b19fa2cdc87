import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cost, costOf } from './cost-of.ts';
import { root } from './program.ts';
import { addConsumersEach, type Bench } from './world.ts';

export interface PlanCost extends Cost {
	readonly requests: number;
}

/** What `jetdeck plan` costs for all streams of an account, each with two consumers, where nothing differs. */
export async function costOfPlan(bench: Bench, env: NodeJS.ProcessEnv): Promise<PlanCost> {
	const folder = join(env.HOME ?? '', 'planned');
	await writeFolder(bench, folder);
	let requests = 0;
	const stop = bench.link.subscribe('$JS.API.>', () => {
		requests += 1;
	});
	await bench.link.roundTrip();
	const command = [join(root, 'dist/jetdeck.js'), 'plan', folder, '--server', bench.server.url];
	const cost = await costOf(process.execPath, command, env);
	await bench.link.roundTrip();
	stop();
	return { ...cost, requests };
}

/** What `nats stream ls --json` costs there; undefined where there is no such program. */
export function costOfNats(bench: Bench, env: NodeJS.ProcessEnv): Promise<Cost | undefined> {
	return costOf('nats', ['--server', bench.server.url, 'stream', 'ls', '--json'], env).catch(() => undefined);
}

/** A file a stream with its consumers, as a team would keep them. */
async function writeFolder(bench: Bench, folder: string): Promise<void> {
	mkdirSync(folder, { recursive: true });
	for (const { name, config, consumers } of await addConsumersEach(bench, 2)) {
		const entries = consumers.map((consumer) => ({ stream_name: name, config: consumer }));
		writeFileSync(join(folder, `${name}.json`), JSON.stringify([config, ...entries], null, 2));
	}
}
