import { describe, expect, it } from 'vitest';
import { planConsumerDelete } from '../../src/changes/plan/consumer-delete.ts';
import { planStreamDelete } from '../../src/changes/plan/stream-delete.ts';
import { readConsumersOrOffline } from '../../src/changes/read-assets.ts';
import { doomedStreams } from '../../src/changes/survey.ts';
import { isPublishAck } from '../../src/jetstream/publish-ack.ts';
import { openApi } from '../../src/jetstream/request.ts';
import { latest, unknown } from '../../src/store/datum.ts';
import { open } from '../../src/store/nav.ts';
import { consumerKey } from '../../src/store/view.ts';
import { streamHealth } from '../../src/views/health/stream.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { enterLine } from '../support/console-person.ts';
import { openTestDeck, seen, ticks } from '../support/decks.ts';
import { connect, createConsumers, raw } from '../support/jetstream.ts';
import { carriedOut, proposed } from '../support/proposals.ts';
import type { ServerLine } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';
import { streamInfo } from '../support/state.ts';
import { until } from '../support/until.ts';

/** Servers from 2.10 on let a stream take all only where it acknowledges nothing; 2.10 does not look at other wildcards. */
const takers: readonly (readonly [ServerLine, subject: string, noAck: boolean])[] = [
	['2.9', '>', false],
	['2.9', '*.>', false],
	['2.10', '>', true],
	['2.10', '*.>', false],
	['newest', '>', true],
];

describe.each(takers)('a stream that takes every subject, on the %s line by %s', (line, subject, noAck) => {
	const config = { name: 'ALL', subjects: [subject], storage: 'memory', ...(noAck && { no_ack: true }) };

	it('is told of before, as the server will have it', async () => {
		const server = await startServer({ line });
		const deck = await openTestDeck({ server: server.url });
		await seen(deck, 'the server', (state) => state.features.version !== undefined);
		enterLine(deck, `$JS.API.STREAM.CREATE.ALL ${JSON.stringify({ ...config, no_ack: false })}`);
		const { proposal } = await seen(deck, 'a question', ({ overlay }) => overlay?.kind === 'confirm' && overlay);
		const [first] = proposal.consequences;
		expect(first?.text).toMatch(/clients would take its acknowledgement of a request for the reply\.$/);
		const [result] = await carriedOut(deck, proposal);
		expect([first?.text.startsWith('The server will probably refuse this.'), result?.kind]).toEqual(
			noAck ? [true, 'refused'] : [false, 'done'],
		);
	});

	it('is listed, asked in the console, and deleted', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await raw(link, '$JS.API.STREAM.CREATE.ALL', config);
		const deck = await openTestDeck({ server: server.url });
		// Of each request its acknowledgement comes as well, now before the reply and now after it.
		await seen(deck, 'the stream', ({ streams }) => streams.entries.get('ALL')?.info.phase === 'ready');
		const failed: string[] = [];
		deck.store.subscribe(({ streamNames, streams, account }) => {
			const infos = [...streams.entries.values()].map(({ info }) => info);
			for (const datum of [streamNames, account, ...infos])
				if (datum.phase === 'failed') failed.push(datum.problem.message);
		});
		await ticks(deck, 6);
		expect(failed).toEqual([]);
		expect(rowsOf(deck.store.getState(), 'streams')).toEqual(['ALL']);
		for (let asked = 1; asked <= 10; asked += 1) {
			enterLine(deck, '$JS.API.STREAM.INFO.ALL');
			const { replies } = await seen(deck, 'a reply', ({ console }) => {
				const last = console.exchanges[asked - 1];
				return last?.phase === 'over' && last;
			});
			expect(replies.map(({ message }) => new TextDecoder().decode(message.data))).toEqual([
				expect.stringMatching(/^\{"type":"io\.nats\.jetstream\.api\.v1\.stream_info_response"/),
			]);
		}
		deck.store.setState((state) => open(state, { kind: 'streams' }));
		const { proposal } = await proposed(deck, async (api, signal) => {
			const read = await doomedStreams(api, ['ALL'], deck.store.getState(), signal);
			return 'refusal' in read ? read : planStreamDelete(read.infos);
		});
		expect(await carriedOut(deck, proposal)).toMatchObject([{ kind: 'done' }]);
		await seen(deck, 'the end of it', ({ streamNames }) => latest(streamNames)?.length === 0);
	});

	it('has consumers that are listed and deleted', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await createdAll(link);
		const deck = await openTestDeck({ server: server.url });
		deck.store.setState((state) => open(state, { kind: 'stream', stream: 'ALL', pane: 'consumers' }));
		const key = consumerKey('ALL', 'c');
		await seen(deck, 'the consumer', ({ consumers }) => consumers.entries.get(key)?.info.phase === 'ready');
		const { proposal } = await proposed(deck, async (api, signal) => {
			const read = await readConsumersOrOffline(api, [key], signal);
			return 'refusal' in read ? read : planConsumerDelete(read.infos, new Map());
		});
		expect(await carriedOut(deck, proposal)).toMatchObject([{ kind: 'done' }]);
		await seen(
			deck,
			'its end',
			({ consumerNames }) => latest(consumerNames.entries.get('ALL') ?? unknown)?.length === 0,
		);
	});

	async function createdAll(link: Awaited<ReturnType<typeof connect>>): Promise<void> {
		await raw(link, '$JS.API.STREAM.CREATE.ALL', { ...config, subjects: ['all'] });
		await createConsumers(link, 'ALL', ['c']);
		await raw(link, '$JS.API.STREAM.UPDATE.ALL', config);
	}

	it('counts what the deck asks, and says so', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await raw(link, '$JS.API.STREAM.CREATE.ALL', config);
		const api = openApi(link, { readOnly: true });
		const info = async () => {
			const answer = await api.request('stream.info', { stream: 'ALL' });
			if (!answer.ok) throw new Error(answer.problem.message);
			return answer.value;
		};
		const before = await info();
		await until(async () => (await info()).state.messages > before.state.messages, { what: 'what was asked' });
		expect(streamHealth({ info: before })).toMatchObject({
			severity: 'ok',
			short: 'counts own polls',
			reasons: [{ sentence: expect.stringContaining('It stores the requests of jetdeck itself') }],
		});
	});
});

