import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a program costs from its start to its end. */
export interface Cost {
	readonly seconds: number;
	/** At most, bytes. */
	readonly memory: number;
}

export function costOf(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Cost> {
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
