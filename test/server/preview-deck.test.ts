import { describe, expect, it } from 'vitest';
import { planAcknowledge } from '../../src/changes/plan/acknowledge.ts';
import { planConsumerCreate } from '../../src/changes/plan/consumer-configuration.ts';
import { planConsumerDelete } from '../../src/changes/plan/consumer-delete.ts';
import { planFetch } from '../../src/changes/plan/fetch.ts';
import { planStreamCreate } from '../../src/changes/plan/stream-configuration.ts';
import { planStreamDelete } from '../../src/changes/plan/stream-delete.ts';
import type { Plan, Proposal } from '../../src/changes/proposal.ts';
import { planStreamEdit } from '../../src/changes/stream-edit.ts';
import { commands } from '../../src/commands/all.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { contextOf } from '../../src/commands/dispatch.ts';
import { disabledReason } from '../../src/commands/run.ts';
import type { StreamConfig } from '../../src/jetstream/wire.ts';
import { open } from '../../src/store/nav.ts';
import { consumerKey, type View } from '../../src/store/view.ts';
import { fetchedMessages } from '../../src/views/messages/fetched.ts';
import { openTestDeck, seen, ticks } from '../support/decks.ts';
import { stillHost } from '../support/draw.tsx';
import { connect } from '../support/jetstream.ts';
import { type PreviewServer, startPreviewServer } from '../support/preview-responder.ts';
import { recordedAt } from '../support/preview-transcript.ts';
import { carriedOut, proposed } from '../support/proposals.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

/** A deck that has found out what it is connected to, in the scene that is about to begin. */
async function deckAt(
	scene: Parameters<PreviewServer['play']>[0],
	more: Parameters<typeof openTestDeck>[1] = {},
): Promise<{ readonly server: PreviewServer; readonly deck: Deck }> {
	const server = await startPreviewServer({ from: 'blog.enabled' });
	const deck = await openTestDeck({ server: server.url }, more);
	await seen(
		deck,
		'the account of a preview server',
		({ features, account }) => features.dialect === 'preview' && account.phase === 'ready',
	);
	server.play(scene);
	return { server, deck };
}

/** Without a look at what must not be there yet: nobody recorded that. */
function unchecked(plan: Plan): Proposal {
	if ('refusal' in plan) throw new Error(plan.refusal);
	return { ...plan, steps: plan.steps.map(({ expects: _, ...step }) => step) };
}

async function read<T>(
	answer: Promise<{ ok: true; value: T } | { ok: false; problem: { message: string } }>,
): Promise<T> {
	const given = await answer;
	if (!given.ok) throw new Error(given.problem.message);
	return given.value;
}

/** Why a command cannot run in a view. */
function reasonOf(deck: Deck, id: string, view: View): string | undefined {
	deck.store.setState((state) => open(state, view));
	const command = commands.find((each) => each.id === id);
	if (command === undefined) throw new Error(`there is no command ${id}`);
	return disabledReason(command, contextOf(deck, stillHost().host));
}

