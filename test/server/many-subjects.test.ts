import { beforeAll, describe, expect, it } from 'vitest';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { count } from '../../src/format/integer.ts';
import type { Link } from '../../src/nats/link.ts';
import { changeList, open } from '../../src/store/nav.ts';
import { countsOf, isIncomplete } from '../../src/store/subjects/asked-subjects.ts';
import { amountOf } from '../../src/views/amount.ts';
import { emptyLines } from '../../src/views/empty.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, createStreams, raw } from '../support/jetstream.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';

const id = 'subjects:DEV';
const subject = (at: number): string => `dev.${String(at).padStart(6, '0')}`;

async function publishAll(link: Link, many: number, largest: string): Promise<void> {
	for (let at = 0; at < many; at += 1) {
		link.publish(subject(at), '');
		// What waits in the client is bounded by what the server has taken.
		if (at % 5_000 === 0) await link.roundTrip();
	}
	for (let at = 0; at < 9; at += 1) link.publish(largest, '');
	await link.roundTrip();
}

async function subjectsOf(server: TestServer, many: number): Promise<Deck> {
	const deck = await openTestDeck({ server: server.url, timeout: 10_000 });
	deck.store.setState((state) => open(state, { kind: 'stream', stream: 'DEV', pane: 'subjects' }));
	await seen(deck, 'the subjects', (state) => countsOf(state, 'DEV')?.total === many && !isIncomplete(state, 'DEV'));
	return deck;
}

/** The rows once they are those of this filter. */
async function found(deck: Deck, filter: string): Promise<readonly string[]> {
	deck.store.setState((state) => changeList(state, id, { filter }));
	await seen(deck, `the subjects of ${filter}`, (state) => !isIncomplete(state, 'DEV'));
	return rowsOf(deck.store.getState(), id);
}

const amount = (deck: Deck): string => amountOf(deck.store.getState(), id);

describe.each(serverLines)('a stream of more subjects than a list holds, on the %s line', (line) => {
	/** Of the newest line more than a page of a server, which has 100,000. */
	const many = line === 'newest' ? 110_000 : 12_000;
	/** The last one by name: no list that begins with the first ones has it. */
	const largest = subject(many - 1);
	let server: TestServer;
	beforeAll(async () => {
		server = await startServer({ line });
		const link = await connect(server, { timeout: 10_000 });
		await createStreams(link, ['DEV'], { subjects: ['dev.>'] });
		await publishAll(link, many, largest);
		await raw(link, '$JS.API.STREAM.INFO.DEV', {});
	}, 60_000);

	it('begins with the largest of all of them, and says how many there are', async () => {
		const deck = await subjectsOf(server, many);
		expect(rowsOf(deck.store.getState(), id).slice(0, 2)).toEqual([largest, subject(0)]);
		expect(amount(deck)).toBe(`10,000 of ${count(many)}`);
	});

	it('is put in order as a whole', async () => {
		const deck = await subjectsOf(server, many);
		const sort = { column: 'subject', descending: true };
		deck.store.setState((state) => changeList(state, id, { sort }));
		await seen(deck, 'the last ones by name', (state) => !isIncomplete(state, 'DEV'));
		expect(rowsOf(deck.store.getState(), id).slice(0, 2)).toEqual([largest, subject(many - 2)]);
	});

	it('is searched as a whole, by part of a name and by what the server can tell apart', async () => {
		const deck = await subjectsOf(server, many);
		expect(await found(deck, '11711')).toEqual([subject(11_711)]);
		expect(amount(deck)).toBe(`1 of ${count(many)}`);
		expect(await found(deck, `subject:${subject(11_299)}`)).toEqual([subject(11_299)]);
		expect(countsOf(deck.store.getState(), 'DEV')).toMatchObject({ read: 1, total: 1 });
		expect(await found(deck, 'nobody')).toEqual([]);
		const [text] = emptyLines(deck.store.getState(), id) ?? [];
		expect(text?.map((span) => span.text).join('')).toContain(
			`Nothing matches /nobody among all ${count(many)} subjects.`,
		);
		expect(await found(deck, '')).toHaveLength(10_000);
	});
});