describe('what counts what the deck asks', () => {
	it.each([
		[['>'], true],
		[['orders.>', '_INBOX.>'], true],
		[['$JS.EVENT.ADVISORY.>'], true],
		[['orders.>'], false],
		[['$JS.EVENT.METRIC.>'], false],
		[['*'], false],
	])('%j: %s', (subjects, counts) => {
		const { short } = streamHealth({ info: streamInfo('S', { config: { subjects } }) });
		expect(short).toBe(counts ? 'counts own polls' : 'R1 ✓');
	});
});

describe('the acknowledgement of a publish', () => {
	const message = (text: string, more: object = {}) => ({
		subject: '_INBOX.x',
		data: new TextEncoder().encode(text),
		headers: [],
		...more,
	});
	it.each([
		['{"stream":"ALL", "seq":6}', {}, true],
		['{"stream":"ALL","domain":"hub","seq":6}', {}, true],
		['{"error":{"code":503,"err_code":10077},"stream":"ALL","seq":0}', {}, true],
		['{"type":"io.nats.jetstream.api.v1.stream_info_response"}', {}, false],
		['{"stream":"ALL"}', {}, false],
		['+OK', {}, false],
		['', {}, false],
		// Stored messages of those words: delivered by a consumer, and by a direct get.
		['{"stream":"ALL", "seq":6}', { reply: '$JS.ACK.ALL.c.1.1.1.1.0' }, false],
		['{"stream":"ALL", "seq":6}', { headers: [['Nats-Stream', 'ALL']] }, false],
	])('%s %j: %s', (text, more, is) => expect(isPublishAck(message(text, more))).toBe(is));
});
