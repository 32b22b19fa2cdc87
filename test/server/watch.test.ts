import { describe, expect, it } from 'vitest';
import type { Deck } from '../../src/commands/deck-handle.ts';
import type { Link } from '../../src/nats/link.ts';
import { goTo } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import { cellsOf, fittedColumns } from '../../src/views/cells.ts';
import { noticeLines } from '../../src/views/notice.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { figureOf } from '../../src/views/watch/figure.ts';
import { startCluster } from '../support/cluster.ts';
import { openTestDeck, seen, ticks, watchRequests } from '../support/decks.ts';
import { connect, createStreams, raw } from '../support/jetstream.ts';
import { startServer } from '../support/servers.ts';

const figure = (state: DeckState): string =>
	figureOf(state, 200)
		.line.map(({ text }) => text)
		.join('');

/** What the list of streams says in a column. */
function cell(state: DeckState, stream: string, id: string): string {
	const columns = fittedColumns({ ...state, size: { columns: 300, rows: 44 } }, 'streams');
	return cellsOf(state, 'streams', stream, columns)[columns.findIndex((each) => each.id === id)]?.text.trim() ?? '';
}

async function createConsumer(link: Link, stream: string, name: string, config: object = {}): Promise<void> {
	const whole = { durable_name: name, ack_policy: 'explicit', ...config };
	await raw(link, `$JS.API.CONSUMER.CREATE.${stream}.${name}`, { stream_name: stream, config: whole });
}

