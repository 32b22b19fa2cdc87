import { describe, expect, it } from 'vitest';
import { planConsumerDelete } from '../../src/changes/plan/consumer-delete.ts';
import { planStreamDelete } from '../../src/changes/plan/stream-delete.ts';
import type { Proposal } from '../../src/changes/proposal.ts';
import { readConsumersOrOffline } from '../../src/changes/read-assets.ts';
import { doomedStreams } from '../../src/changes/survey.ts';
import { lastUndoable, planUndo } from '../../src/changes/undo.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { consumerKey } from '../../src/store/view.ts';
import { startCluster } from '../support/cluster.ts';
import { openTestDeck, seen, watchRequests } from '../support/decks.ts';
import { connect, createConsumers, createStreams, raw } from '../support/jetstream.ts';
import { carriedOut, proposed } from '../support/proposals.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

async function deckOn(server: { readonly url: string }): Promise<Deck> {
	const deck = await openTestDeck({ server: server.url, timeout: 2_000 });
	await seen(deck, 'the names', ({ features, streamNames }) => features.version && streamNames.phase === 'ready');
	return deck;
}

async function deletionOf(deck: Deck, ...names: readonly string[]): Promise<Proposal> {
	const { proposal } = await proposed(deck, async (api, signal) => {
		const read = await doomedStreams(api, names, deck.store.getState(), signal);
		return 'refusal' in read ? read : planStreamDelete(read.infos);
	});
	return proposal;
}

async function undo(deck: Deck): Promise<Proposal> {
	const state = deck.store.getState();
	const entry = lastUndoable(state.journal, state.target.label);
	if (entry === undefined) throw new Error('nothing to undo');
	return (await proposed(deck, (api, signal) => planUndo(entry, { api, state, signal }))).proposal;
}

const textsOf = ({ consequences }: Proposal): string => consequences.map(({ text }) => text).join('\n');

describe.each(serverLines)('a stream with consumers, on nats-server %s', (line) => {
	it('comes back with the configurations of its durable consumers', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await createStreams(link, ['LOGS'], { subjects: ['logs.>'] });
		await raw(link, '$JS.API.CONSUMER.DURABLE.CREATE.LOGS.bills', {
			stream_name: 'LOGS',
			config: { durable_name: 'bills', ack_policy: 'explicit', max_deliver: 7, filter_subject: 'logs.bills' },
		});
		await createConsumers(link, 'LOGS', ['mail']);
		await raw(link, '$JS.API.CONSUMER.CREATE.LOGS', {
			stream_name: 'LOGS',
			config: { ack_policy: 'none', deliver_subject: 'here', inactive_threshold: 60_000_000_000 },
		});
		const deck = await deckOn(server);
		const deletion = await deletionOf(deck, 'LOGS');
		expect(textsOf(deletion)).toContain('3 consumers go with it');
		expect(textsOf(deletion)).toContain('with the configurations of 2 of 3 consumers');
		await carriedOut(deck, deletion);
		const back = await undo(deck);
		expect(await carriedOut(deck, back)).toMatchObject([{ kind: 'done' }, { kind: 'done' }, { kind: 'done' }]);
		const answer = await deck.api().pages('consumer.list', { stream: 'LOGS' }, {});
		const configs = answer.ok ? answer.value.items.map(({ config }) => config) : [];
		expect(configs).toHaveLength(2);
		expect(configs.find(({ durable_name }) => durable_name === 'bills')).toMatchObject({
			max_deliver: 7,
			filter_subject: 'logs.bills',
		});
	});
});

describe('planning a deletion', () => {
	it('lists the streams of a small account, and says what copies the one that goes', async () => {
		const server = await startServer();
		const link = await connect(server);
		await createStreams(link, ['LOGS'], { subjects: ['logs.>'] });
		await raw(link, '$JS.API.STREAM.CREATE.COPY', { name: 'COPY', storage: 'memory', mirror: { name: 'LOGS' } });
		const deck = await deckOn(server);
		expect(textsOf(await deletionOf(deck, 'LOGS'))).toContain('Stream COPY mirrors this stream.');
	});

	it('costs the same in a large account, and says what was not looked at', async () => {
		const server = await startServer();
		const link = await connect(server);
		const names = Array.from({ length: 600 }, (_, at) => `S${String(at).padStart(3, '0')}`);
		await createStreams(link, names);
		await raw(link, '$JS.API.STREAM.CREATE.ZZ', { name: 'ZZ', storage: 'memory', mirror: { name: 'S500' } });
		const deck = await deckOn(server);
		const requests = await watchRequests(link);
		const deletion = await deletionOf(deck, 'S500');
		// The server itself makes the consumer by which a mirror reads.
		const planned = requests.filter((subject) => /^CONSUMER\.LIST|^(STREAM|CONSUMER)\.(?!CREATE).*S500/.test(subject));
		expect(planned.toSorted()).toEqual(['CONSUMER.LIST.S500', 'STREAM.INFO.S500']);
		// All streams are three pages; the watch may have read one.
		expect(requests.filter((subject) => subject === 'STREAM.LIST').length).toBeLessThan(2);
		expect(textsOf(deletion)).toMatch(
			/jetdeck has read only \d+ of 601 streams: whether another stream mirrors or sources this one is unknown/,
		);
	});
});

describe('what cannot be read', () => {
	it('is deleted all the same, after a warning', { timeout: 120_000 }, async () => {
		const cluster = await startCluster({ config: (name) => `server_tags: ["${name}"]` });
		const leader = await cluster.leader();
		const gone = cluster.servers.find(({ name }) => name !== leader.name);
		if (gone === undefined) throw new Error('a cluster has followers');
		const link = await connect(leader, { timeout: 5_000 });
		const placement = { tags: [gone.name] };
		await raw(link, '$JS.API.STREAM.CREATE.LONE', { name: 'LONE', storage: 'file', num_replicas: 1, placement });
		await createConsumers(link, 'LONE', ['tail']);
		const deck = await deckOn(leader);
		await gone.stop();
		await until(async () => (await deck.api().request('stream.info', { stream: 'LONE' })).ok === false, {
			what: 'the stream to be offline',
			within: 30_000,
		});
		const consumer = await proposed(deck, async (api, signal) => {
			const read = await readConsumersOrOffline(api, [consumerKey('LONE', 'tail')], signal);
			return 'refusal' in read ? read : planConsumerDelete(read.infos, new Map());
		});
		expect(textsOf(consumer.proposal)).toContain('jetdeck cannot read it now. Its position, which is unknown,');
		const deletion = await deletionOf(deck, 'LONE');
		expect(textsOf(deletion)).toMatch(/jetdeck cannot read it now\. When jetdeck last read it, it had 0 messages/);
		expect(deletion).toMatchObject({ typed: 'LONE', effect: 'destroy' });
		await carriedOut(deck, deletion);
		await until(
			async () => {
				const answer = await deck.api().pages('stream.names', {});
				return answer.ok && answer.value.items.length === 0;
			},
			{ what: 'the stream to be gone', within: 20_000 },
		);
	});
});
