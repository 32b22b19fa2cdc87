import { describe, expect, it } from 'vitest';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { lastKnown, problemOf } from '../../src/store/datum.ts';
import { goTo, sortBy } from '../../src/store/nav.ts';
import { consumerHealth } from '../../src/views/health/consumer.ts';
import { streamHealth } from '../../src/views/health/stream.ts';
import { consumerCase, consumerRow, streamRow } from '../../src/views/row.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { type ClusterServer, startCluster, type TestCluster } from '../support/cluster.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, createConsumers, createStreams, raw } from '../support/jetstream.ts';
import { serverLines } from '../support/server-binaries.ts';
import { until } from '../support/until.ts';

/** Each server has a tag of its own, by which a stream is put on it. */
const tagged = (name: string) => `server_tags: ["on:${name}"]`;

function clusterOn(line: (typeof serverLines)[number]): Promise<TestCluster> {
	return startCluster({ line, config: tagged });
}

function others(cluster: TestCluster, ...names: readonly string[]): readonly [ClusterServer, ClusterServer] {
	const [one, two = one] = cluster.servers.filter(({ name }) => !names.includes(name));
	if (one === undefined || two === undefined) throw new Error('no other server');
	return [one, two];
}

/** What the list of streams says of the health of one. */
function saysOf(deck: Deck, stream: string): readonly string[] {
	const { info } = streamRow(deck.store.getState(), stream);
	return info === undefined ? [] : streamHealth({ info }).reasons.map(({ short }) => short);
}

/** A stream with ten messages and a consumer on one server, and a healthy one of the same on another. */
async function twoStreams(cluster: TestCluster, down: string, up: string): Promise<void> {
	const link = await connect(cluster.server(up));
	for (const [stream, server] of [
		['A_UP', up],
		['DOWN', down],
		['UP', up],
	] as const) {
		await createStreams(link, [stream], {
			storage: 'file',
			subjects: [`${stream}.>`],
			placement: { tags: [`on:${server}`] },
		});
		await createConsumers(link, stream, ['C']);
	}
	for (let at = 0; at < 10; at++) await link.request('DOWN.a', 'x');
}

describe.each(serverLines)('a stream on one server of a cluster of the %s line', (line) => {
	it('keeps what was known when its server stops, and comes first', { timeout: 180_000 }, async () => {
		const cluster = await clusterOn(line);
		const lead = await cluster.leader();
		const [down] = others(cluster, lead.name);
		const [up] = others(cluster, down.name, lead.name);
		await twoStreams(cluster, down.name, up.name);
		const deck = await openTestDeck({ server: up.url });
		deck.store.setState((state) => sortBy(state, 'streams', 'health', true));
		const [streams, lag] = ['streams', 'lag'] as const;
		await seen(deck, 'the messages', (state) => streamRow(state, 'DOWN').info?.state.messages === 10);
		expect(rowsOf(deck.store.getState(), streams)).toEqual(['A_UP', 'DOWN', 'UP']);

		// A server that is told to stop says so to the others, which then list what it had as stubs.
		await down.stop('SIGTERM');
		const problem = await seen(deck, 'the problem', (state) => streamRow(state, 'DOWN').problem);
		await seen(
			deck,
			'the reason',
			(state) => streamRow(state, 'DOWN').problem?.message === `The meta leader calls ${down.name} offline.`,
		);
		expect(problem.message).not.toBe('');
		expect(streamRow(deck.store.getState(), 'DOWN').info?.state.messages).toBe(10);
		await seen(deck, 'the first place', (state) => rowsOf(state, streams)[0] === 'DOWN');

		deck.store.setState((state) => goTo(state, { kind: 'lag' }));
		await seen(deck, 'all consumers', (state) => rowsOf(state, lag).length === 3);
		await seen(deck, 'the first place', (state) => rowsOf(state, lag)[0] === 'DOWN\0C');
		expect(
			problemOf(deck.store.getState().consumers.entries.get('DOWN\0C')?.info ?? { phase: 'unknown' }),
		).toBeDefined();

		const late = await openTestDeck({ server: up.url });
		await seen(late, 'the problem', (state) => streamRow(state, 'DOWN').problem);
		expect(lastKnown(late.store.getState().streams.entries.get('DOWN')?.info ?? { phase: 'unknown' })).toBeUndefined();
		late.store.setState((state) => goTo(state, { kind: 'consumers' }));
		await seen(late, 'its consumer', (state) => rowsOf(state, 'consumers').includes('DOWN\0C'));
		expect(rowsOf(late.store.getState(), 'consumers').toSorted()).toEqual(['A_UP\0C', 'DOWN\0C', 'UP\0C']);

		await down.start();
		await seen(deck, 'what is there again', (state) => {
			const { problem: still, info } = consumerRow(state, 'DOWN\0C');
			return still === undefined && info?.num_pending === 10;
		});
	});
});

