import { expect, it } from 'vitest';
import type { Deck } from '../../src/commands/deck-handle.ts';
import type { ConsoleReply } from '../../src/console/state.ts';
import type { Link } from '../../src/nats/link.ts';
import type { HeardEvent } from '../../src/store/events/heard.ts';
import { goTo } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import { cellsOf, fittedColumns } from '../../src/views/cells.ts';
import { shownEvents } from '../../src/views/events.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { linesOf } from '../../src/views/text-lines.ts';
import { figureOf } from '../../src/views/watch/figure.ts';
import { startCluster } from '../support/cluster.ts';
import { enterLine, exchangeOf } from '../support/console-person.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, createConsumers, createStreams, raw } from '../support/jetstream.ts';
import { linkWith } from '../support/links.ts';
import { startServer, type TestServer } from '../support/servers.ts';

const accounts = `
	accounts {
		APP { jetstream: enabled, users: [
			{ user: app, password: s }, { user: ops, password: s }
			{ user: deaf, password: s, permissions { subscribe { deny: ["$JS.EVENT.ADVISORY.>"] } } }
		] }
		$SYS { users: [ { user: sys, password: s } ] }
	}`;

const as = (user: string, { url }: TestServer) => ({ server: url, user, password: 's' });

const said = ({ what, stream, consumer, who }: HeardEvent): string =>
	[what, stream, consumer, who].filter((part) => part !== undefined).join(' | ');

/** Waits until an event was heard that says this. */
const heard = (deck: Deck, words: RegExp): Promise<HeardEvent> =>
	seen(deck, String(words), (state) => shownEvents(state).find((event) => words.test(said(event))));

/** A deck that listens to all: the server has taken its subscriptions. */
async function listening(options: Parameters<typeof openTestDeck>[0]): Promise<Deck> {
	const deck = await openTestDeck(options);
	await seen(deck, 'the connection', ({ link }) => link.phase === 'connected');
	deck.store.setState((state) => goTo(state, { kind: 'events' }));
	await seen(deck, 'which account it is', ({ events }) => events.isSystem !== undefined);
	await deck.link().roundTrip();
	return deck;
}

const textOf = (state: DeckState): string =>
	linesOf(state)
		.map((line) => line.map(({ text }) => text).join(''))
		.join('\n');