describe('the deck on a preview server', () => {
	it('shows the account, the streams and the consumers', async () => {
		const { server, deck } = await deckAt({ from: 'restart.list', to: 'restart.delete' });
		await seen(deck, 'the streams', ({ streams }) => streams.entries.has('LOGS'));
		deck.store.setState((state) => open(state, { kind: 'consumers' }));
		await seen(deck, 'the consumer', ({ consumers }) => consumers.entries.has(consumerKey('LOGS', 'TAIL')));
		const { streamNames, account, features } = deck.store.getState();
		expect(streamNames).toMatchObject({ phase: 'ready', value: ['LOGS'] });
		expect(account).toMatchObject({ value: { memory: 0, storage: 0 } });
		expect(features.version).toBe('2.2.0-beta.7');
		expect(await read(deck.api().request('stream.info', { stream: 'LOGS' }))).toMatchObject({
			config: { subjects: ['logs.>'], max_bytes: 10_737_418_240 },
			state: { messages: 1, first_seq: 7, consumer_count: 1 },
		});
		expect(await read(deck.api().request('consumer.info', { stream: 'LOGS', consumer: 'TAIL' }))).toMatchObject({
			config: { deliver_subject: 'out.tail', deliver_policy: 'all', ack_policy: 'none' },
			delivered: { stream_seq: 6 },
			num_ack_pending: 0,
		});
		server.expectAllKnown();
		// The account was not recorded in this scene.
		expect(server.notNow.filter(({ subject }) => subject !== '$JS.INFO')).toEqual([]);
	});

	it('says of what came later that it did, and of nothing else', async () => {
		const { deck } = await deckAt({ from: 'restart.list', to: 'restart.delete' });
		await seen(deck, 'the stream', ({ streams }) => streams.entries.has('LOGS'));
		const stream: View = { kind: 'stream', stream: 'LOGS', pane: 'overview' };
		const consumer: View = { kind: 'consumer', stream: 'LOGS', consumer: 'TAIL', pane: 'overview' };
		deck.store.setState((state) => open(state, consumer));
		await seen(deck, 'the consumer', ({ consumers }) => consumers.entries.has(consumerKey('LOGS', 'TAIL')));
		for (const id of ['stream.edit', 'stream.purge', 'stream.delete', 'stream.new'])
			expect(reasonOf(deck, id, stream), id).toBeUndefined();
		for (const id of ['consumer.edit', 'consumer.delete', 'consumer.new'])
			expect(reasonOf(deck, id, consumer), id).toBeUndefined();
		expect(reasonOf(deck, 'stream.seal', stream)).toBe('Sealing came after the technical preview of 2020.');
		expect(reasonOf(deck, 'consumer.pause', consumer)).toMatch(/Pausing needs nats-server 2\.11/);
		expect(reasonOf(deck, 'consumer.reset', consumer)).toMatch(/Resetting needs nats-server 2\.14/);
		expect(reasonOf(deck, 'consumer.fetch', consumer)).toMatch(/delivers to out\.tail/);
	});

	it('creates, edits and deletes a stream, and shows what is sent', async () => {
		const { server, deck } = await deckAt({ from: 'blog.stream.create' });
		const config = JSON.parse(recordedAt('blog.stream.create').request ?? '') as StreamConfig;
		const { wires } = await proposed(deck, () => planStreamCreate(config));
		expect(wires).toHaveLength(1);
		expect(wires[0]).toMatchObject({ subject: '$JS.STREAM.LOGS.CREATE' });
		expect(wires[0]?.nats).toMatch(
			/^nats --no-context --server=\S+ req '\$JS\.STREAM\.LOGS\.CREATE' '\{"name":"LOGS",/,
		);
		expect(JSON.parse(wires[0]?.payload ?? '')).toEqual(config);
		expect(await carriedOut(deck, unchecked(planStreamCreate(config)))).toMatchObject([{ kind: 'done' }]);

		const api = deck.api();
		const info = await read(api.request('stream.info', { stream: 'LOGS' }));
		const { features } = deck.store.getState();
		const edit = await planStreamEdit(
			info,
			{ ...info.config, max_bytes: 10 * 1024 ** 3 },
			{ api, features, signal: new AbortController().signal },
		);
		expect(edit).toMatchObject({
			difference: [{ path: 'max_bytes', before: 'unlimited', after: '10 GiB' }],
			consequences: [
				{ tone: 'warn', text: 'From now on max bytes 10 GiB will remove the oldest messages.' },
				// Nothing is in it yet.
				{ tone: 'bad', text: expect.stringMatching(/cannot read new messages of an empty file stream/) },
			],
		});
		expect(await carriedOut(deck, edit)).toMatchObject([{ kind: 'done' }]);
		const edited = await read(api.request('stream.info', { stream: 'LOGS' }));
		expect(edited.config.max_bytes).toBe(10 * 1024 ** 3);

		server.play({ from: 'restart.info', to: 'restart.delete' });
		const doomed = await read(api.request('stream.info', { stream: 'LOGS' }));
		expect(await carriedOut(deck, planStreamDelete([{ info: doomed, warnings: [] }]))).toMatchObject([
			{ kind: 'done' },
		]);
		expect(server.answered.some((recorded) => recorded.case === 'restart.delete')).toBe(true);
		server.expectAllKnown();
	});

	it('creates a pull consumer, fetches from it, and says what then becomes of the messages', async () => {
		const { server, deck } = await deckAt({ from: 'pull.create', to: 'pull.delete' });
		const { features } = deck.store.getState();
		const config = { durable_name: 'P', ack_policy: 'explicit', deliver_policy: 'all' } as const;
		const creation = planConsumerCreate('ORDERS', config, { features });
		expect(await carriedOut(deck, unchecked(creation))).toMatchObject([
			{ kind: 'done', reply: { name: 'P', config: { ack_policy: 'explicit', deliver_policy: 'all' } } },
		]);
		const info = await read(deck.api().request('consumer.info', { stream: 'ORDERS', consumer: 'P' }));
		const fetching = planFetch(info, { batch: 2, waitNs: 1e9 });
		expect(fetching).toMatchObject({
			consequences: expect.arrayContaining([{ tone: 'bad', text: expect.stringMatching(/never expires/) }]),
		});
		expect(await carriedOut(deck, fetching)).toMatchObject([{ kind: 'done', reply: { messages: 2 } }]);
		const came = fetchedMessages(deck.store.getState(), 'ORDERS', 'P');
		expect(came).toMatchObject([
			{ entry: { seq: 2, subject: 'orders.done' }, deliveries: 1, reply: '$JS.ACK.ORDERS.P.1.2.2' },
			{ entry: { seq: 3, subject: 'orders.new' } },
		]);

		const around = { info, features, now: Date.now() };
		const acknowledging = await proposed(deck, () => planAcknowledge(came.slice(0, 1), { kind: 'ack' }, around));
		const [ack] = acknowledging.wires;
		expect(ack).toMatchObject({ subject: '$JS.ACK.ORDERS.P.1.2.2', payload: '+OK' });
		// It is answered by nothing.
		expect(ack?.nats).toMatch(/^nats --no-context --server=\S+ pub '\$JS\.ACK\.ORDERS\.P\.1\.2\.2' \+OK$/);
		expect(acknowledging.proposal.done).toBe('Sent: message 2 is acknowledged; this server does not confirm it.');
		deck.store.setState({ overlay: undefined });
		deck.propose('a proposal', () => planAcknowledge(came, { kind: 'term' }, around));
		await seen(deck, 'the refusal', ({ toasts }) => toasts.some(({ text }) => /does not support \+TERM/.test(text)));
		expect(reasonOf(deck, 'fetched.term', { kind: 'fetched', stream: 'ORDERS', consumer: 'P' })).toBe(
			'Terminating came after the technical preview of 2020.',
		);
		server.expectAllKnown();
	});

	it('brings the refusals of then in the codes of today', async () => {
		const { deck } = await deckAt({ from: 'pull.create.again', to: 'pull.delete' });
		const config = { durable_name: 'P', ack_policy: 'explicit', deliver_policy: 'all' } as const;
		const again = planConsumerCreate('ORDERS', config, { features: deck.store.getState().features });
		expect(await carriedOut(deck, unchecked(again))).toMatchObject([
			{ kind: 'refused', problem: { errCode: 10148, message: 'consumer already exists' } },
		]);
		const gone = await deck.api().request('stream.info', { stream: 'NOPE' });
		expect(gone).toMatchObject({ ok: false, problem: { errCode: 10059, message: 'stream not found' } });
	});

	it('changes nothing when it is read-only', async () => {
		const { server, deck } = await deckAt({ from: 'push.delete', to: 'push.delete' }, { readOnly: true });
		const api = deck.api();
		const info = await read(api.request('consumer.info', { stream: 'ORDERS', consumer: 'D' }));
		expect(await carriedOut(deck, planConsumerDelete([info], new Map()))).toMatchObject([
			{ kind: 'not-sent', problem: { kind: 'read-only' } },
		]);
		expect(await api.request('consumer.delete', { stream: 'ORDERS', consumer: 'D' })).toMatchObject({
			ok: false,
			problem: { kind: 'read-only' },
		});
		expect(await api.acknowledge('$JS.ACK.ORDERS.D.1.2.2', '+ACK')).toMatchObject({
			ok: false,
			problem: { kind: 'read-only' },
		});
		expect(server.at()).toBe('push.delete');
	});
});

