import { describe, expect, it } from 'vitest';
import type { Deck } from '../../src/commands/deck-handle.ts';
import type { Integer } from '../../src/format/integer.ts';
import type { Link } from '../../src/nats/link.ts';
import { enterLine, exchangeOf, faultOf, sendLine } from '../support/console-person.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, createStreams, raw } from '../support/jetstream.ts';
import { begun, over } from '../support/proposals.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const push = (durable: string, config: object) => ({
	stream_name: 'JOBS',
	config: { durable_name: durable, ack_policy: 'none', ...config },
});

/** An interest stream of ten messages that a push consumer without acknowledgements waits to deliver. */
async function withMailer(server: TestServer, config: object = {}): Promise<Link> {
	const link = await connect(server);
	await createStreams(link, ['JOBS'], { subjects: ['jobs.>'], retention: 'interest' });
	const request = push('mailer', { deliver_subject: 'deliver.mailer', ...config });
	await raw(link, '$JS.API.CONSUMER.DURABLE.CREATE.JOBS.mailer', request);
	for (let at = 0; at < 10; at += 1) await link.request('jobs.mail', `message ${at}`);
	return link;
}

async function deckOn(server: TestServer, readOnly: boolean): Promise<Deck> {
	const deck = await openTestDeck({ server: server.url }, { readOnly });
	await seen(deck, 'a connection', ({ features }) => features.version !== undefined);
	return deck;
}

async function messagesIn(deck: Deck): Promise<Integer> {
	const answer = await deck.api().request('stream.info', { stream: 'JOBS' });
	return answer.ok ? answer.value.state.messages : -1;
}

describe.each(serverLines)('listening where a push consumer delivers, on nats-server %s', (line) => {
	it.each(['sub deliver.mailer', 'sub deliver.*', 'sub >', 'sub --raw deliver.>', 'nats sub deliver.mailer'])(
		'is refused read-only: %s',
		async (text) => {
			const server = await startServer({ line });
			await withMailer(server);
			const deck = await deckOn(server, true);
			enterLine(deck, text);
			expect(await faultOf(deck)).toMatch(
				/^JOBS > mailer delivers to .+: a subscription takes their messages\. .*read-only/,
			);
			expect(await messagesIn(deck)).toBe(10);
		},
	);

	it('is asked about, kept in the journal, and then takes what comes', async () => {
		const server = await startServer({ line });
		await withMailer(server);
		const deck = await deckOn(server, false);
		enterLine(deck, 'sub deliver.mailer');
		const { proposal } = await seen(deck, 'a dialog', ({ overlay }) => overlay?.kind === 'confirm' && overlay);
		expect(proposal).toMatchObject({ effect: 'destroy', typed: 'mailer' });
		expect(proposal.consequences[0]?.text).toContain('its stream removes delivered messages');
		expect(await messagesIn(deck)).toBe(10);
		await over(deck, begun(deck, proposal));
		await exchangeOf(deck, 'ten messages', ({ phase, came }) => phase === 'listening' && came === 10);
		await until(async () => (await messagesIn(deck)) === 0, { what: 'an empty stream' });
		const { journal } = deck.store.getState();
		expect(journal).toMatchObject([{ endpoint: 'subscribe', subject: 'deliver.mailer', outcome: { kind: 'done' } }]);
		deck.console.stop();
	});

	it('ends when a consumer is created that delivers there, which nobody has agreed to', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await createStreams(link, ['JOBS'], { subjects: ['jobs.>'] });
		const deck = await deckOn(server, true);
		enterLine(deck, 'sub deliver.>');
		await exchangeOf(deck, 'listening', ({ phase }) => phase === 'listening');
		await raw(link, '$JS.API.CONSUMER.DURABLE.CREATE.JOBS.other', push('other', { deliver_subject: 'elsewhere' }));
		await raw(
			link,
			'$JS.API.CONSUMER.DURABLE.CREATE.JOBS.mailer',
			push('mailer', { deliver_subject: 'deliver.mailer' }),
		);
		const { notes } = await exchangeOf(deck, 'the end', ({ phase }) => phase === 'over');
		expect(notes).toEqual([{ kind: 'delivered-there', consumer: 'JOBS > mailer' }]);
		// Nobody listens any more: what comes waits.
		for (let at = 0; at < 3; at += 1) await link.request('jobs.mail', 'x');
		const info = await deck.api().request('consumer.info', { stream: 'JOBS', consumer: 'mailer' });
		expect(info).toMatchObject({ ok: true, value: { num_pending: 3 } });
	});

	it('is free elsewhere, and where a consumer waits for a group', async () => {
		const server = await startServer({ line });
		const link = await withMailer(server, { deliver_group: 'mailers' });
		const deck = await deckOn(server, true);
		enterLine(deck, 'sub deliver.mailer');
		await exchangeOf(deck, 'listening', ({ phase }) => phase === 'listening');
		enterLine(deck, 'sub news.>');
		await exchangeOf(deck, 'listening', ({ subject, phase }) => subject === 'news.>' && phase === 'listening');
		await link.roundTrip();
		expect(await messagesIn(deck)).toBe(10);
		deck.console.stopAll();
	});
});

