import { describe, expect, it } from 'vitest';
import { type AckChoice, planAcknowledge } from '../../src/changes/plan/acknowledge.ts';
import { type FetchWish, planFetch } from '../../src/changes/plan/fetch.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { openApi } from '../../src/jetstream/request.ts';
import type { ConsumerInfo, StreamConfig } from '../../src/jetstream/wire.ts';
import type { Link } from '../../src/nats/link.ts';
import { open } from '../../src/store/nav.ts';
import { type FetchedMessage, fetchedMessages } from '../../src/views/messages/fetched.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, raw } from '../support/jetstream.ts';
import { makeStream } from '../support/messages.ts';
import { carriedOut } from '../support/proposals.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

async function consumerOf(link: Link, stream: string): Promise<ConsumerInfo> {
	const answer = await openApi(link, { readOnly: true }).request('consumer.info', { stream, consumer: 'C' });
	if (!answer.ok) throw new Error(answer.problem.message);
	return answer.value;
}

async function world(
	line: (typeof serverLines)[number],
	{
		messages = 5,
		stream = {},
		consumer = {},
	}: { messages?: number; stream?: Partial<StreamConfig>; consumer?: object },
) {
	const server = await startServer({ line });
	const link = await connect(server);
	await makeStream(
		link,
		'S',
		stream,
		Array.from({ length: messages }, (_, at) => ({ subject: 'S.x', payload: `m${at + 1}` })),
	);
	const config = { durable_name: 'C', name: 'C', ack_policy: 'explicit', ...consumer };
	await raw(link, '$JS.API.CONSUMER.CREATE.S.C', { stream_name: 'S', config });
	const deck = await openTestDeck({ server: server.url });
	await seen(deck, 'a connection', (state) => state.link.phase === 'connected' && state.features.version !== undefined);
	const fetch = async (wish: FetchWish): Promise<readonly FetchedMessage[]> => {
		const plan = planFetch(await consumerOf(link, 'S'), wish);
		expect(await carriedOut(deck, plan)).toMatchObject([{ kind: 'done' }]);
		return held(deck);
	};
	const say = async (messages: readonly FetchedMessage[], what: AckChoice): Promise<void> => {
		const { features } = deck.store.getState();
		const plan = planAcknowledge(messages, what, { info: await consumerOf(link, 'S'), features, now: Date.now() });
		expect(await carriedOut(deck, plan)).toEqual(messages.map(() => expect.objectContaining({ kind: 'done' })));
	};
	return { server, link, deck, fetch, say };
}

const held = (deck: Deck): readonly FetchedMessage[] => fetchedMessages(deck.store.getState(), 'S', 'C');