describe('which dialect is spoken', () => {
	it('is as told, and then nobody is asked', async () => {
		const server = await startPreviewServer({ from: 'restart.list', to: 'restart.delete' });
		const told = await openTestDeck({ server: server.url, dialect: 'preview' });
		await seen(told, 'the streams', ({ streams }) => streams.entries.has('LOGS'));
		const probes = () => server.answered.filter(({ subject }) => /^\$JS\.(ENABLED|API\.INFO)$/.test(subject));
		expect(probes()).toEqual([]);
		const spoken = server.answered.length;
		const other = await openTestDeck({ server: server.url, dialect: 'current', timeout: 300 });
		await seen(other, 'silence', ({ account }) => account.phase === 'failed');
		expect(other.store.getState().features.dialect).toBe('current');
		expect(server.answered.slice(spoken).some(({ subject }) => subject.startsWith('$JS.API.'))).toBe(true);
	});

	it.each(serverLines)('costs no request on nats-server %s', async (line) => {
		const server = await startServer({ line });
		const link = await connect(server);
		const asked: string[] = [];
		link.subscribe('$JS.ENABLED', ({ subject }) => asked.push(subject));
		await link.roundTrip();
		const deck = await openTestDeck({ server: server.url });
		await seen(deck, 'the account', ({ account }) => account.phase === 'ready');
		await ticks(deck, 2);
		expect(asked).toEqual([]);
		expect(deck.store.getState().features.dialect).toBe('current');
	});

	it.each(serverLines)('is asked for once where nats-server %s has no JetStream', async (line) => {
		const server = await startServer({ line, jetstream: false });
		const link = await connect(server);
		const asked: string[] = [];
		link.subscribe('$JS.ENABLED', ({ subject }) => asked.push(subject));
		await link.roundTrip();
		const deck = await openTestDeck({ server: server.url });
		await seen(deck, 'the failure', ({ account }) => account.phase === 'failed');
		await ticks(deck, 2);
		expect(asked).toEqual(['$JS.ENABLED']);
		expect(deck.store.getState().features.dialect).toBe('current');
	});
});