describe.each(['2.10', 'newest'] as const)('a stream on three servers of the %s line', (line) => {
	it('says which server was not seen, and once it is removed which copy is missing', {
		timeout: 180_000,
	}, async () => {
		const cluster = await clusterOn(line);
		const lead = await cluster.leader();
		const link = await connect(lead);
		await createStreams(link, ['R3'], { storage: 'file', num_replicas: 3 });
		await createConsumers(link, 'R3', ['C']);
		const deck = await openTestDeck({ server: lead.url });
		await seen(
			deck,
			'health',
			(state) => streamRow(state, 'R3').info?.cluster?.replicas?.length === 2 && saysOf(deck, 'R3').length === 0,
		);

		// A silent leader is replaced, and is then said to be offline; silence is said of one that follows.
		const [still] = others(cluster, lead.name, streamRow(deck.store.getState(), 'R3').info?.cluster?.leader ?? '');
		await still.freeze();
		await seen(
			deck,
			'the silence',
			() => saysOf(deck, 'R3').some((short) => short.startsWith(`${still.name} not seen `)),
			60_000,
		);
		expect(saysOf(deck, 'R3')).not.toContain('2 of 3 copies');
		await still.stop();
		await cluster.forget(still.name);
		await seen(deck, 'the missing copy', () => saysOf(deck, 'R3').includes('2 of 3 copies'));
		deck.store.setState((state) => goTo(state, { kind: 'stream', stream: 'R3', pane: 'consumers' }));
		await seen(deck, 'the same of its consumer', (state) => {
			const known = consumerCase(consumerRow(state, 'R3\0C'));
			return known && consumerHealth(known).reasons.some(({ short }) => short === '2 of 3 copies');
		});
	});
});

describe('a stream that is scaled up on the newest line', () => {
	it('says so until the last server has caught up', { timeout: 180_000 }, async () => {
		const cluster = await clusterOn('newest');
		const lead = await cluster.leader();
		const [late, up] = others(cluster, lead.name);
		const link = await connect(up);
		const config = { name: 'S', subjects: ['s'], storage: 'file', placement: { tags: [`on:${up.name}`] } };
		await createStreams(link, ['S'], config);
		await link.request('s', 'x');
		const deck = await openTestDeck({ server: up.url });
		await seen(deck, 'health', (state) => streamRow(state, 'S').info !== undefined && saysOf(deck, 'S').length === 0);
		// The others do not know yet that it is gone.
		await late.stop();
		await raw(link, '$JS.API.STREAM.UPDATE.S', { name: 'S', subjects: ['s'], storage: 'file', num_replicas: 3 });
		await seen(deck, 'the scaling', () => saysOf(deck, 'S').includes('scaling R1→R3'));
		expect(saysOf(deck, 'S')).not.toContain('1 of 3 copies');
		await late.start();
		await seen(
			deck,
			'three copies',
			(state) => streamRow(state, 'S').info?.cluster?.replicas?.length === 2 && saysOf(deck, 'S').length === 0,
		);
	});
});

describe.each(serverLines)('a cluster of the %s line without a majority', (line) => {
	it('lists nothing, while each stream that still answers is read', { timeout: 180_000 }, async () => {
		const cluster = await clusterOn(line);
		const [up, down] = others(cluster);
		const link = await connect(up);
		await createStreams(link, ['R3'], { storage: 'file', num_replicas: 3 });
		await createStreams(link, ['HERE'], { storage: 'file', placement: { tags: [`on:${up.name}`] } });
		await createStreams(link, ['THERE'], { storage: 'file', placement: { tags: [`on:${down.name}`] } });
		const deck = await openTestDeck({ server: up.url });
		deck.store.setState((state) => sortBy(state, 'streams', 'health', true));
		await seen(deck, 'the streams', (state) => ['R3', 'HERE', 'THERE'].every((name) => streamRow(state, name).info));
		await Promise.all(cluster.servers.filter((server) => server !== up).map((server) => server.stop()));
		const order = ['THERE', 'R3', 'HERE'].join();
		await until(
			() => rowsOf(deck.store.getState(), 'streams').join() === order && saysOf(deck, 'R3').includes('no leader'),
			{
				what: 'the lost, the leaderless, the well',
				within: 60_000,
				seen: () => `${rowsOf(deck.store.getState(), 'streams')}: ${saysOf(deck, 'R3')}`,
			},
		);
		expect([streamRow(deck.store.getState(), 'HERE').problem, saysOf(deck, 'HERE')]).toEqual([undefined, []]);
	});
});