describe.each(serverLines)('fetching on the %s line', (line) => {
	it('shows nothing of a consumer that was deleted and created again: it did not deliver it', async () => {
		const { link, deck, fetch } = await world(line, {});
		deck.store.setState((state) => open(state, { kind: 'fetched', stream: 'S', consumer: 'C' }));
		expect(await fetch({ batch: 2 })).toHaveLength(2);
		await link.request('$JS.API.CONSUMER.DELETE.S.C', '');
		await raw(link, '$JS.API.CONSUMER.CREATE.S.C', {
			stream_name: 'S',
			config: { durable_name: 'C', name: 'C', ack_policy: 'explicit' },
		});
		await seen(deck, 'nothing of it', () => held(deck).length === 0);
		expect(await fetch({ batch: 1 })).toMatchObject([{ deliveries: 1, consumerSeq: 1 }]);
	});

	it('shows what came, with its delivery, and makes it ack pending', async () => {
		const { link, deck, fetch } = await world(line, {});
		const first = await fetch({ batch: 2 });
		expect(first).toMatchObject([
			{ entry: { seq: 1, subject: 'S.x' }, deliveries: 1, consumerSeq: 1, pending: 4 },
			{ entry: { seq: 2 }, deliveries: 1, pending: 3 },
		]);
		expect(Buffer.from(first[0]?.entry.payload ?? []).toString()).toBe('m1');
		const [stored] = first;
		const answer = await openApi(link, { readOnly: true }).request('stream.msg.get', { stream: 'S' }, { seq: 1 });
		expect(answer.ok && answer.value.message.time).toBe(stored?.entry.time);
		expect((await consumerOf(link, 'S')).num_ack_pending).toBe(2);
		// More than there is: what is there, at once.
		expect(await fetch({ batch: 100 })).toHaveLength(5);
		const [entry] = deck.store.getState().journal;
		expect(entry).toMatchObject({ endpoint: 'consumer.next', outcome: { kind: 'done', reply: { messages: 2 } } });
		// Names are made of any letters.
		expect(JSON.stringify({ ...entry, id: '' })).not.toContain('m1');
	});

	it('waits for messages when asked to, and says when none came', async () => {
		const { link, fetch, deck } = await world(line, { messages: 0 });
		expect(await fetch({ batch: 1 })).toEqual([]);
		expect(deck.store.getState().toasts.at(-1)?.text).toMatch(/0 messages came\./);
		const waiting = fetch({ batch: 1, waitNs: 10_000_000_000 });
		await until(async () => (await consumerOf(link, 'S')).num_waiting === 1, { what: 'the pull request' });
		await link.request('S.x', 'late');
		expect(await waiting).toMatchObject([{ entry: { seq: 1 } }]);
	});

	it('acknowledges, gives back, terminates and reports progress, and the consumer knows', async () => {
		const { link, fetch, say, deck } = await world(line, { consumer: { ack_wait: 60_000_000_000 } });
		const [one, two, three, four, five] = await fetch({ batch: 5 });
		if (!one || !two || !three || !four || !five) throw new Error('five messages');
		await say([one], { kind: 'ack' });
		await say([two], { kind: 'nak' });
		await say([three], { kind: 'nak', delayNs: 30_000_000_000 });
		await say([four], { kind: 'term', reason: 'broken\nfor good' });
		await say([five], { kind: 'progress' });
		expect(held(deck).map(({ said }) => said)).toEqual(['acked', 'nacked', 'nacked', 'terminated', 'in progress']);
		await until(async () => (await consumerOf(link, 'S')).num_ack_pending === 3, {
			what: 'two messages that are done',
			seen: () => JSON.stringify(held(deck).map(({ said }) => said)),
		});
		const again = await fetch({ batch: 5 });
		expect(again.filter(({ said }) => said === undefined)).toMatchObject([{ entry: { seq: 2 }, deliveries: 2 }]);
		const { journal } = deck.store.getState();
		expect(journal.map(({ text }) => text).filter((text) => text !== undefined)).toEqual([
			'+ACK',
			'-NAK',
			'-NAK {"delay":30000000000}',
			line === '2.9' ? '+TERM' : '+TERM broken for good',
			'+WPI',
		]);
	});

	it('removes from a work queue what is acknowledged, several in one proposal', async () => {
		const { link, fetch, say } = await world(line, { stream: { retention: 'workqueue' } });
		await say((await fetch({ batch: 3 })).slice(0, 2), { kind: 'ack' });
		const api = openApi(link, { readOnly: true });
		await until(
			async () => {
				const info = await api.request('stream.info', { stream: 'S' });
				return info.ok && info.value.state.messages === 3;
			},
			{ what: 'three messages' },
		);
	});

	it('is refused of a push consumer, of one that is gone, and by a read-only door', async () => {
		const { link, deck, fetch } = await world(line, {});
		const info = await consumerOf(link, 'S');
		const pushed = { ...info, config: { ...info.config, deliver_subject: 'to.me' } };
		expect(planFetch(pushed, { batch: 1 })).toHaveProperty('refusal');
		const [message] = await fetch({ batch: 1 });
		const closed = openApi(link, { readOnly: true });
		const before = link.traffic().outMessages;
		const body = { batch: 1, no_wait: true };
		const target = { stream: 'S', consumer: 'C' };
		expect(await closed.receive('consumer.next', target, body, { isLast: () => true })).toMatchObject({
			messages: [],
			problem: { kind: 'read-only' },
		});
		expect(await closed.acknowledge(message?.reply ?? '', '+ACK')).toMatchObject({ problem: { kind: 'read-only' } });
		expect(link.traffic().outMessages).toBe(before);
		const open = openApi(link, { readOnly: false });
		expect(await open.acknowledge('S.x', '+ACK')).toMatchObject({ ok: false, problem: { kind: 'bad-input' } });
		const plan = planFetch(info, { batch: 1 });
		await link.request('$JS.API.CONSUMER.DELETE.S.C', '');
		expect(await carriedOut(deck, plan)).toMatchObject([{ kind: 'not-sent' }]);
	});
});
