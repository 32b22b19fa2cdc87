import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startDemo } from '../../src/demo/demo.ts';
import { worldConsumers, worldStreams } from '../../src/demo/world-data.ts';
import { openApi } from '../../src/jetstream/request.ts';
import type { ConsumerInfo, StreamInfo } from '../../src/jetstream/wire.ts';
import { connected } from '../support/links.ts';
import { serverBinary, serverLines } from '../support/server-binaries.ts';
import { until } from '../support/until.ts';

let folder: string;
const shared = process.env.TMPDIR;

/** A temporary folder of its own: other demos of this machine are not looked at. */
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'jetdeck-test-'));
	process.env.TMPDIR = folder;
});

afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
	if (shared === undefined) delete process.env.TMPDIR;
	else process.env.TMPDIR = shared;
});

async function look(url: string) {
	const link = await connected(url);
	onTestFinished(() => link.close());
	const api = openApi(link, { readOnly: true });
	const streams = async (): Promise<ReadonlyMap<string, StreamInfo>> => {
		const answer = await api.pages('stream.list', {});
		if (!answer.ok) throw new Error(answer.problem.message);
		return new Map(answer.value.items.map((info) => [info.config.name, info]));
	};
	const consumers = async (stream: string): Promise<readonly ConsumerInfo[]> => {
		const answer = await api.pages('consumer.list', { stream });
		if (!answer.ok) throw new Error(answer.problem.message);
		return answer.value.items;
	};
	return { streams, consumers };
}

describe.each(serverLines)('the demo on the %s line', (line) => {
	it('has the shop as it is promised, alive, and is gone when stopped', async () => {
		const demo = await startDemo({ env: { ...process.env, JETDECK_NATS_SERVER: await serverBinary(line) } });
		if (!demo.ok) throw new Error(demo.message);
		const { streams, consumers } = await look(demo.url);

		const made = await streams();
		expect([...made.keys()].toSorted()).toEqual(worldStreams.map(({ config }) => config.name).toSorted());
		for (const name of ['ORDERS', 'PAYMENTS', 'SHIPMENTS', 'LOGS', 'EVENTS', 'METRICS', 'UPLOADS']) {
			expect(made.get(name)?.state.messages, name).toBeGreaterThan(20);
		}
		expect(made.get('METRICS')?.config.storage).toBe('memory');
		expect(made.get('PAYMENTS')?.config.retention).toBe('workqueue');
		expect(made.get('SHIPMENTS')?.config.retention).toBe('interest');
		await until(async () => ((await streams()).get('ORDERS_EU')?.state.messages ?? 0) > 100, { what: 'the mirror' });
		await until(async () => ((await streams()).get('EVERYTHING')?.state.messages ?? 0) > 1000, { what: 'the sources' });

		const found = (await Promise.all([...made.keys()].map(consumers))).flat();
		const named = new Map(found.map((info) => [info.name, info]));
		for (const { config } of worldConsumers) expect([...named.keys()]).toContain(config.durable_name);
		expect(named.get('analytics')?.num_pending).toBeGreaterThan(1000);
		expect(named.get('fraud-check')?.num_ack_pending).toBe(50);
		expect(named.get('returns')?.num_redelivered).toBeGreaterThan(5);
		expect(named.get('tracking')?.push_bound ?? false).toBe(false);
		if (line === 'newest') expect(named.get('newsletter')?.paused).toBe(true);

		const orders = made.get('ORDERS')?.state.last_seq ?? 0;
		await until(async () => ((await streams()).get('ORDERS')?.state.last_seq ?? 0) > orders + 3, {
			what: 'new orders',
		});

		await demo.stop();
		expect(readdirSync(folder)).toEqual([]);
		await expect(fetch(demo.url.replace('nats:', 'http:'))).rejects.toThrow();
	});
});

it('leaves no server and no folder behind when jetdeck is killed', async () => {
	const source = `
		import { startDemo } from ${JSON.stringify(join(import.meta.dirname, '../../src/demo/demo.ts'))};
		const demo = await startDemo({ env: process.env });
		console.log(demo.url);
		setInterval(() => {}, 1000);`;
	const env = { ...process.env, JETDECK_NATS_SERVER: await serverBinary('newest') };
	const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
		env,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	const [url] = await once(child.stdout, 'data');
	expect(String(url)).toMatch(/^nats:\/\/127\.0\.0\.1:\d+/);
	expect(readdirSync(folder)).toHaveLength(1);
	child.kill('SIGKILL');
	await until(() => readdirSync(folder).length === 0, { within: 5_000, what: 'the folder to go' });
	await expect(fetch(String(url).trim().replace('nats:', 'http:'))).rejects.toThrow();
});
