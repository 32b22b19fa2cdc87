import { beforeAll, describe, expect, it } from 'vitest';
import { gone } from '../../src/changes/read-assets.ts';
import { readAccount, readBeside } from '../../src/commands/read-leaders.ts';
import { openApi } from '../../src/jetstream/request.ts';
import type { DeckState } from '../../src/store/state.ts';
import { consumerKey } from '../../src/store/view.ts';
import { watchRequests } from '../support/decks.ts';
import { connect, createConsumers, createStreams } from '../support/jetstream.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { consumerInfo, deckState, ready, streamInfo, withConsumers, withStreams } from '../support/state.ts';

const few = Array.from({ length: 31 }, (_, at) => `S${at}`);
const many = Array.from({ length: 300 }, (_, at) => `S${at}`);

describe('what balancing reads', () => {
	let server: TestServer;
	beforeAll(async () => {
		server = await startServer();
		const link = await connect(server);
		await createStreams(link, few);
		await createConsumers(link, 'S0', ['one', 'two']);
		await createConsumers(link, 'S1', ['one']);
	});

	/** What is read of these rows, and by which requests. */
	async function reading(noun: 'stream' | 'consumer', state: DeckState, rows: readonly string[], of = server) {
		const watching = await connect(of);
		const requests = await watchRequests(watching);
		const api = openApi(await connect(of), { readOnly: true });
		const said: string[] = [];
		const around = { api, signal: AbortSignal.timeout(20_000), say: (doing: string) => void said.push(doing) };
		const read = await readBeside(around, state, noun, rows);
		await watching.roundTrip();
		const others = read.others.map(({ label }) => label);
		return { requests: requests.toSorted(), said, read: { ...read, others } };
	}

	const known = {
		...withStreams([streamInfo('S0'), streamInfo('S2')]),
		...withConsumers([consumerInfo('S0', 'one'), consumerInfo('S2', 'seen')]),
		streamNames: ready(many),
	};
	const marked = [consumerKey('S0', 'one'), consumerKey('S0', 'expired')];

	it('is only the marked ones in a large account, and the deck says which others do not count', async () => {
		const ofConsumers = await reading('consumer', deckState(known), marked);
		expect(ofConsumers.requests).toEqual(['CONSUMER.INFO.S0.expired', 'CONSUMER.INFO.S0.one']);
		expect(ofConsumers.read).toMatchObject({
			placed: [{ label: 'S0 > one' }],
			unread: [{ name: 'S0 > expired', why: gone }],
			others: ['S2 > seen'],
			note: 'The other consumers count as jetdeck last read them. Other consumers that jetdeck has not read do not count. To count all of them, balance from :peers.',
		});
		const ofStreams = await reading('stream', deckState(known), ['S0']);
		expect(ofStreams.requests).toEqual(['STREAM.INFO.S0']);
		expect(ofStreams.read).toMatchObject({
			others: ['S2'],
			note: expect.stringContaining('Other streams that jetdeck has not read do not count.'),
		});
	});

	it('says of no others that there are more', async () => {
		const only = deckState({ ...withConsumers([consumerInfo('S0', 'one')]), streamNames: ready(many) });
		const { read } = await reading('consumer', only, marked);
		expect(read).toMatchObject({
			others: [],
			note: 'Other consumers that jetdeck has not read do not count. To count all of them, balance from :peers.',
		});
	});

	it('is the lists of the streams where so many consumers are chosen, and all that these contain counts', async () => {
		const seen = ['one', 'two', 'expired-since'].map((name) => consumerInfo('S0', name));
		const chosen = [...marked, ...many.map((name) => consumerKey('S0', name))];
		const large = { ...withConsumers([...seen, consumerInfo('S2', 'seen')]), streamNames: ready(many) };
		const { requests, read } = await reading('consumer', deckState(large), chosen);
		expect(requests).toEqual(['CONSUMER.LIST.S0']);
		expect(read).toMatchObject({ placed: [{ label: 'S0 > one' }], others: ['S0 > two', 'S2 > seen'] });
		const unseen = await reading('consumer', deckState({ streamNames: ready(many) }), chosen);
		expect(unseen.read).toMatchObject({ others: ['S0 > two'], note: expect.stringMatching(/^Other consumers that/) });
	});

	it('counts all others once a sweep read them, as they were then', async () => {
		const swept = deckState({ ...known, swept: { consumers: 1 } });
		const { read } = await reading('consumer', swept, marked);
		expect(read).toMatchObject({ others: ['S2 > seen'], note: 'The other consumers count as jetdeck last read them.' });
	});

	it('is everything in a small account, and says how far it is', async () => {
		const small = deckState({ streamNames: ready(few) });
		const { requests, said, read } = await reading('consumer', small, marked);
		expect(requests).toEqual(['CONSUMER.LIST.S0', 'CONSUMER.LIST.S1', 'STREAM.LIST']);
		expect(said.at(-1)).toBe('Reading consumers: 2 of 2 streams');
		expect(read.others.toSorted()).toEqual(['S0 > two', 'S1 > one']);
		expect(read.note).toBeUndefined();
		const ofStreams = await reading('stream', small, ['S0']);
		expect(ofStreams.requests).toEqual(['STREAM.LIST']);
		expect(ofStreams.read.others).toHaveLength(few.length - 1);
	});

	it('is the list where so many streams are chosen', async () => {
		const { requests, read } = await reading('stream', deckState(known), many);
		expect(requests).toEqual(['STREAM.LIST']);
		expect(read).toMatchObject({ others: [], unread: expect.arrayContaining([{ name: 'S299', why: gone }]) });
	});

	it('is no list of consumers for those that nobody chose, if that takes many requests', async () => {
		const large = await startServer();
		const link = await connect(large);
		const more = Array.from({ length: 33 }, (_, at) => `M${at}`);
		await createStreams(link, more);
		for (const stream of more) await createConsumers(link, stream, ['one']);
		const chosen = [consumerKey('M0', 'one'), consumerKey('M0', 'expired')];
		const { requests, read } = await reading('consumer', deckState({ streamNames: ready(more) }), chosen, large);
		expect(requests).toEqual(['CONSUMER.INFO.M0.expired', 'CONSUMER.INFO.M0.one', 'STREAM.LIST']);
		expect(read.note).toContain('has not read do not count');
		const api = openApi(link, { readOnly: true });
		const whole = await readAccount({ api, signal: AbortSignal.timeout(20_000), say: () => {} }, () => true);
		expect('placed' in whole && whole.placed).toHaveLength(2 * more.length);
	});
});
