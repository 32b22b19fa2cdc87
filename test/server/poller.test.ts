import { beforeAll, describe, expect, it } from 'vitest';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { supports } from '../../src/jetstream/server-features.ts';
import { latest } from '../../src/store/datum.ts';
import { goTo, open } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import type { View } from '../../src/store/view.ts';
import { openTestDeck, seen, ticks, watchRequests } from '../support/decks.ts';
import { connect, createStreams, raw } from '../support/jetstream.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';

const streamInfo = (name: string) => (state: DeckState) => {
	const entry = state.streams.entries.get(name);
	return entry?.info.phase === 'ready' && entry;
};

function look(deck: Deck, view: View): void {
	deck.store.setState((state) => open(state, view));
}

describe.each(serverLines)('a deck on the %s line', (line: ServerLine) => {
	let server: TestServer;
	beforeAll(async () => {
		server = await startServer({ line });
		const link = await connect(server);
		await createStreams(link, ['LOGS'], { subjects: ['logs.>'] });
		await createStreams(link, ['ORDERS'], { subjects: ['orders.*'] });
		await raw(link, 'logs.a', { n: 1 });
		for (const name of ['C1', 'C2']) {
			const config = { durable_name: name, ack_policy: 'explicit' };
			await raw(link, `$JS.API.CONSUMER.CREATE.LOGS.${name}`, { stream_name: 'LOGS', config });
		}
	});

	it('knows the account, the streams and its server as soon as it is connected', async () => {
		const deck = await openTestDeck({ server: server.url });
		expect(deck.store.getState()).toMatchObject({ account: { phase: 'unknown' }, streamNames: { phase: 'unknown' } });
		await seen(deck, 'the infos of both streams', (state) => streamInfo('LOGS')(state) && streamInfo('ORDERS')(state));
		const state = deck.store.getState();
		expect(state).toMatchObject({
			account: { phase: 'ready', value: { streams: 2 } },
			streamNames: { phase: 'ready', value: ['LOGS', 'ORDERS'] },
			advisories: true,
			link: { phase: 'connected' },
		});
		expect(supports(state.features, '2.10')).toBe(line !== '2.9');
		await seen(deck, 'the round trip', ({ roundTripMs }) => roundTripMs);
		if (line !== '2.9') await seen(deck, 'the user', ({ user }) => user);
	});

	it('says at once that a stream or a consumer came or went', async () => {
		// With an interval of a minute only an advisory can tell in time.
		const deck = await openTestDeck({ server: server.url }, { intervalMs: 60_000 });
		await seen(deck, 'the streams', streamInfo('ORDERS'));
		const link = await connect(server);
		await createStreams(link, ['NEWS']);
		await seen(deck, 'the new stream', streamInfo('NEWS'));
		look(deck, { kind: 'stream', stream: 'NEWS', pane: 'consumers' });
		await seen(deck, 'no consumers', ({ consumerNames }) => consumerNames.entries.get('NEWS')?.phase === 'ready');
		const config = { durable_name: 'READER', ack_policy: 'explicit' };
		await raw(link, '$JS.API.CONSUMER.CREATE.NEWS.READER', { stream_name: 'NEWS', config });
		await seen(deck, 'the new consumer', ({ consumers }) => consumers.entries.has('NEWS\0READER'));
		await link.request('$JS.API.STREAM.DELETE.NEWS', '');
		await seen(deck, 'the stream to go', (state) => !latest(state.streamNames)?.includes('NEWS'));
		// An answer that was on its way may still come; what it says of the stream goes with the next look.
		await seen(deck, 'nothing of it to be left', ({ streams, consumers, consumerNames }) => {
			const left = [
				streams.entries.has('NEWS'),
				consumers.entries.has('NEWS\0READER'),
				consumerNames.entries.get('NEWS')?.phase === 'ready',
			];
			return !left.includes(true);
		});
	});

	it('asks at once for what comes into view', async () => {
		const deck = await openTestDeck({ server: server.url }, { intervalMs: 60_000 });
		await seen(deck, 'the streams', streamInfo('LOGS'));
		look(deck, { kind: 'stream', stream: 'LOGS', pane: 'subjects' });
		const counts = await seen(deck, 'the subjects', ({ subjects }) =>
			latest(subjects.entries.get('LOGS') ?? { phase: 'unknown' }),
		);
		expect(counts).toMatchObject({ counts: [['logs.a', 1]], total: 1 });
		look(deck, { kind: 'stream', stream: 'LOGS', pane: 'consumers' });
		await seen(deck, 'the consumers', ({ consumers }) => consumers.entries.get('LOGS\0C2')?.info.phase === 'ready');
		deck.store.setState((state) =>
			goTo(state, { kind: 'consumer', stream: 'LOGS', consumer: 'NONE', pane: 'overview' }),
		);
		const missing = await seen(deck, 'the problem', ({ consumers }) => {
			const info = consumers.entries.get('LOGS\0NONE')?.info;
			return info?.phase === 'failed' && info.problem;
		});
		expect(missing).toMatchObject({ kind: 'api', errCode: 10014 });
	});

	it('tells rates from two polls', async () => {
		const deck = await openTestDeck({ server: server.url });
		const link = await connect(server);
		await seen(deck, 'the streams', streamInfo('LOGS'));
		const rate = await seen(deck, 'a rate above nothing', (state) => {
			void link.publish('logs.b', 'x');
			return state.streams.entries.get('LOGS')?.rates?.messagesPerSecond;
		});
		expect(rate).toBeGreaterThan(0);
	});

	it('changes the state once a poll, and in between nothing but the clock', async () => {
		const deck = await openTestDeck({ server: server.url });
		await seen(deck, 'the streams', streamInfo('LOGS'));
		await ticks(deck, 2);
		const changes: (readonly string[])[] = [];
		const stop = deck.store.subscribe((after, before) => {
			const fields = (Object.keys(after) as (keyof DeckState)[]).filter((field) => after[field] !== before[field]);
			changes.push(fields);
		});
		const started = deck.store.getState().now;
		await ticks(deck, 8);
		stop();
		const polls = changes.filter((fields) => fields.includes('lastTick'));
		expect(polls).toHaveLength(8);
		for (const fields of changes) if (!fields.includes('lastTick')) expect(fields).toEqual(['now']);
		expect(changes.some((fields) => !fields.includes('lastTick'))).toBe(true);
		expect(deck.store.getState().now).toBeGreaterThan(started);
	});

	it('polls at once when told to, and at once by a new interval', async () => {
		const deck = await openTestDeck({ server: server.url }, { intervalMs: 60_000 });
		await seen(deck, 'the streams', streamInfo('LOGS'));
		await seen(deck, 'quiet', ({ roundTripMs, watch }) => roundTripMs && watch.checked > 0);
		const requests = await watchRequests(await connect(server));
		deck.refresh();
		await ticks(deck, 1);
		expect(requests.toSorted()).toEqual(['CONSUMER.LIST.LOGS', 'INFO', 'STREAM.LIST', 'STREAM.NAMES']);
		deck.setInterval(500);
		await ticks(deck, 2);
		expect(requests.filter((subject) => subject === 'STREAM.LIST').length).toBeGreaterThanOrEqual(3);
		deck.setInterval(1);
		expect(deck.store.getState().intervalMs).toBe(500);
	});
});
