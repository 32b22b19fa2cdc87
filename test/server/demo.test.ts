import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startDemo } from '../../src/demo/demo.ts';
import { worldConsumers, worldStreams } from '../../src/demo/world-data.ts';
import { plus } from '../../src/format/exact.ts';
import { openApi } from '../../src/jetstream/request.ts';
import type { ConsumerInfo, StreamInfo } from '../../src/jetstream/wire.ts';
import { connected } from '../support/links.ts';
import { serverBinary, serverLines } from '../support/server-binaries.ts';
import { reachable } from '../support/servers.ts';
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

function portOf(url: string): number {
	return Number(new URL(url.trim()).port);
}

async function look(url: string) {
	const link = await connected(url);
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
	async function opened() {
		const began = Date.now();
		const demo = await startDemo({ env: { ...process.env, JETDECK_NATS_SERVER: await serverBinary(line) } });
		if (!demo.ok) throw new Error(demo.message);
		onTestFinished(() => demo.stop());
		return { demo, took: Date.now() - began, ...(await look(demo.url)) };
	}

	it('has the streams of a shop, and new messages come', async () => {
		const { took, streams } = await opened();
		expect(took).toBeLessThan(5_000);
		const made = await streams();
		expect([...made.keys()].toSorted()).toEqual(worldStreams.map(({ config }) => config.name).toSorted());
		for (const name of ['ORDERS', 'PAYMENTS', 'SHIPMENTS', 'LOGS', 'EVENTS', 'METRICS', 'UPLOADS', 'OBJ_labels']) {
			expect(made.get(name)?.state.messages, name).toBeGreaterThan(20);
		}
		expect(made.get('METRICS')?.config.storage).toBe('memory');
		expect(made.get('PAYMENTS')?.config.retention).toBe('workqueue');
		expect(made.get('SHIPMENTS')?.config.retention).toBe('interest');
		// One message for each of 8 articles in each of 3 warehouses, of 120 that came.
		expect(made.get('INVENTORY')?.state.messages).toBeLessThanOrEqual(24);
		const { bytes = 0 } = made.get('UPLOADS')?.state ?? {};
		expect(Number(bytes) / Number(made.get('UPLOADS')?.config.max_bytes)).toBeGreaterThan(0.9);
		await until(async () => ((await streams()).get('ORDERS_EU')?.state.messages ?? 0) > 100, { what: 'the mirror' });
		await until(async () => ((await streams()).get('EVERYTHING')?.state.messages ?? 0) > 1000, { what: 'the sources' });
		const orders = made.get('ORDERS')?.state.last_seq ?? 0;
		await until(async () => ((await streams()).get('ORDERS')?.state.last_seq ?? 0) > plus(orders, 3), {
			what: 'new orders',
		});
	});

	it('has consumers in every state', async () => {
		const { streams, consumers } = await opened();
		const found = (await Promise.all([...(await streams()).keys()].map(consumers))).flat();
		const named = new Map(found.map((info) => [info.name, info]));
		for (const { config } of worldConsumers) expect([...named.keys()]).toContain(config.durable_name);
		expect(named.get('analytics')?.num_pending).toBeGreaterThan(1000);
		expect(named.get('fraud-check')?.num_ack_pending).toBe(50);
		expect(named.get('returns')?.num_redelivered).toBeGreaterThan(5);
		expect(named.get('tracking')?.push_bound ?? false).toBe(false);
		const errors = async () => (await consumers('LOGS')).find(({ name }) => name === 'errors');
		await until(async () => (await errors())?.push_bound, { what: 'the listener of a push consumer' });
		expect(named.get('newsletter')?.paused ?? false).toBe(line === 'newest');
		const billed = named.get('billing')?.ack_floor.consumer_seq ?? 0;
		const billedNow = async () =>
			(await consumers('ORDERS')).find(({ name }) => name === 'billing')?.ack_floor.consumer_seq ?? 0;
		await until(async () => (await billedNow()) > billed, { what: 'a worker that works' });
	});

	it('is gone when stopped', async () => {
		const { demo } = await opened();
		expect(await reachable(portOf(demo.url))).toBe(true);
		await demo.stop();
		expect(readdirSync(folder)).toEqual([]);
		expect(await reachable(portOf(demo.url))).toBe(false);
	});
});

it.each(['SIGKILL', 'SIGTERM'] as const)(
	'leaves no server and no folder behind when its process gets %s',
	async (signal) => {
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
		const port = portOf(String(url));
		expect(await reachable(port)).toBe(true);
		expect(readdirSync(folder)).toHaveLength(1);
		child.kill(signal);
		await until(() => readdirSync(folder).length === 0, { within: 5_000, what: 'the folder to go' });
		expect(await reachable(port)).toBe(false);
	},
);

it('says what the server said when it does not start', async () => {
	const binary = join(folder, 'nats-server');
	writeFileSync(
		binary,
		'#!/bin/sh\n[ "$1" = --version ] && echo "nats-server: v2.15.1" && exit\necho "no room for a store" > "$4"\nexit 1\n',
		{ mode: 0o755 },
	);
	const demo = await startDemo({ env: { JETDECK_NATS_SERVER: binary } });
	expect(demo).toEqual({
		ok: false,
		message: 'jetdeck could not start the demo: nats-server did not start: no room for a store',
	});
	expect(readdirSync(folder)).toEqual(['nats-server']);
});
