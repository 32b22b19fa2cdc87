import { type AddressInfo, createConnection, createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { LinkStatus } from '../../src/nats/link.ts';
import { connected, linkWith, problemOf, reached, refusal } from '../support/links.ts';
import { freePort, startServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

/** A port that takes connections, as a firewall seems to, and says nothing. */
async function silentPort(): Promise<number> {
	const silent = createServer((socket) => socket.on('error', () => {}));
	await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void silent.close());
	return (silent.address() as AddressInfo).port;
}

/** Whether the greeting of a server has this text in it. */
function says(port: number, text: string): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = createConnection(port, '127.0.0.1').once('data', (greeting) => {
			socket.destroy();
			resolve(greeting.includes(text));
		});
	});
}

describe('a connection that comes and goes', () => {
	test('while it is not up a request ends at once, and says so', async () => {
		const link = await linkWith({ server: 'nats://127.0.0.1:1' });
		expect((await refusal(link.request('a', ''))).kind).toBe('disconnected');
		expect(await link.roundTrip()).toBeUndefined();
		expect(await problemOf(link)).toMatchObject({ kind: 'refused', address: 'nats://127.0.0.1:1' });
	});

	test('connects by itself when the server appears', async () => {
		const taken = await startServer();
		await taken.stop();
		const link = await linkWith({ server: taken.url });
		const waiting = await until(
			() => {
				const s = link.status();
				return s.phase === 'connecting' && s.retryAt !== undefined && s;
			},
			{ what: 'a wait' },
		);
		expect(waiting.retryAt).toBeGreaterThan(Date.now() - 1);
		await startServer({ port: taken.port });
		await reached(link, 'connected');
	});

	test('survives a server that is killed and restarted', async () => {
		const server = await startServer();
		const link = await connected(server.url);
		const seen: LinkStatus[] = [];
		link.onStatus((status) => seen.push(status));
		const got: string[] = [];
		link.subscribe('silent.>', (message) => got.push(message.subject));
		const before = link.traffic();
		const outstanding = refusal(link.request('silent.a', '', { timeoutMs: 60_000 }));
		await until(() => got.length === 1, { what: 'the request to arrive' });
		const killed = server.restart();
		expect((await outstanding).kind).toBe('disconnected');
		await killed;
		const lost = seen[0];
		expect(lost).toMatchObject({
			phase: 'reconnecting',
			attempt: 1,
			server: { address: server.url },
			problem: { kind: 'lost' },
		});
		link.retryNow();
		await until(() => link.status().phase === 'connected', { what: 'the connection', within: 10_000 });
		const phases = seen.map((status) => status.phase).filter((phase, at, all) => phase !== all[at - 1]);
		expect(phases).toEqual(['reconnecting', 'connected']);
		await link.request('silent.b', '', { timeoutMs: 20 });
		expect(got).toEqual(['silent.a', 'silent.b']);
		expect(link.traffic().outMessages).toBeGreaterThan(before.outMessages + 1);
	});

	test('attempts are counted, waits grow, and retryNow ends one', async () => {
		const link = await linkWith({ server: 'nats://127.0.0.1:1' });
		const waits: number[] = [];
		const attempts: number[] = [];
		link.onStatus((status) => {
			if (status.phase !== 'connecting' || status.retryAt === undefined) return;
			waits.push(status.retryAt - Date.now());
			attempts.push(status.attempt);
			queueMicrotask(() => link.retryNow());
		});
		await until(() => attempts.length >= 6, { what: 'six attempts', within: 3000 });
		expect(attempts.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6]);
		expect(waits[5]).toBeGreaterThan(4900);
		expect(Math.max(...waits)).toBeLessThan(6100);
	});

	test('another server of the list takes over', async () => {
		const [first, second] = [await startServer(), await startServer()];
		const link = await connected(`${first.url},${second.url}`);
		await first.stop();
		await until(
			() => {
				const s = link.status();
				return s.phase === 'connected' && s.server.address === second.url;
			},
			{ what: 'the other server' },
		);
	});

	test('in a cluster the servers it learnt of are used, also in lame duck mode', async () => {
		const [a, b] = await Promise.all([freePort(), freePort()]);
		const cluster = (own: number) =>
			`authorization { user: ops, password: sesame }\ncluster { name: C, listen: "127.0.0.1:${own}", routes: ["nats://127.0.0.1:${a}", "nats://127.0.0.1:${b}"] }\nlame_duck_duration: "30s"\nlame_duck_grace_period: "1s"`;
		const [one, other] = [
			await startServer({ jetstream: false, config: cluster(a) }),
			await startServer({ jetstream: false, config: cluster(b) }),
		];
		// The login of the URL holds for the servers learnt from it too.
		const link = await connected(`nats://ops:sesame@127.0.0.1:${one.port}`);
		process.kill(one.pid, 'SIGUSR2');
		const moved = () => {
			const s = link.status();
			return s.phase === 'connected' && s.server.address === other.url;
		};
		await until(moved, { what: 'the other server', within: 10_000 });
	});

	test('a server that swallows all that is sent keeps no other waiting', async () => {
		const silent = await silentPort();
		const server = await startServer();
		const since = Date.now();
		const link = await connected(`nats://127.0.0.1:${silent},${server.url}`);
		expect(Date.now() - since).toBeLessThan(1_500);
		expect(link.status()).toMatchObject({ server: { address: server.url } });
	});

	test('an address that a server advertises to its inside keeps nobody from coming back', async () => {
		const silent = await silentPort();
		const [a, b] = await Promise.all([freePort(), freePort()]);
		const cluster = (own: number, other: number) =>
			`cluster { name: C, listen: "127.0.0.1:${own}", routes: ["nats://127.0.0.1:${other}"] }`;
		const server = await startServer({ jetstream: false, config: cluster(a, b) });
		const config = `client_advertise: "127.0.0.1:${silent}"\n${cluster(b, a)}`;
		await startServer({ jetstream: false, config });
		await until(() => says(server.port, `"127.0.0.1:${silent}"`), { what: 'the advertised address' });
		const link = await connected(server.url);
		const tried: LinkStatus[] = [];
		link.onStatus((status) => tried.push(status));
		await server.stop();
		const isTried = (status: LinkStatus): boolean =>
			status.phase === 'reconnecting' &&
			status.retryAt !== undefined &&
			status.problem?.kind === 'refused' &&
			status.trying?.join() === `nats://127.0.0.1:${silent}`;
		await until(() => tried.some(isTried), {
			what: 'the second try',
			within: 4_000,
			seen: () => JSON.stringify(tried),
		});
		await server.start();
		const since = Date.now();
		await reached(link, 'connected');
		// The silent address is given 5 s.
		expect(Date.now() - since).toBeLessThan(2_500);
		expect(link.status()).toMatchObject({ server: { address: server.url } });
	});

	test('a server that takes the login and hangs up is not asked without end', async () => {
		let logins = 0;
		const rude = createServer((socket) => {
			socket
				.on('error', () => {})
				.write('INFO {"server_id":"R","version":"2.9.0","client_id":1,"max_payload":1024}\r\n');
			socket.once('data', () => {
				logins += 1;
				socket.end('PONG\r\n');
			});
		});
		await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
		const link = await linkWith({ server: `nats://127.0.0.1:${(rude.address() as AddressInfo).port}` });
		await until(
			() => {
				const s = link.status();
				return s.phase === 'reconnecting' && s.retryAt !== undefined && s.retryAt - Date.now() > 900;
			},
			{ what: 'a wait of nearly a second' },
		);
		expect(logins).toBeLessThan(6);
		rude.close();
	});

	test('closing ends everything, also a connection that is being made', async () => {
		const server = await startServer();
		const link = await linkWith({ server: server.url });
		await link.close();
		expect(link.status()).toEqual({ phase: 'closed' });
		expect((await refusal(link.request('a', ''))).kind).toBe('disconnected');
		const up = await connected(server.url);
		up.subscribe('silent', () => {});
		const outstanding = refusal(up.request('silent', '', { timeoutMs: 60_000 }));
		await up.close();
		expect((await outstanding).kind).toBe('disconnected');
		expect(up.status()).toEqual({ phase: 'closed' });
	});
});
