import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { lastKnown, unknown } from '../../src/store/datum.ts';
import { goTo } from '../../src/store/nav.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { consumerNameProblems } from '../../src/views/unread.ts';
import { gateBefore } from '../support/api-gate.ts';
import { openTestDeck, seen, settingsFor, ticks, watchRequests } from '../support/decks.ts';
import { connect, createConsumers, createStreams } from '../support/jetstream.ts';
import { serverLines } from '../support/server-binaries.ts';
import { freePort, startServer, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

async function serverWith(names: readonly string[]): Promise<TestServer> {
	const server = await startServer();
	await createStreams(await connect(server), names, { storage: 'file' });
	return server;
}

function knows(deck: Deck, name: string) {
	return seen(deck, `the stream ${name}`, ({ streams }) => {
		const info = streams.entries.get(name)?.info;
		return info?.phase === 'ready' && info;
	});
}

describe.each(serverLines)('without JetStream on the %s line', (line) => {
	it('says that it is off and what to do', async () => {
		const server = await startServer({ line, jetstream: false });
		const deck = await openTestDeck({ server: server.url });
		const problem = await seen(deck, 'the problem', ({ account }) => account.phase === 'failed' && account.problem);
		expect(problem).toMatchObject({ kind: 'no-responders', advice: expect.stringContaining('JetStream is off') });
		expect(deck.store.getState().streamNames).toMatchObject({ phase: 'failed', problem: { kind: 'no-responders' } });
	});

	it('says so of an account that has none', async () => {
		const server = await startServer({ line, config: 'accounts { A { users: [{ user: u, password: p }] } }' });
		const deck = await openTestDeck({ server: server.url, user: 'u', password: 'p' });
		const problem = await seen(deck, 'the problem', ({ account }) => account.phase === 'failed' && account.problem);
		expect(problem.advice).not.toBe('');
		await seen(deck, 'the problem of the names', ({ streamNames }) => streamNames.phase === 'failed');
	});
});

describe('a server that goes away', () => {
	it('leaves the data as it was, is asked nothing, and all at once when it is back', async () => {
		const server = await serverWith(['LOGS']);
		const deck = await openTestDeck({ server: server.url });
		await knows(deck, 'LOGS');
		const id = await seen(deck, 'the server', ({ link }) => 'server' in link && link.server.id);
		await server.stop();
		await seen(deck, 'the loss', ({ link }) => link.phase === 'reconnecting');
		const lost = deck.store.getState();
		const info = lost.streams.entries.get('LOGS')?.info;
		expect(info).toMatchObject({ phase: 'ready' });
		expect([lost.account.phase, lost.streamNames.phase]).toEqual(['ready', 'ready']);
		// Longer than several polls would take: the clock of the deck goes on.
		await seen(deck, 'the clock', ({ now }) => now > lost.now + 2000);
		const later = deck.store.getState();
		expect(later.streams.entries.get('LOGS')?.info).toBe(info);
		expect([later.account, later.streamNames, later.lastTick]).toEqual([lost.account, lost.streamNames, lost.lastTick]);
		await server.start();
		await seen(deck, 'the connection', ({ link }) => link.phase === 'connected' && link.server.id !== id);
		const at = info === undefined ? 0 : (lastKnown(info)?.at ?? 0);
		for (const look of ['account', 'streamNames'] as const)
			await seen(deck, `a new ${look}`, (state) => (lastKnown<unknown>(state[look])?.at ?? 0) > lost.now);
		await seen(deck, 'a new info', ({ streams }) => {
			const after = streams.entries.get('LOGS')?.info;
			return after !== undefined && (lastKnown(after)?.at ?? 0) > at;
		});
	});

	it('leaves the data as it was also where questions were under way', async () => {
		const server = await serverWith(['LOGS']);
		let holding = false;
		const gate = await gateBefore(await connect(server), () => holding);
		const deck = await openTestDeck({ server: server.url, jsApiPrefix: gate.prefix });
		await knows(deck, 'LOGS');
		holding = true;
		const asked = gate.requests.length;
		deck.refresh();
		await until(() => gate.requests.length >= asked + 3, { what: 'questions to be under way' });
		const { lastTick: last } = deck.store.getState();
		await server.stop();
		await seen(deck, 'the loss', ({ link }) => link.phase === 'reconnecting');
		await seen(deck, 'the end of the poll', ({ lastTick }) => lastTick !== last);
		const { account, streamNames, streams } = deck.store.getState();
		expect([account.phase, streamNames.phase]).toEqual(['ready', 'ready']);
		expect(streams.entries.get('LOGS')?.info.phase).toBe('ready');
	});

	it('is asked for nothing twice at once while it hangs, and the deck goes on when it does', async () => {
		const server = await serverWith(['LOGS', 'ORDERS']);
		const deck = await openTestDeck({ server: server.url, timeout: 1000 });
		deck.store.setState((state) => goTo(state, { kind: 'stream', stream: 'LOGS', pane: 'overview' }));
		await knows(deck, 'LOGS');
		const requests = await watchRequests(await connect(server));
		const polls: number[] = [];
		const failures = new Set<number>();
		const stop = deck.store.subscribe(({ lastTick, streams }, before) => {
			if (lastTick !== undefined && lastTick !== before.lastTick) polls.push(lastTick.at - lastTick.ms, lastTick.at);
			const info = streams.entries.get('LOGS')?.info;
			if (info?.phase === 'failed') failures.add(info.at);
		});
		await server.freeze();
		try {
			// However often one asks for it.
			const askAgain = () => {
				deck.refresh();
				return failures.size >= 3;
			};
			await until(askAgain, { what: 'three failures', within: 15_000 });
			expect(lastKnown(deck.store.getState().streams.entries.get('LOGS')?.info ?? unknown)).toBeDefined();
		} finally {
			server.thaw();
		}
		await knows(deck, 'LOGS');
		stop();
		// Each poll began after the one before had ended.
		expect(polls).toEqual(polls.toSorted((a, b) => a - b));
		expect(polls.length).toBeGreaterThanOrEqual(6);
		// The system kept what was sent: a question for each second that one may take, and those after it.
		const asked = requests.filter((subject) => subject === 'STREAM.INFO.LOGS').length;
		expect(asked).toBeGreaterThanOrEqual(3);
		expect(asked).toBeLessThanOrEqual(6);
	});
});

describe('a server that is slow', () => {
	const gated = async (holds: (subject: string) => boolean, intervalMs: number) => {
		const server = await serverWith(['LOGS', 'ORDERS']);
		const gate = await gateBefore(await connect(server), holds);
		const deck = await openTestDeck({ server: server.url, jsApiPrefix: gate.prefix, timeout: 20_000 }, { intervalMs });
		return { deck, gate };
	};

	it('with one answer holds up no other, and the late one is shown when it comes', async () => {
		const { deck, gate } = await gated((subject) => subject === 'INFO', 60_000);
		await knows(deck, 'LOGS');
		expect(deck.store.getState().account).toEqual({ phase: 'loading' });
		gate.open();
		await seen(deck, 'the account', ({ account }) => account.phase === 'ready');
		expect(gate.mostAtOnce()).toBe(1);
	});

	it('with all answers is asked each question once, until it answers', async () => {
		const { deck, gate } = await gated((subject) => subject === 'STREAM.LIST', 500);
		await seen(deck, 'the names', ({ streamNames }) => streamNames.phase === 'ready');
		await ticks(deck, 4);
		deck.refresh();
		await ticks(deck, 2);
		expect(gate.requests.filter((subject) => subject === 'STREAM.LIST')).toHaveLength(1);
		gate.open();
		await knows(deck, 'ORDERS');
		await ticks(deck, 2);
		expect(gate.requests.filter((subject) => subject === 'STREAM.LIST').length).toBeGreaterThan(1);
		expect(gate.mostAtOnce()).toBe(1);
	});
});

describe('a switch to another server', () => {
	it('leaves nothing of the former one, not even its late answers', async () => {
		const [first, second] = await Promise.all([serverWith(['OLD']), serverWith(['NEW'])]);
		const deck = await openTestDeck({ server: first.url });
		await knows(deck, 'OLD');
		const former = deck.link();
		deck.store.setState((state) => goTo(state, { kind: 'stream', stream: 'OLD', pane: 'overview' }));
		// Questions are under way when the connection is left.
		deck.refresh();
		deck.connect(await settingsFor({ server: second.url }));
		expect(former.status().phase).toBe('closed');
		expect(deck.store.getState()).toMatchObject({
			account: { phase: 'unknown' },
			streamNames: { phase: 'unknown' },
			views: [{ kind: 'streams' }],
			link: { phase: 'connecting' },
		});
		expect(deck.store.getState().streams.entries.size).toBe(0);
		const strays: string[] = [];
		const stop = deck.store.subscribe(({ streams, streamNames }) => {
			strays.push(...streams.entries.keys(), ...(lastKnown(streamNames)?.value ?? []));
		});
		await knows(deck, 'NEW');
		await ticks(deck, 3);
		stop();
		expect(new Set(strays)).toEqual(new Set(['NEW']));
	});

	it('leaves no connection behind, however often', async () => {
		const port = await freePort();
		const server = await startServer({ config: `http: "127.0.0.1:${port}"` });
		const deck = await openTestDeck({ server: server.url });
		const settings = await settingsFor({ server: server.url });
		for (let times = 0; times < 20; times += 1) {
			deck.connect(settings);
			if (times % 4 === 0) await seen(deck, 'the names', ({ streamNames }) => streamNames.phase === 'ready');
		}
		await seen(deck, 'the names', ({ streamNames }) => streamNames.phase === 'ready');
		const connections = async () => {
			const reply: unknown = await (await fetch(`http://127.0.0.1:${port}/connz`)).json();
			return (reply as { readonly num_connections: number }).num_connections;
		};
		await until(async () => (await connections()) === 1, { what: 'the former connections to end' });
	});
});

describe('a deck that is closed', () => {
	it('keeps nothing that would keep the process', { timeout: 90_000 }, async () => {
		const server = await serverWith(['LOGS']);
		const script = fileURLToPath(new URL('../support/fixtures/headless.ts', import.meta.url));
		const child = spawn(process.execPath, [script, server.url], { stdio: ['ignore', 'pipe', 'inherit'] });
		const output = text(child.stdout);
		try {
			const code = await until(() => child.exitCode !== null && { code: child.exitCode }, {
				what: 'the process to end by itself',
				within: 60_000,
			});
			expect(code).toEqual({ code: 0 });
		} finally {
			child.kill('SIGKILL');
		}
		expect(await output).toBe('closed with 1 streams\n');
	});
});

describe('consumers of a stream that does not tell them', () => {
	it('are not known, which the lists of all consumers say, until it does', { timeout: 180_000 }, async () => {
		const server = await startServer();
		const link = await connect(server);
		await createStreams(link, ['LOGS', 'ORDERS']);
		await createConsumers(link, 'LOGS', ['L1']);
		await createConsumers(link, 'ORDERS', ['O1']);
		let isSilent = true;
		const gate = await gateBefore(link, (subject) => isSilent && subject === 'CONSUMER.LIST.ORDERS');
		const deck = await openTestDeck({ server: server.url, jsApiPrefix: gate.prefix });
		deck.store.setState((state) => goTo(state, { kind: 'consumers' }));
		await seen(deck, 'the others', (state) => rowsOf(state, 'consumers').join() === 'LOGS\0L1');
		expect([...consumerNameProblems(deck.store.getState()).keys()]).toEqual(['ORDERS']);
		isSilent = false;
		gate.open();
		deck.refresh();
		await seen(deck, 'all', (state) => rowsOf(state, 'consumers').join() === 'LOGS\0L1,ORDERS\0O1');
		expect(consumerNameProblems(deck.store.getState()).size).toBe(0);
	});
});
