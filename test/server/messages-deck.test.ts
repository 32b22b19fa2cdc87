import { describe, expect, it } from 'vitest';
import { planMessageDelete } from '../../src/changes/plan/message-delete.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { readMessage } from '../../src/jetstream/messages/read-message.ts';
import { back, listState, moveCursor, open } from '../../src/store/nav.ts';
import { messagesKey } from '../../src/store/view.ts';
import { listHeight } from '../../src/views/layout.ts';
import { wishMessages } from '../../src/views/messages/page-patch.ts';
import { messageRows } from '../../src/views/messages/rows.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { visibleIds } from '../../src/views/visible.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, raw } from '../support/jetstream.ts';
import { makeStream, type Planned, sourceOf } from '../support/messages.ts';
import { carriedOut } from '../support/proposals.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

async function deckAt(url: string, stream: string): Promise<Deck> {
	const deck = await openTestDeck({ server: url });
	deck.store.setState((state) => open(state, { kind: 'stream', stream, pane: 'messages' }));
	return deck;
}

const rows = (deck: Deck, stream: string): readonly string[] => rowsOf(deck.store.getState(), `messages:${stream}`);

const many = (count: number, name: string, gap: (at: number) => boolean = () => false): readonly Planned[] =>
	Array.from({ length: count }, (_, at) => ({
		subject: `${name}.${at % 2 ? 'odd' : 'even'}`,
		payload: `m${at + 1}`,
		gap: gap(at),
	}));