/** Takes a message and lets its ack wait pass, as often as it takes. */
async function giveUp(link: Link, stream: string, consumer: string): Promise<void> {
	const pull = JSON.stringify({ batch: 3, expires: 1_500_000_000 });
	await link.gather(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`, pull, { timeoutMs: 2000, isLast: () => false });
}

it('hears what is created, changed and deleted, by whom, and what is given up; joins it to the rest', {
	timeout: 120_000,
}, async () => {
	const server = await startServer({ config: accounts });
	const app = await connect(server, { ...as('app', server), timeout: 10_000 });
	const deck = await listening(as('ops', server));

	await createStreams(app, ['GONE']);
	await raw(app, '$JS.API.STREAM.CREATE.JOBS', { name: 'JOBS', subjects: ['jobs'], storage: 'memory' });
	const config = { durable_name: 'worker', ack_policy: 'explicit', ack_wait: 200_000_000, max_deliver: 1 };
	await raw(app, '$JS.API.CONSUMER.CREATE.JOBS.worker', { stream_name: 'JOBS', config });
	await raw(app, '$JS.API.STREAM.DELETE.GONE', {});
	await heard(deck, /^Stream created \| GONE$/);
	await heard(deck, /^Client created the stream \| GONE \| app@127\.0\.0\.1/);
	await heard(deck, /^Consumer created \| JOBS \| worker$/);
	await heard(deck, /^Stream deleted \| GONE$/);
	await heard(deck, /^Client deleted the stream \| GONE \| app@127\.0\.0\.1/);

	await app.request('jobs', 'x');
	await giveUp(app, 'JOBS', 'worker');
	await heard(deck, /^Consumer gave up message 1 after 1 delivery \| JOBS \| worker$/);
	// Its own polls come back as audits, and are none of the events.
	expect(shownEvents(deck.store.getState()).filter(({ who }) => who?.startsWith('this jetdeck'))).toEqual([]);

	deck.store.setState((state) => goTo(state, { kind: 'lag' }));
	await seen(deck, 'how often it gave up', (state) => {
		const columns = fittedColumns({ ...state, size: { columns: 300, rows: 44 } }, 'lag');
		const [row] = rowsOf(state, 'lag');
		const cells = row === undefined ? [] : cellsOf(state, 'lag', row, columns);
		return cells[columns.findIndex(({ title }) => title === 'MAX DELIVER')]?.text.trim() === '×1';
	});
	deck.store.setState((state) =>
		goTo(state, { kind: 'consumer', stream: 'JOBS', consumer: 'worker', pane: 'overview' }),
	);
	await seen(deck, 'Recent of the consumer', (state) => /Recent[\s\S]*Consumer gave up message 1/.test(textOf(state)));
	deck.store.setState((state) => goTo(state, { kind: 'stream', stream: 'JOBS', pane: 'overview' }));
	await seen(deck, 'Recent of the stream', (state) => /worker: Consumer gave up[\s\S]*app@127/.test(textOf(state)));
});

it('counts a lost quorum in the figure, and says so once, until a leader is elected', { timeout: 60_000 }, async () => {
	const server = await startServer();
	const link = await connect(server, { timeout: 10_000 });
	await createStreams(link, ['A', 'B']);
	await createConsumers(link, 'B', ['c']);
	const deck = await openTestDeck({ server: server.url });
	const figure = (state: DeckState): string =>
		figureOf(state, 200)
			.line.map(({ text }) => text)
			.join('');
	await seen(deck, 'that all is well', (state) => figure(state) === '✓ nothing wrong');

	const announce = (kind: string, name: string, body: object): void =>
		void link.publish(
			`$JS.EVENT.ADVISORY.${kind}`,
			JSON.stringify({ type: `io.nats.jetstream.advisory.v1.${name}`, stream: 'B', replicas: [], ...body }),
		);
	announce('STREAM.QUORUM_LOST.B', 'stream_quorum_lost', {});
	announce('STREAM.QUORUM_LOST.NOWHERE', 'stream_quorum_lost', { stream: 'NOWHERE' });
	announce('CONSUMER.QUORUM_LOST.B.c', 'consumer_quorum_lost', { consumer: 'c' });
	await seen(deck, 'the figure', (state) => figure(state) === '! 1 consumer without quorum · 1 stream without quorum');
	const toasts = deck.store.getState().toasts.filter(({ text }) => /^Quorums? lost: /.test(text));
	expect(toasts).toHaveLength(1);
	expect(toasts[0]?.text).toContain('B › c');

	announce('STREAM.LEADER_ELECTED.B', 'stream_leader_elected', { leader: 'n1' });
	announce('CONSUMER.LEADER_ELECTED.B.c', 'consumer_leader_elected', { consumer: 'c', leader: 'n1' });
	await seen(deck, 'that all is well again', (state) => figure(state) === '✓ nothing wrong');
});

it('hears who leads in a cluster, and that a quorum is lost', { timeout: 180_000 }, async () => {
	const cluster = await startCluster();
	const lead = await cluster.leader();
	const link = await connect(lead, { timeout: 10_000 });
	await createStreams(link, ['R3'], { storage: 'file', num_replicas: 3 });
	const deck = await openTestDeck({ server: lead.url });
	await seen(deck, 'the stream', ({ streams }) => streams.entries.has('R3'));
	await raw(link, '$JS.API.STREAM.LEADER.STEPDOWN.R3', {});
	await seen(deck, 'the election', ({ events }) =>
		events.ring.find(({ what }) => /^\S+ leads the stream now/.test(what)),
	);
	// A server says so 11 to 16 s after it lost the others.
	await Promise.all(cluster.servers.filter(({ name }) => name !== lead.name).map((server) => server.stop()));
	await seen(deck, 'the loss', ({ toasts }) => toasts.some(({ text }) => text.startsWith('Quorum lost: R3')), 60_000);
	expect(deck.store.getState().events.lost.has('R3')).toBe(true);
});

it('names the subscription that the user may not have', { timeout: 60_000 }, async () => {
	const server = await startServer({ config: accounts });
	const deck = await listening(as('deaf', server));
	await seen(deck, 'the refusal', ({ denied }) => denied.has('$JS.EVENT.ADVISORY.>'));
	const state = deck.store.getState();
	expect([...state.denied.keys()]).not.toContain('$JS.EVENT.METRIC.>');
});

it('hears the events of another account, imported under a prefix, and joins them to its streams', {
	timeout: 60_000,
}, async () => {
	const server = await startServer({
		config: `accounts {
			APP { jetstream: enabled, users: [{ user: app, password: s }]
				exports: [{ service: "$JS.API.>", response_type: stream }, { stream: "$JS.EVENT.>" }] }
			OPS { users: [{ user: ops, password: s }]
				imports: [
					{ service: { account: APP, subject: "$JS.API.>" }, to: "app.$JS.API.>" }
					{ stream: { account: APP, subject: "$JS.EVENT.>" }, to: "app.$JS.EVENT.>" }
				] }
		}`,
	});
	const prefixes = { jsApiPrefix: 'app.$JS.API', jsEventPrefix: 'app.$JS.EVENT' };
	const deck = await listening({ ...as('ops', server), ...prefixes });
	const link = await connect(server, as('app', server));
	await createStreams(link, ['JOBS']);
	await heard(deck, /^Client created the stream \| JOBS \| app@127/);
	const { subject } = await heard(deck, /^Stream created \| JOBS$/);
	expect(subject).toBe('app.$JS.EVENT.ADVISORY.STREAM.CREATED.JOBS');
	await seen(deck, 'the stream', (state) => rowsOf(state, 'streams').includes('JOBS'));
	expect(deck.store.getState().events.recent.has('JOBS')).toBe(true);
});

it('hears connections, failed logins and an end in the system account', { timeout: 60_000 }, async () => {
	const server = await startServer({ config: accounts });
	const deck = await listening(as('sys', server));
	await connect(server, as('app', server));
	await heard(deck, /^Client connected, nats\.js .* \| app@127\.0\.0\.1 jetdeck$/);
	await heard(deck, /^Account APP has 1 connection$/);
	await heard(deck, /^Server has \d+ connections?, CPU \d+ %, memory .* MiB$/);
	await linkWith({ ...as('app', server), password: 'wrong' });
	const refused = await heard(deck, /^Client could not log in: Authentication Failure \| app@/);
	expect(refused.tone).toBe('bad');
	await server.stop('SIGTERM');
	await heard(deck, /^Server shut down$/);
});

it.each(['2.9', '2.10', 'newest'] as const)(
	'shows no token, which servers report as the user of a login: %s',
	{
		timeout: 60_000,
	},
	async (line) => {
		const token = 'sesame-open-12';
		const server = await startServer({ line, config: `authorization { token: "${token}" }` });
		const deck = await listening({ server: server.url, token });
		const link = await connect(server, { server: server.url, token });
		const console = await openTestDeck({ server: server.url, token });
		await seen(console, 'a connection', ({ features }) => features.version !== undefined);
		enterLine(console, "sub '$JS.EVENT.>'");
		await exchangeOf(console, 'a subscription', ({ phase }) => phase === 'listening');
		await raw(link, '$JS.API.STREAM.CREATE.JOBS', { name: 'JOBS', subjects: ['jobs'], storage: 'memory' });
		const event = await heard(deck, /^Client created the stream \| JOBS/);
		expect(JSON.stringify(event)).not.toContain(token);
		// nats-server leaves it out itself from some version after 2.10 on; in 2.9 an audit does not say who asked.
		const isAudit = ({ message }: ConsoleReply): boolean => message.subject.endsWith('.API');
		const { replies } = await exchangeOf(console, 'an audit', (exchange) => exchange.replies.some(isAudit));
		expect(replies.map(({ message }) => new TextDecoder().decode(message.data)).join(' ')).not.toContain(token);
		expect(event.who ?? '').toMatch({ '2.9': /^\$G$/, '2.10': /^\[hidden\]@127/, newest: /^\[REDACTED\]@127/ }[line]);
	},
);
