import { describe, expect, it } from 'vitest';
import type { JournalFile } from '../../src/changes/journal.ts';
import type { Proposal } from '../../src/changes/proposal.ts';
import { isOver, type Run } from '../../src/changes/run.ts';
import { Runner } from '../../src/changes/runner.ts';
import type { Transfer } from '../../src/changes/sending.ts';
import { openApi } from '../../src/jetstream/request.ts';
import type { Link } from '../../src/nats/link.ts';
import { runLines } from '../../src/views/confirm-lines.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { startServer } from '../support/servers.ts';

const most = 200;

/** Fills a stream, and empties it where it is stopped. */
const filling: Transfer['send'] = async ({ subject }, { link, signal, onProgress }) => {
	for (let done = 0; done < most; done += 1) {
		if (signal.aborted) {
			await link.request('$JS.API.STREAM.PURGE.LOGS', '');
			return { kind: 'stopped' };
		}
		await link.request(subject, 'x');
		onProgress({ done: done + 1, total: most, unit: 'messages' });
	}
	return { kind: 'done', reply: { messages: most }, ms: 0, came: [] };
};

const proposal: Proposal = {
	title: 'Fill stream LOGS',
	doing: 'filling',
	done: 'Stream LOGS is full.',
	effect: 'change',
	consequences: [],
	steps: [
		{
			asset: { kind: 'stream', stream: 'LOGS' },
			wire: { kind: 'transfer', endpoint: 'transfer.fill', subject: 'logs.a', params: { stream: 'LOGS' } },
		},
	],
};

/** A deck's runner that knows one transfer, and what it keeps and tells. */
async function world(readOnly = false) {
	const server = await startServer();
	const link = await connect(server);
	await createStreams(link, ['LOGS'], { subjects: ['logs.>'] });
	const deck = await openTestDeck({ server: server.url });
	const { store } = deck;
	await seen(deck, 'a connection', (state) => state.link.phase === 'connected');
	const kept: string[] = [];
	const told: Run[] = [];
	const journal: JournalFile = { append: (line) => void kept.push(line), problem: () => undefined };
	const runner = new Runner({
		store,
		way: () => ({ api: openApi(link, { readOnly }), link }),
		journal,
		journalRequired: false,
		refresh: () => undefined,
		listen: () => undefined,
		tell: (run) => void told.push(run),
		transferOf: (endpoint) => (endpoint === 'transfer.fill' ? { send: filling } : undefined),
	});
	const begun = runner.start(proposal);
	if ('refusal' in begun) throw new Error(begun.refusal);
	const run = (): Run | undefined => store.getState().runs.find(({ id }) => id === begun.id);
	return { deck, store, link, runner, id: begun.id, run, kept, told };
}

async function messagesIn(link: Link): Promise<number> {
	const reply = await link.request('$JS.API.STREAM.INFO.LOGS', '');
	if (!reply.ok) throw new Error(reply.problem.message);
	return JSON.parse(new TextDecoder().decode(reply.message.data)).state.messages;
}

describe('a transfer', () => {
	it('shows how far it is, and is in the journal as one change', async () => {
		const { deck, store, link, run, kept, told } = await world();
		const under = await seen(deck, 'progress', () => run()?.progress && run());
		const lines = runLines(under as Run, store.getState(), 76).map((line) => line.map(({ text }) => text).join(''));
		expect(lines.join('\n')).toMatch(/^sending… \d+ of 200 messages /);
		await seen(deck, 'the end', () => told[0]);
		expect(told[0]).toMatchObject({ results: [{ kind: 'done', reply: { messages: most } }] });
		expect(told[0]?.progress).toBeUndefined();
		expect(await messagesIn(link)).toBe(most);
		expect(kept.map((line) => JSON.parse(line))).toMatchObject([
			{ event: 'sent', endpoint: 'transfer.fill', subject: 'logs.a', payload: { stream: 'LOGS' } },
			{ event: 'answer', outcome: { kind: 'done', reply: { messages: most } } },
		]);
	});

	it('is stopped inside, and cleans up', async () => {
		const { deck, link, runner, id, run, told } = await world();
		await seen(deck, 'progress', () => run()?.progress);
		runner.stop(id);
		await seen(deck, 'the end', () => told[0]);
		expect(told[0]).toMatchObject({ results: [{ kind: 'stopped' }] });
		expect(await messagesIn(link)).toBe(0);
	});

	it('is refused where nothing may be changed', async () => {
		const { deck, link, run, kept } = await world(true);
		const over = await seen(deck, 'the end', () => {
			const now = run();
			return now !== undefined && isOver(now) && now;
		});
		expect(over).toMatchObject({ results: [{ kind: 'not-sent', problem: { kind: 'read-only' } }] });
		expect(await messagesIn(link)).toBe(0);
		expect(kept).toEqual([]);
	});
});