describe('where consumers cannot be listed', () => {
	it('nothing is listened to read-only, and it is said why', async () => {
		const server = await startServer({
			config: `authorization { users = [
				{ user: all, password: p }
				{ user: some, password: p, permissions: { publish: { deny: ["$JS.API.STREAM.LIST"] } } }
			] }`,
		});
		const deck = await openTestDeck({ server: server.url, user: 'some', password: 'p' }, { readOnly: true });
		await seen(deck, 'a connection', ({ features }) => features.version !== undefined);
		enterLine(deck, 'sub news');
		expect(await faultOf(deck)).toMatch(/^Whether a push consumer delivers to news is unknown\./);
	});
});

describe('publishing', () => {
	it('to a stream is kept in the journal, without a dialog', async () => {
		const server = await startServer();
		const link = await connect(server);
		await createStreams(link, ['LOGS'], { subjects: ['logs.>'] });
		const deck = await deckOn(server, false);
		await sendLine(deck, 'pub logs.a hello');
		expect(deck.store.getState().journal).toMatchObject([
			{ endpoint: 'raw', subject: 'logs.a', text: 'hello', outcome: { kind: 'done', unanswered: true } },
		]);
		await sendLine(deck, 'pub elsewhere hello');
		expect(deck.store.getState().journal).toHaveLength(1);
	});

	it.each([
		["pub logs.a hello -H 'Nats-TTL: 1s'", 'Nats-TTL'],
		["pub logs.a +1 -H 'Nats-Incr: +1'", 'Nats-Incr'],
		["pub logs.a hello -H 'Nats-Rollup: sub'", 'Nats-Rollup'],
		["pub logs.a hello -H 'Nats-Schedule: @at 2030-01-01T00:00:00Z'", 'schedule'],
		['pub $JS.API.STREAM.PURGE.LOGS', '12 messages'],
	])('is asked about where it does more than append: %s', async (text, said) => {
		const server = await startServer();
		const link = await connect(server);
		await createStreams(link, ['LOGS'], { subjects: ['logs.>'] });
		for (let at = 0; at < 12; at += 1) await link.request('logs.a', `message ${at}`);
		const deck = await deckOn(server, false);
		enterLine(deck, text);
		const { proposal } = await seen(deck, 'a dialog', ({ overlay }) => overlay?.kind === 'confirm' && overlay);
		expect(proposal.consequences.map((each) => each.text).join('\n')).toContain(said);
		expect(deck.store.getState().journal).toEqual([]);
	});

	it('is asked about in production', async () => {
		const server = await startServer();
		const link = await connect(server);
		await createStreams(link, ['LOGS'], { subjects: ['logs.>'] });
		const deck = await deckOn(server, false);
		deck.store.setState(({ target }) => ({ target: { ...target, context: { name: 'prod', production: true } } }));
		enterLine(deck, 'pub logs.a hello');
		const { proposal } = await seen(deck, 'a dialog', ({ overlay }) => overlay?.kind === 'confirm' && overlay);
		expect(proposal.title).toContain('Publish to logs.a');
	});
});
