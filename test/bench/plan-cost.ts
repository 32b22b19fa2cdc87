import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './program.ts';
import { addConsumersEach, type Bench } from './world.ts';

export interface PlanCost {
	readonly seconds: number;
	/** At most, bytes. */
	readonly memory: number;
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
export function costOfNats(bench: Bench, env: NodeJS.ProcessEnv): Promise<Omit<PlanCost, 'requests'> | undefined> {
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

function costOf(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Omit<PlanCost, 'requests'>> {
	const from = performance.now();
	const child = spawn(program, [...args], {
		env: { ...env, PATH: process.env.PATH },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	let memory = 0;
	const look = setInterval(() => {
		memory = Math.max(memory, mostMemory(child.pid));
	}, 10);
	return new Promise((resolve, reject) => {
		child.once('error', (error) => {
			clearInterval(look);
			reject(error);
		});
		child.once('exit', (code) => {
			clearInterval(look);
			if (code === 0) resolve({ seconds: (performance.now() - from) / 1000, memory });
			else reject(new Error(`${program} ${args.slice(0, 2).join(' ')} ended with ${code}`));
		});
	});
}

/** The most that a process has had so far. */
function mostMemory(pid: number | undefined): number {
	try {
		return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
	} catch {
		return 0;
	}
}