describe.each(serverLines)('the messages of a stream on the %s line', (line) => {
	it('begin at the newest, follow what comes, and show gaps as one row', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await makeStream(
			link,
			'A',
			{ retention: 'workqueue' },
			many(300, 'A', (at) => at >= 250 && at < 290),
		);
		const deck = await deckAt(server.url, 'A');
		await seen(deck, 'messages', () => rows(deck, 'A').length > 0);
		await seen(deck, 'the cursor', (state) => listState(state, 'messages:A').cursor === '300');
		const shown = rows(deck, 'A');
		expect(shown.at(-1)).toBe('300');
		expect(shown).toContain('gap 251');
		expect(messageRows(deck.store.getState(), 'A').byId.get('gap 251')).toMatchObject({ count: 40 });
		await link.request('A.new', 'here');
		await seen(deck, 'the new message', () => rows(deck, 'A').at(-1) === '301');
		expect(listState(deck.store.getState(), 'messages:A').cursor).toBe('301');
		expect(messageRows(deck.store.getState(), 'A').byId.get('301')).toMatchObject({ subject: 'A.new', start: 'here' });
	});

	it('keep up with a stream that grows fast, and leave who reads where they are', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await makeStream(link, 'F', {}, many(200, 'F'));
		const burst = (count: number) => Promise.all(Array.from({ length: count }, () => link.request('F.fast', '')));
		const deck = await deckAt(server.url, 'F');
		await seen(deck, 'messages', () => rows(deck, 'F').at(-1) === '200');
		await burst(500);
		await seen(deck, 'the newest', () => rows(deck, 'F').at(-1) === '700');
		expect(listState(deck.store.getState(), 'messages:F').cursor).toBe('700');
		deck.store.setState((state) => moveCursor(state, 'messages:F', rows(deck, 'F'), 60, listHeight(state)));
		const { cursor } = listState(deck.store.getState(), 'messages:F');
		await burst(500);
		await seen(deck, 'that there is more', (state) => {
			const page = state.messages.entries.get('F')?.page;
			return page?.phase === 'ready' && (!page.value.atEnd || rows(deck, 'F').at(-1) === '1200');
		});
		expect(listState(deck.store.getState(), 'messages:F').cursor).toBe(cursor);
		expect(rows(deck, 'F')).toContain(cursor);
		// Going down reads on to the end without a hole.
		for (let last = ''; last !== '1200'; ) {
			deck.store.setState((state) =>
				moveCursor(state, 'messages:F', rows(deck, 'F'), rows(deck, 'F').length - 1, listHeight(state)),
			);
			const before = last;
			last = await seen(
				deck,
				`what is behind ${before}`,
				() => rows(deck, 'F').at(-1) !== before && rows(deck, 'F').at(-1),
			);
		}
		const seqs = rows(deck, 'F').map(Number);
		expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, at) => 1200 - seqs.length + 1 + at));
		await seen(deck, 'the end', (state) => {
			const page = state.messages.entries.get('F')?.page;
			return page?.phase === 'ready' && page.value.atEnd;
		});
	});

	it('are read on as the cursor nears an edge, and rows stay where they are', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await makeStream(link, 'B', { allow_direct: true }, many(700, 'B'));
		const deck = await deckAt(server.url, 'B');
		await seen(deck, 'messages', () => rows(deck, 'B').at(-1) === '700');
		for (let top = rows(deck, 'B')[0]; top !== '1'; ) {
			const before = top;
			deck.store.setState((state) => ({
				...moveCursor(state, 'messages:B', rows(deck, 'B'), 0, listHeight(state)),
				touchedAt: Date.now(),
			}));
			await seen(deck, `what is before ${before}`, () => rows(deck, 'B')[0] !== before);
			// The row under the cursor and those in view are the same ones.
			expect(listState(deck.store.getState(), 'messages:B').cursor).toBe(before);
			expect(visibleIds(deck.store.getState())[0]).toBe(before);
			top = rows(deck, 'B')[0];
		}
		expect(rows(deck, 'B')).toEqual(Array.from({ length: 700 }, (_, at) => String(at + 1)));
	});

	it('are shown from a sequence, a time, of one subject; what is deleted leaves', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await makeStream(
			link,
			'C',
			{},
			many(200, 'C', (at) => at === 98),
		);
		const deck = await deckAt(server.url, 'C');
		await seen(deck, 'messages', () => rows(deck, 'C').at(-1) === '200');
		const go = (wish: Parameters<typeof wishMessages>[2]): void =>
			deck.store.setState((state) => wishMessages(state, 'C', wish));
		go({ from: { seq: 99 } });
		await seen(deck, 'the sequence', (state) => listState(state, 'messages:C').cursor === '100');
		const odd = { from: 'first', subject: 'C.odd' } as const;
		deck.store.setState((state) => ({
			...open(state, { kind: 'stream', stream: 'C', pane: 'messages', subject: 'C.odd' }),
			...wishMessages(state, 'C', odd),
		}));
		const ofOdd = messagesKey('C', 'C.odd');
		await seen(deck, 'the subject', () => rows(deck, ofOdd)[0] === '2');
		expect(rows(deck, ofOdd).slice(0, 3)).toEqual(['2', '4', '6']);
		const third = messageRows(deck.store.getState(), ofOdd).byId.get('6');
		// The messages of all subjects are where one left them.
		expect(listState(deck.store.getState(), 'messages:C').cursor).toBe('100');
		deck.store.setState(back);
		go({ from: { time: third?.kind === 'message' ? third.time : '' } });
		await seen(
			deck,
			'the time',
			(state) => Number(listState(state, 'messages:C').cursor ?? 0) <= 6 && rows(deck, 'C').length > 50,
		);
		go({ from: { seq: 10 } });
		await seen(deck, 'the sequence', () => rows(deck, 'C')[0] === '10' || rows(deck, 'C').includes('10'));
		await seen(deck, 'what is before it', () => rows(deck, 'C')[0] === '1');
		await raw(link, '$JS.API.STREAM.MSG.DELETE.C', { seq: 12 });
		await seen(deck, 'the gap', () => rows(deck, 'C').includes('gap 12') && !rows(deck, 'C').includes('12'));
		await raw(link, '$JS.API.STREAM.PURGE.C', { seq: 11 });
		await seen(deck, 'the new beginning', () => rows(deck, 'C')[0] === '11');
		await raw(link, '$JS.API.STREAM.PURGE.C', {});
		await seen(deck, 'the empty stream', () => rows(deck, 'C').length === 0);
		await link.request('C.x', '');
		await seen(deck, 'a first message', () => rows(deck, 'C').length === 1);
	});

	it('are opened whole, and are deleted by proposal with and without erasing', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await makeStream(link, 'D', {}, [
			{ subject: 'D.x', payload: '{"a":1}', headers: [['K', 'v']] },
			{ subject: 'D.x' },
			{ subject: 'D.y', payload: 'stays' },
		]);
		const deck = await deckAt(server.url, 'D');
		await seen(deck, 'messages', () => rows(deck, 'D').length === 3);
		deck.store.setState((state) => open(state, { kind: 'message', stream: 'D', seq: 1, as: 'auto' }));
		const { opened } = await seen(deck, 'the message', (state) => state.opened?.entry.phase === 'ready' && state);
		expect(opened?.entry).toMatchObject({ value: { seq: 1, subject: 'D.x', headers: [['K', 'v']] } });
		const source = await sourceOf(link, 'D');
		for (const [seq, erase] of [
			[1, true],
			[2, false],
		] as const) {
			const entry = await readMessage(source, { seq });
			if (!entry.ok || entry.value === undefined) throw new Error('no message');
			const plan = planMessageDelete(source.info, [entry.value], { erase });
			expect(plan).toMatchObject({
				effect: 'destroy',
				typed: 'D',
				steps: [{ wire: { endpoint: 'stream.msg.delete' } }],
			});
			expect(await carriedOut(deck, plan)).toMatchObject([{ kind: 'done' }]);
			expect(await readMessage(source, { seq })).toMatchObject({ ok: true, value: undefined });
		}
		await seen(deck, 'that it is gone', (state) => state.opened?.gone === true);
		deck.store.setState((state) => ({ views: state.views.slice(0, -1) }));
		await seen(deck, 'what is left', () => rows(deck, 'D').join() === '3');
	});
});