/** Takes so many messages and acknowledges none. */
async function take(link: Link, stream: string, consumer: string, batch: number): Promise<void> {
	const pull = JSON.stringify({ batch, no_wait: true });
	const isLast = ({ data }: { readonly data: Uint8Array }, number: number) => data.length === 0 || number === batch;
	await link.gather(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`, pull, { timeoutMs: 1000, isLast });
}

function says(deck: Deck, what: string, stream: string, health: string): Promise<unknown> {
	return seen(deck, what, (state) => cell(state, stream, 'health') === health);
}

describe('the first screen', () => {
	it('says what is wrong with consumers that nobody looks at, and puts their streams first', {
		timeout: 120_000,
	}, async () => {
		const server = await startServer();
		const link = await connect(server, { timeout: 10_000 });
		await createStreams(link, ['A', 'B', 'C', 'D']);
		const subjects = { storage: 'memory', subjects: ['jobs'], name: 'JOBS' };
		await raw(link, '$JS.API.STREAM.CREATE.JOBS', subjects);
		await createConsumer(link, 'JOBS', 'worker', { max_ack_pending: 2 });
		await createConsumer(link, 'A', 'idle');
		for (let at = 0; at < 5; at++) await link.request('jobs', 'x');

		const deck = await openTestDeck({ server: server.url });
		await seen(deck, 'that all is well', (state) => figure(state) === '✓ nothing wrong');
		expect(rowsOf(deck.store.getState(), 'streams')).toEqual(['A', 'B', 'C', 'D', 'JOBS']);

		await take(link, 'JOBS', 'worker', 2);
		await says(deck, 'the stalled consumer', 'JOBS', '1 stalled');
		expect(figure(deck.store.getState())).toBe('! 1 consumer stuck');
		expect(rowsOf(deck.store.getState(), 'streams')).toEqual(['JOBS', 'A', 'B', 'C', 'D']);

		// The limits that a stream and a consumer carry are theirs.
		const metadata = { 'io.nats.monitor.msgs-warn': '1' };
		await raw(link, '$JS.API.STREAM.UPDATE.C', { name: 'C', storage: 'memory', metadata });
		await createConsumer(link, 'B', 'late', { metadata: { 'io.nats.monitor.last-delivery-critical': '1h' } });
		await says(deck, 'the limit of the stream', 'C', 'only 0 msgs');
		await says(deck, 'the limit of the consumer', 'B', '1 no delivery yet');
		expect(rowsOf(deck.store.getState(), 'streams')).toEqual(['B', 'JOBS', 'C', 'A', 'D']);
		expect(figure(deck.store.getState())).toBe('! 1 consumer stuck · 1 consumer past a limit · 1 stream past a limit');

		deck.store.setState((state) => goTo(state, { kind: 'lag' }));
		await seen(deck, 'the consumers', (state) => rowsOf(state, 'lag').length === 3);
		expect(
			noticeLines(deck.store.getState())
				.flat()
				.map(({ text }) => text.trim())
				.join(' '),
		).toBe('! 1 stream past a limit: C. 2 lists the streams, what is wrong first.');
	});

	it('reads a long list of consumers a page at a time, and says until then that they are not known', {
		timeout: 180_000,
	}, async () => {
		const server = await startServer();
		const link = await connect(server, { timeout: 10_000 });
		await createStreams(link, ['S'], { subjects: ['s'] });
		await link.request('s', 'x');
		const names = Array.from({ length: 600 }, (_, at) => `C${String(at).padStart(3, '0')}`);
		await Promise.all(names.map((name) => createConsumer(link, 'S', name, { max_ack_pending: 1, mem_storage: true })));
		await take(link, 'S', 'C599', 1);
		const deck = await openTestDeck({ server: server.url });
		const before = deck.link().traffic().inBytes;
		await says(deck, 'that they are not known', 'S', 'consumers ?');
		expect(figure(deck.store.getState())).toBe('0 of 1 stream checked');
		await seen(deck, 'the last one', (state) => cell(state, 'S', 'health') === '1 stalled', 120_000);
		// Three pages of 180 KB at 32 KB a poll, after 256 KB at once.
		expect(deck.link().traffic().inBytes - before).toBeLessThan(2_000_000);
	});

	it('reads streams that nobody looks at page by page, or one by one where that is not permitted', {
		timeout: 120_000,
	}, async () => {
		const denied = (subject: string) => ({ publish: { deny: [subject] } });
		const users = [
			{ user: 'a', password: 'x' },
			{ user: 'no-list', password: 'x', permissions: denied('$JS.API.STREAM.LIST') },
			{ user: 'no-info', password: 'x', permissions: denied('$JS.API.STREAM.INFO.*') },
		];
		const server = await startServer({
			config: `accounts { A { jetstream: enabled, users: ${JSON.stringify(users)} } }`,
		});
		const link = await connect(server, { user: 'a', password: 'x', timeout: 10_000 });
		const names = Array.from({ length: 300 }, (_, at) => `S${String(at).padStart(3, '0')}`);
		await createStreams(link, names);
		const metadata = { 'io.nats.monitor.msgs-warn': '1' };
		await raw(link, '$JS.API.STREAM.UPDATE.S290', { name: 'S290', storage: 'memory', metadata });
		await createConsumer(link, 'S280', 'late', { metadata: { 'io.nats.monitor.last-delivery-critical': '1h' } });
		const requests = await watchRequests(link);
		for (const user of users.map((each) => each.user)) {
			const from = requests.length;
			const deck = await openTestDeck({ server: server.url, user, password: 'x' });
			deck.store.setState((state) => goTo(state, { kind: 'account' }));
			await seen(deck, `what ${user} finds`, (state) => state.watch.checked === names.length);
			expect(figure(deck.store.getState())).toBe('! 1 consumer past a limit · 1 stream past a limit');
			const infos = requests.slice(from).filter((subject) => subject.startsWith('STREAM.INFO.'));
			if (user === 'no-list') expect(infos.length).toBeGreaterThan(200);
			else expect(infos.length).toBeLessThan(100);
			await deck.close();
		}
	});

	it('asks for no consumers where that is not permitted, and says so', { timeout: 60_000 }, async () => {
		const deny = ['$JS.API.CONSUMER.LIST.*', '$JS.API.CONSUMER.INFO.>'];
		const users = [
			{ user: 'a', password: 'a' },
			{ user: 'b', password: 'b', permissions: { publish: { deny } } },
		];
		const server = await startServer({
			config: `accounts { A { jetstream: enabled, users: ${JSON.stringify(users)} } }`,
		});
		const link = await connect(server, { user: 'a', password: 'a', timeout: 10_000 });
		await createStreams(link, ['S']);
		await createConsumer(link, 'S', 'c');
		const deck = await openTestDeck({ server: server.url, user: 'b', password: 'b' });
		await seen(deck, 'the reason', (state) => figure(state) === 'consumers not checked: not permitted');
		const sent = deck.link().traffic().outMessages;
		await ticks(deck, 6);
		// The list of streams with each, the account now and then, the round trip.
		expect(deck.link().traffic().outMessages - sent).toBeLessThan(14);
		expect(cell(deck.store.getState(), 'S', 'health')).toBe('consumers ?');
	});
});

describe('the first screen of a cluster', () => {
	it('shows leader and replicas, and a stream without a leader first', { timeout: 240_000 }, async () => {
		const cluster = await startCluster({ config: (name) => `server_tags: ["on:${name}"]` });
		const lead = await cluster.leader();
		const link = await connect(lead, { timeout: 10_000 });
		await createStreams(link, ['A'], { storage: 'file', placement: { tags: [`on:${lead.name}`] } });
		await createStreams(link, ['R3'], {
			storage: 'file',
			num_replicas: 3,
			metadata: { 'io.nats.monitor.peer-seen-critical': '3s' },
		});
		const deck = await openTestDeck({ server: lead.url });
		const names = cluster.servers.map(({ name }) => name);
		await seen(deck, 'all replicas', (state) => {
			const said = cell(state, 'R3', 'replicas');
			return names.every((name) => said.includes(name)) && /^n\d\*, n\d, n\d$/.test(said);
		});
		expect(cell(deck.store.getState(), 'R3', 'leader')).toBe(cell(deck.store.getState(), 'R3', 'replicas').slice(0, 2));
		expect(rowsOf(deck.store.getState(), 'streams')).toEqual(['A', 'R3']);

		const [one, two] = cluster.servers.filter(({ name }) => name !== lead.name);
		if (one === undefined || two === undefined) throw new Error('three servers');
		await one.stop();
		await seen(deck, 'who is down', (state) => cell(state, 'R3', 'replicas').includes(`${one.name}!`), 60_000);
		await seen(deck, 'the limit', (state) => figure(state).includes('1 stream past a limit'), 60_000);
		expect(cell(deck.store.getState(), 'R3', 'health')).toMatch(new RegExp(`^${one.name} not seen \\d+s$`));
		expect(rowsOf(deck.store.getState(), 'streams')[0]).toBe('R3');
		await two.stop();
		await seen(deck, 'the figure', (state) => figure(state).includes('1 stream without leader'), 90_000);
	});
});
